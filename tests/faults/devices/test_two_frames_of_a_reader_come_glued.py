"""Answers that come twice, without a gap: the second is never taken for the next question's."""

from __future__ import annotations

import pytest

from drivers.far_end.faults import Glued
from drivers.id_card.codec import Command
from drivers.id_card.device import Memory
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.wish import Answer, Wish
from drivers.serial_link import LinkFault
from kiosk.ports.devices import CardEventKind
from tests.drivers.id_card.in_memory import MemoryLink
from tests.drivers.stage import Stage, eventually


@pytest.mark.parametrize("key", ["ordinary", "foreigner"])
def test_a_card_is_read_once_although_everything_is_said_twice(stage: Stage, key: str) -> None:
    answer = stage.read(stage.reader())
    stage.do("glued", device="id-card")
    stage.do("lay_card", card=key)
    assert answer.first() == CARDS[key].record
    assert len(answer.all) == 1


def test_a_card_that_is_lifted_is_not_seen_in_an_answer_that_came_twice(stage: Stage) -> None:
    reader = stage.reader()
    stage.do("glued", device="id-card")
    stage.do("lay_card")
    stage.read(reader).first()
    stage.do("lift_card")
    assert eventually(lambda: stage.cards.all == [CardEventKind.LAID, CardEventKind.REMOVED])
    assert stage.read(reader).all == []


class Twice(MemoryLink):
    """Every answer comes twice, and one reading gives one frame: the second waits there for the next question.

    `keeps`: the line cannot be cleared, as when the second comes late.
    """

    def __init__(self, keeps: bool) -> None:
        super().__init__()
        self._keeps = keeps
        self.module.faults.put(Glued())

    def read(self, limit_s: float) -> bytes | LinkFault:
        size = 7 + int.from_bytes(self._came[5:7], "big")
        frame = bytes(self._came[:size])
        del self._came[:size]
        return frame

    def clear(self) -> LinkFault | None:
        return None if self._keeps else super().clear()


@pytest.mark.parametrize("keeps", [False, True])
def test_no_question_is_asked_twice_because_an_answer_came_twice(keeps: bool) -> None:
    link, wish, got = Twice(keeps), Wish(), list[Answer]()
    device = link.device(wish, Memory())
    link.module.lay(CARDS["ordinary"].record)
    wish.lay_down(got.append)
    device.open()
    device.beat()
    assert got == [CARDS["ordinary"].record]
    assert link.asked == [Command.STATUS, Command.SAM_ID, Command.FIND, Command.SELECT, Command.READ]
