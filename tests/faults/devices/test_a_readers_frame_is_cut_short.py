"""Frames of which only a part leaves the reader."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import ReadFailure
from tests.drivers.stage import Stage


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
