"""The city behind its web application: writes one after the other on one thread, reads beside them on a few.

Both queues are bounded: what does not fit is told so at once, and comes again by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection

from kiosk.city import intake
from kiosk.city.database import Database
from kiosk.city.publishing import city_page
from kiosk.sync.answers import Forbidden, NotNow, Overloaded
from kiosk.sync.callers import Caller
from kiosk.sync.pages import Page
from kiosk.sync.streams import Gap, Incoming, Judged

T = TypeVar("T")

_READERS = 4
_WRITES_WAITING = 64
_READS_WAITING = 256
_UNKNOWN_HALL = Forbidden("unknown_hall", "This city has no such hall.")


class CityStore:
    """Implements `kiosk.sync.intake.SyncStore`. Its coroutines belong to one event loop."""

    def __init__(self, database: Database, wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._database = database
        self._wall_ms = wall_ms
        self._writer = ThreadPoolExecutor(1, "city-writer")
        self._readers = ThreadPoolExecutor(_READERS, "city-reader")
        self._writes = 0
        self._reads = 0

    async def take(self, caller: Caller, batch: Incoming) -> Judged | Gap | NotNow:
        def work(connection: Connection) -> Judged | Gap | None:
            return intake.take(connection, caller.hall, batch, self._wall_ms())

        result = await self.write(work)
        return _UNKNOWN_HALL if result is None else result

    async def page(self, caller: Caller, after: int, feed: str, limit: int) -> Page | NotNow:
        def work(connection: Connection) -> Page | None:
            return city_page(connection, caller.hall, after, feed, limit, caller.keys)

        result = await self.read(work)
        return _UNKNOWN_HALL if result is None else result

    async def read(self, work: Callable[[Connection], T]) -> T | NotNow:
        """Runs `work` in a transaction that may only read."""
        if self._reads >= _READS_WAITING:
            return Overloaded()
        self._reads += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, self._database.read, work)
        finally:
            self._reads -= 1

    async def write(self, work: Callable[[Connection], T]) -> T | NotNow:
        """Runs `work` in one transaction: all of it is stored when this returns, or nothing.

        Other transactions run beside it on PostgreSQL: `work` locks the rows that it decides by.
        """
        if self._writes >= _WRITES_WAITING:
            return Overloaded()
        self._writes += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, self._database.write, work)
        finally:
            self._writes -= 1

    def close(self) -> None:
        """Waits for what is being written."""
        self._writer.shutdown()
        self._readers.shutdown()
