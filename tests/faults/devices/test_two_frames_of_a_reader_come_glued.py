"""Answers that come twice, without a gap: the second is never taken for the next question's."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import CardEventKind
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
