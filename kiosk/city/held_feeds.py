"""The halls' feeds that the city holds open: who waits, and one look for all that are equally far."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.city.bell import Bell, Ear
from kiosk.city.store import CityStore
from kiosk.sync.callers import Caller
from kiosk.sync.held import Look, look_of

MOST = 4000  # feeds that one worker holds

_Place = tuple[str, bool, int, int, str, int]


class HeldFeeds:
    """Implements `kiosk.sync.held.Holding`. Belongs to one event loop."""

    def __init__(self, store: CityStore, bell: Bell, most: int = MOST) -> None:
        self._store = store
        self._bell = bell
        self._most = most
        self._looks: dict[_Place, asyncio.Task[Look]] = {}

    @property
    def full(self) -> bool:
        return len(self._bell) >= self._most

    @property
    def ended(self) -> bool:
        return self._bell.closed

    @contextmanager
    def ear(self, caller: Caller) -> Iterator[Ear]:
        with self._bell.ear(caller.hall) as ear:
            yield ear

    async def look(self, caller: Caller, after: int, feed: str, limit: int) -> Look:
        """A look under way is shared while the bell has not rung since it began: it sees what this one would."""
        place = (caller.hall, caller.keys, self._bell.rings(caller.hall), after, feed, limit)
        task = self._looks.get(place)
        if task is None:
            task = self._looks[place] = asyncio.create_task(self._look(caller, after, feed, limit))
            task.add_done_callback(lambda _: self._looks.pop(place, None))
        return await asyncio.shield(task)

    async def _look(self, caller: Caller, after: int, feed: str, limit: int) -> Look:
        return look_of(await self._store.page(caller, after, feed, limit))
