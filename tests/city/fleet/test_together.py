"""Heartbeats that come together are stored together, and each of them hears what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy import Connection, select

from kiosk.city.fleet.beats import Beat
from kiosk.city.fleet.hearing import Heard
from kiosk.city.fleet.tables import node
from kiosk.city.fleet.together import MOST, Together
from kiosk.city.store import CityStore
from kiosk.ports.ledger import LedgerFailure
from kiosk.sync.answers import NotNow, Overloaded
from tests.city.house import NOON, House
from tests.city.running import HALL

T = TypeVar("T")


def heard(number: int) -> list[Heard]:
    return [Heard(HALL, Beat(f"T{number}", "terminal", NOON, "0.1.0"))]


class Counted(CityStore):
    """Counts its transactions. `failing`: what they answer instead, after a moment."""

    transactions = 0
    failing: NotNow | Exception | None = None

    async def write(self, work: Callable[[Connection], T]) -> T | NotNow:
        self.transactions += 1
        await asyncio.sleep(0)
        if isinstance(self.failing, Exception):
            raise self.failing
        return await super().write(work) if self.failing is None else self.failing


def answers(store: Counted, told: int, beats: int = 1) -> list[object]:
    async def all_at_once() -> list[object]:
        together = Together(store, lambda: NOON)
        return await asyncio.gather(*(together.hear(heard(n) * beats) for n in range(told)), return_exceptions=True)

    return asyncio.run(all_at_once())


def test_whoever_comes_while_one_is_stored_shares_the_next_transaction(house: House) -> None:
    store = Counted(house.database)
    assert answers(store, 40) == [None] * 40
    assert store.transactions < 4
    names = house.write(lambda c: c.execute(select(node.c.node)).scalars().all())
    assert set(names) >= {f"T{n}" for n in range(40)}
    store.close()


@pytest.mark.parametrize("failing", [LedgerFailure.DISK_FULL, ValueError("a bug")])
def test_nobody_waits_for_a_second_failure(house: House, failing: NotNow | Exception) -> None:
    store = Counted(house.database)
    store.failing = failing
    assert answers(store, 5) == [failing] * 5
    store.close()


def test_more_than_can_wait_are_told_to_come_again(house: House) -> None:
    store = Counted(house.database)
    store.failing = LedgerFailure.DISK_FULL
    assert answers(store, 3, MOST // 2)[2] == Overloaded()
    store.close()
