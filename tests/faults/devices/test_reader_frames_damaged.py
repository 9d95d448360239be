"""Frames with a wrong check, cut short, or slow to come."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import DeviceState, ReadFailure
from tests.drivers.stage import READER, Stage, eventually


@pytest.mark.parametrize("answer_kind", ["find", "select", "read"])
def test_one_wrong_checksum_is_asked_again_and_never_seen(stage: Stage, answer_kind: str) -> None:
    answer = stage.read(stage.reader())
    stage.do("wrong_checksum", device="id-card", answer=answer_kind, times=1)
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record


def test_wrong_checksums_without_end_are_a_reader_that_cannot_be_heard(stage: Stage) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    stage.do("wrong_checksum", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.OFFLINE)
    assert reader.status().reason.endswith("garbled")


@pytest.mark.parametrize("keep", [3, 6, 9, 14, 270, 1294])
def test_a_record_cut_anywhere_is_asked_again(stage: Stage, keep: int) -> None:
    answer = stage.read(stage.reader())
    stage.do("cut_frame", device="id-card", answer="read", keep=keep, times=1)
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record


def test_records_cut_every_time_end_in_a_failure(stage: Stage) -> None:
    answer = stage.read(stage.reader())
    stage.do("cut_frame", device="id-card", answer="read", keep=600)
    stage.do("lay_card")
    assert answer.first() is ReadFailure.READER_SILENT


def test_a_reader_on_a_slow_line_only_takes_longer(stage: Stage) -> None:
    """9,600 baud: the record alone needs 1.35 s."""
    patient = READER.care.patience
    slow = type(READER)(baud=9600, care=type(READER.care)(patience=type(patient)()))
    stage.do("slow", device="id-card", baud=9600)
    answer = stage.read(stage.reader(slow))
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record
