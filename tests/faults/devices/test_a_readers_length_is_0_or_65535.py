"""Frames whose length field cannot be: the reader is neither waited for nor believed."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import DeviceState, ReadFailure
from tests.drivers.stage import Stage, eventually

LENGTHS = pytest.mark.parametrize("length", [0, 65535])


@LENGTHS
@pytest.mark.parametrize("answer_kind", ["find", "read"])
def test_one_such_frame_is_asked_again_and_never_seen(stage: Stage, length: int, answer_kind: str) -> None:
    answer = stage.read(stage.reader())
    stage.do("wrong_length", length=length, answer=answer_kind, times=1)
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record


def test_such_records_without_end_are_a_failure_and_not_a_wait(stage: Stage) -> None:
    answer = stage.read(stage.reader())
    stage.do("wrong_length", length=65535, answer="read")
    stage.do("lay_card")
    assert answer.first() is ReadFailure.READER_SILENT


@LENGTHS
def test_a_reader_that_only_sends_such_frames_is_offline_and_comes_back(stage: Stage, length: int) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    stage.do("wrong_length", length=length)
    assert eventually(lambda: reader.status().device is DeviceState.OFFLINE)
    assert reader.status().reason.endswith("garbled"), "such a frame is no frame that is still coming"
    stage.do("lift_faults", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
