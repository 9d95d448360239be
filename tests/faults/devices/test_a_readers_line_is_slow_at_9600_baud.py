"""A reader whose line carries 960 bytes a second."""

from __future__ import annotations

from drivers.id_card.sample_cards import CARDS
from tests.drivers.stage import READER, Stage


def test_a_reader_on_a_slow_line_only_takes_longer(stage: Stage) -> None:
    """9,600 baud: the record alone needs 1.35 s."""
    patient = READER.care.patience
    slow = type(READER)(baud=9600, care=type(READER.care)(patience=type(patient)()))
    stage.do("slow", device="id-card", baud=9600)
    answer = stage.read(stage.reader(slow))
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record
