"""The city behind its web application: transactions on a few threads, more of them waiting in bounded queues.

What does not fit is told so at once, and comes again by itself. A commit that a standby does not confirm holds its
thread until one does, but nobody's answer: that is `no_standby`, and what was sent may be stored.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from kiosk.city import intake
from kiosk.city.bell import Bell
from kiosk.city.database import Database
from kiosk.city.failures import CityFailure, DatabaseFailure, told
from kiosk.city.lanes import Lane, StillRunning
from kiosk.city.publishing import city_page
from kiosk.ports.ledger import LedgerFailure
from kiosk.sync.answers import Forbidden, NotNow, Overloaded
from kiosk.sync.callers import Caller
from kiosk.sync.pages import Page
from kiosk.sync.streams import Gap, Incoming, Judged

T = TypeVar("T")

_UNKNOWN_HALL = Forbidden("unknown_hall", "This city has no such hall.")


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """How much may wait, and seconds: in the queue, for an answer, and for a commit's confirmation by a standby."""

    writes: int = 256
    reads: int = 512
    wait_s: float = 4.0
    answer_s: float = 8.0
    commit_s: float = 4.0
    stuck_s: float = 15.0  # then a server that says nothing at all is given up, and another one tried


class CityStore:
    """Implements `kiosk.sync.intake.SyncStore`. Its coroutines belong to one event loop."""

    def __init__(
        self,
        database: Database,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        limits: StoreLimits | None = None,
    ) -> None:
        self._database = database
        self.wall_ms = wall_ms
        limits = self._limits = limits or StoreLimits()
        self._writing = Lane("city-writer", database.engines.writers, limits.writes, limits.wait_s, limits.answer_s)
        self._reading = Lane("city-reader", database.engines.readers, limits.reads, limits.wait_s, limits.answer_s)

    async def take(self, caller: Caller, batch: Incoming) -> Judged | Gap | NotNow:
        def work(connection: Connection) -> Judged | Gap | None:
            return intake.take(connection, caller.hall, batch, self.wall_ms())

        result = await self.write(work)
        return _UNKNOWN_HALL if result is None else result

    async def page(self, caller: Caller, after: int, feed: str, limit: int) -> Page | NotNow:
        def work(connection: Connection) -> Page | None:
            return city_page(connection, caller.hall, after, feed, limit, caller.keys)

        result = await self.read(work)
        return _UNKNOWN_HALL if result is None else result

    async def read(self, work: Callable[[Connection], T]) -> T | NotNow:
        """Runs `work` in a transaction that only reads, at one moment of the database."""
        done = await self._reading.run(lambda: self._database.read(work))
        if isinstance(done, StillRunning):
            self._database.engines.cut(self._limits.stuck_s)
        return self._answer(done)

    async def write(self, work: Callable[[Connection], T]) -> T | NotNow:
        """Runs `work` in one transaction: all of it is stored when this returns, or nothing.

        Other transactions run beside it on PostgreSQL: `work` locks the rows that it decides by. It may run twice from
        its beginning. `no_standby`, `undecided` and `too_slow` leave open whether it is stored.
        """
        if self._database.commits.longer_than(self._limits.commit_s) >= self._database.engines.writers:
            return await self._held_up()
        done = await self._writing.run(lambda: self._database.write(work))
        return await self._held_up() if isinstance(done, StillRunning) else self._answer(done)

    def write_apart(self, work: Callable[[Connection], T]) -> T | NotNow:
        """As `write`, on the caller's own thread and beside the queue: for what is rare and asked for elsewhere."""
        return self._answer(self._database.write(work))

    @property
    def bell(self) -> Bell:
        """Rings when a hall's feed may have something new."""
        return self._database.bell

    def close(self, limit_s: float = 10.0) -> None:
        """Waits for what is being written; what takes longer is broken off."""
        end = time.monotonic() + limit_s
        while self._writing.inside and time.monotonic() < end:
            time.sleep(0.01)
        if self._writing.inside:
            self._database.engines.cut(0)
        for lane in (self._writing, self._reading):
            lane.close(wait=True)

    async def _held_up(self) -> NotNow:
        """A server that waits for a standby is left to wait; one that says nothing, not even that, is given up."""
        if await self._reading.run(self._database.engines.waits_for_standby) is True:
            return told(DatabaseFailure.NO_STANDBY)
        self._database.engines.cut(self._limits.stuck_s)
        return told(DatabaseFailure.TOO_SLOW)

    @staticmethod
    def _answer(done: T | CityFailure | Overloaded | StillRunning) -> T | NotNow:
        match done:
            case StillRunning():
                return told(DatabaseFailure.TOO_SLOW)
            case LedgerFailure() | DatabaseFailure():
                return told(done)
            case _:
                return done
