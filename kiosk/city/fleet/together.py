"""Heartbeats that come while others are being stored are stored together after them, in one transaction.

A thousand terminals beat a hundred times a second; a transaction each was a third of what a city's process can do.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from kiosk.city.fleet.hearing import Heard, hear
from kiosk.city.store import CityStore
from kiosk.sync.answers import NotNow, Overloaded

MOST = 2000  # beats that wait: twenty seconds of a thousand terminals
PART = 500  # beats of one transaction

_Answer = asyncio.Future[NotNow | None]


class Together:
    """Belongs to one event loop. Who waits while the store fails hears of that failure: nobody waits for two."""

    def __init__(self, store: CityStore, wall_ms: Callable[[], int]) -> None:
        self._store = store
        self._wall_ms = wall_ms
        self._waiting: deque[tuple[Sequence[Heard], _Answer]] = deque()
        self._beats = 0
        self._storing: asyncio.Task[None] | None = None

    async def hear(self, told: Sequence[Heard]) -> NotNow | None:
        """None when it is stored."""
        if self._beats + len(told) > MOST:
            return Overloaded()
        answer: _Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((told, answer))
        self._beats += len(told)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_all())
        return await answer

    async def _store_all(self) -> None:
        try:
            while self._waiting:
                await self._store_part()
        finally:
            self._storing = None

    async def _store_part(self) -> None:
        part = self._taken()
        told, now = [one for beats, _ in part for one in beats], self._wall_ms()
        try:
            failure = await self._store.write(lambda connection: hear(connection, told, now))
        except Exception as error:  # a mistake of ours: each request tells of it as its own
            for _, answer in part:
                if not answer.done():
                    answer.set_exception(error)
            return
        for _, answer in [*part, *(self._taken(MOST) if failure is not None else ())]:
            if not answer.done():
                answer.set_result(failure)

    def _taken(self, most: int = PART) -> list[tuple[Sequence[Heard], _Answer]]:
        """The first who wait, one request at least."""
        part: list[tuple[Sequence[Heard], _Answer]] = []
        beats = 0
        while self._waiting and (not part or beats + len(self._waiting[0][0]) <= most):
            part.append(self._waiting.popleft())
            beats += len(part[-1][0])
        self._beats -= beats
        return part
