"""Stray bytes on the reader's line."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import DeviceState, ReadFailure
from tests.drivers.stage import Stage, eventually


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noise_before_every_answer_does_not_disturb(stage: Stage, seed: int) -> None:
    stage.do("noise", device="id-card", where="before", count=23, seed=seed)
    answer = stage.read(stage.reader())
    stage.do("lay_card", card="rare_characters")
    assert answer.first() == CARDS["rare_characters"].record


def test_noise_inside_the_record_costs_one_more_try_and_nothing_else(stage: Stage) -> None:
    answer = stage.read(stage.reader())
    stage.do("noise", device="id-card", where="inside", answer="read", times=1)
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record


def test_noise_inside_every_record_is_a_reader_that_gives_no_whole_answer(stage: Stage) -> None:
    answer = stage.read(stage.reader())
    stage.do("noise", device="id-card", where="inside", answer="read")
    stage.do("lay_card")
    assert answer.first() is ReadFailure.READER_SILENT


def test_noise_while_nothing_happens_is_cleared_before_the_next_command(stage: Stage) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    for seed in range(5):
        stage.do("noise", device="id-card", where="now", count=400, seed=seed)
    stage.do("lay_card")
    assert stage.read(reader).first() == CARDS["ordinary"].record
    assert {status.device for status in stage.statuses.all} == {DeviceState.ONLINE}


def test_a_line_of_noise_alone_is_no_reader(stage: Stage) -> None:
    stage.do("noise", device="id-card", where="inside")
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.OFFLINE)
    assert reader.status().reason in ("garbled", "silent", "cut_frame")
