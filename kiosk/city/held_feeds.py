"""The halls' feeds that the city holds open: who waits, and one look for all that are equally far."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from kiosk.city.bell import Bell, Ear
from kiosk.city.publishing import feed_state
from kiosk.city.store import CityStore
from kiosk.sync.callers import Caller
from kiosk.sync.held import Look, look_of
from kiosk.sync.pages import Page

MOST = 4000  # feeds that one worker holds

_Asked = tuple[str, bool, int, str, int]
_Place = tuple[str, bool, int, int, str, int]


class HeldFeeds:
    """Implements `kiosk.sync.held.Holding`. Belongs to one event loop."""

    def __init__(self, store: CityStore, bell: Bell, most: int = MOST) -> None:
        self._store = store
        self._bell = bell
        self._most = most
        self._looks: dict[_Place, asyncio.Task[Look]] = {}
        self._kept = _Kept()

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
        """A page is the same as long as the hall's feed has not moved on."""
        asked = (caller.hall, caller.keys, after, feed, limit)
        kept = self._kept.get(asked)
        if kept is not None and await self._stands(caller, kept):
            return kept
        look = look_of(await self._store.page(caller, after, feed, limit))
        if isinstance(look.found, Page):
            self._kept.keep(asked, look, after)
        return look

    async def _stands(self, caller: Caller, kept: Look) -> bool:
        now = await self._store.read(lambda connection: feed_state(connection, caller.hall, caller.keys))
        return isinstance(kept.found, Page) and now == (kept.found.feed, kept.found.cursor)


class _Kept:
    """The newest frames that somebody began with: a thousand terminals that come at once read a few dozen pages of a
    hundred kilobytes, and the database and the interpreter make each of them once."""

    def __init__(self, most_bytes: int = 16 << 20) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._looks: OrderedDict[_Asked, Look] = OrderedDict()

    def get(self, asked: _Asked) -> Look | None:
        look = self._looks.get(asked)
        if look is not None:
            self._looks.move_to_end(asked)
        return look

    def keep(self, asked: _Asked, look: Look, after: int) -> None:
        """One that brings a reader up to date; what changed stands in the frame only."""
        page = look.found
        if not isinstance(page, Page) or page.more or page.resync or page.cursor == after:
            return
        self._drop(asked)
        self._looks[asked] = Look(replace(page, changes=()), look.frame)
        self._bytes += len(look.frame)
        while self._bytes > self._most_bytes:
            self._drop(next(iter(self._looks)))

    def _drop(self, asked: _Asked) -> None:
        look = self._looks.pop(asked, None)
        self._bytes -= len(look.frame) if look else 0
