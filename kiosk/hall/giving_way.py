"""The first node's eye on its own disk: one that cannot store says so and leaves the hall to the second node.

Answering is not serving. A node serves when it gives numbers, so what counts is whether a transaction gets to the disk
and whether there is room for new numbers. It gives way only to a second node that is heard and has everything, and it
takes back as soon as it is well for a while, or when that one is gone too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from kiosk.hall.duty import HEARING_S, Patience, ServesFirst
from kiosk.hall.service import Hall
from kiosk.ports.ledger import LedgerFailure

LOOKS_EVERY_S = 0.5


class GivingWay:
    """`look` again and again, on the loop. `probe` runs apart and blocks nothing, however long the disk takes."""

    def __init__(
        self,
        hall: Hall,
        duty: ServesFirst,
        probe: Callable[[], LedgerFailure | None],
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hall, self._duty, self._probe = hall, duty, probe
        self._patience, self._monotonic = patience or Patience(), monotonic
        self._trying: asyncio.Task[LedgerFailure | None] | None = None
        self._since = monotonic()  # so long it has been as it is
        self._awaits_until: float | None = None  # after a start that proved nothing: the second node may still come

    async def prove(self) -> None:
        """Before any door answers. A hall without a second node begins whatever its disk says: nobody could serve
        better, and what is there can be looked at."""
        failure = await self._tried() if self._duty.has_second else None
        if failure is not None:
            self._duty.give_way(failure.value)
            self._since = self._monotonic()
            self._awaits_until = self._since + HEARING_S

    async def look(self) -> None:
        if self._duty.gave_way:
            await self._as_one_that_gave_way()
        elif self._hall.trouble() is None:
            self._since = self._monotonic()
        elif self._monotonic() - self._since >= self._patience.ill:
            await self._judge()

    async def _judge(self) -> None:
        """The last failure may be over and nobody has asked for anything since."""
        failure = await self._tried()
        if failure is not None and self._hall.second.is_level(self._hall.seq):
            self._duty.give_way(failure.value)
            self._hall.feeds.end_all()
            self._since = self._monotonic()

    async def _as_one_that_gave_way(self) -> None:
        if not self._may_leave_it():
            self._take_back()  # nobody serves in its place, and what is there can still be looked at
        elif await self._tried() is not None:
            self._since = self._monotonic()
        elif self._monotonic() - self._since >= self._patience.well:
            self._take_back()

    def _may_leave_it(self) -> bool:
        """To the second node. After a start that one has a while to come and to read all of the book."""
        second = self._hall.second
        if self._awaits_until is None:
            return second.is_heard
        if second.is_level(self._hall.seq):
            self._awaits_until = None
        return self._awaits_until is None or self._monotonic() < self._awaits_until

    def _take_back(self) -> None:
        self._awaits_until = None
        self._duty.take_back()
        self._since = self._monotonic()

    async def _tried(self) -> LedgerFailure | None:
        """One try at a time. A disk that hangs is a broken one, and so is a book that cannot be read."""
        if self._trying is None:
            self._trying = asyncio.create_task(asyncio.to_thread(self._probe))
        done, _ = await asyncio.wait({self._trying}, timeout=self._patience.ill)
        if not done:
            return LedgerFailure.BROKEN_DISK
        failure, self._trying = self._trying.result(), None
        return failure or await self._hall.well_again(self._patience.ill)


def eye_of(hall: Hall) -> GivingWay | None:
    """None where there is never a second node to give way to."""
    duty, probe = hall.duty, hall.parts.probe
    if not isinstance(duty, ServesFirst) or probe is None:
        return None
    return GivingWay(hall, duty, probe, hall.parts.patience)


async def giving_way(hall: Hall, eye: GivingWay | None) -> None:
    """Runs until it is cancelled."""
    while eye is not None:
        await asyncio.sleep(LOOKS_EVERY_S)
        try:
            await eye.look()
        except Exception as bug:
            hall.parts.log.bug("hall_giving_way", bug)
