"""Frames whose check byte is not what it should be."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import DeviceState
from tests.drivers.stage import Stage, eventually


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
