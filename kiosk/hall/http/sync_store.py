"""What stands behind the sync router in a hall: batches go through the one writer, changes come from the cache."""

from __future__ import annotations

import asyncio

from kiosk.hall.core.telling import Member, Role
from kiosk.hall.members import Known, Members
from kiosk.hall.service import Hall
from kiosk.hall.work import Unavailability, Unavailable
from kiosk.ports.ledger import LedgerError, LedgerFailure
from kiosk.sync.answers import NotNow, Overloaded
from kiosk.sync.callers import NODE, Caller, Callers
from kiosk.sync.pages import Page
from kiosk.sync.relay import relay_page
from kiosk.sync.streams import Gap, Incoming, Judged


class HallSync:
    """Implements `kiosk.sync.intake.SyncStore`."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    async def take(self, caller: Caller, batch: Incoming) -> Judged | Gap | NotNow:
        answer = await self._hall.take(batch)
        return _not_now(answer) if isinstance(answer, Unavailable) else answer

    async def page(self, caller: Caller, after: int, feed: str, limit: int) -> Page | LedgerFailure:
        try:
            return await asyncio.to_thread(relay_page, self._hall.parts.cache, after, feed, limit, caller.keys)
        except LedgerError as error:
            return error.failure


class HallCallers(Callers):
    """Terminals and the second node are nodes, and get the keys; everybody else in the hall is known and refused."""

    def __init__(self, members: Members) -> None:
        super().__init__({})
        self._members = members

    def bearer(self, authorization: str | None) -> Caller | None:
        """The gate has let it pass; here it gets its name in the protocol."""
        scheme, _, token = (authorization or "").partition(" ")
        known = self._members.who(token.strip().encode(), local=True) if scheme.lower() == "bearer" else None
        return _caller(known.member) if isinstance(known, Known) else None


def _caller(member: Member) -> Caller:
    node = member.role in (Role.TERMINAL, Role.STANDBY)
    return Caller(member.id, NODE if node else member.role.value, keys=node)


def _not_now(answer: Unavailable) -> NotNow:
    """In the router's words; what is no failure of the disk is a matter of asking again, like a lock."""
    if answer.reason is Unavailability.OVERLOADED:
        return Overloaded()
    known = {failure.value for failure in LedgerFailure}
    return LedgerFailure(answer.reason.value) if answer.reason.value in known else LedgerFailure.LOCKED
