"""A hall in memory with the real rules of numbers and streams, and a terminal on a real ledger file beside it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.events import Data, Event, EventKind, Moment
from kiosk.domain.signed_ticket import sign
from kiosk.domain.ticket import (
    Group,
    HallUnreachable,
    Holder,
    Refused,
    Reserved,
    ReserveReply,
    TakeRefusal,
    TakeRequest,
    TicketState,
    TicketView,
)
from kiosk.journeys.ticket_life import Means, Point
from kiosk.sync.streams import Incoming, Judged, judge
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.sync.memory import ListedStreams

DAY = "2026-11-23"
KEY = b"k" * 32


class OneHall:
    """Same request, same number; a number once; a request that was given up gets none."""

    def __init__(self) -> None:
        self.tickets: dict[str, TicketView] = {}
        self.states: dict[str, TicketState] = {}
        self.streams = ListedStreams()

    def reserve(self, request: TakeRequest) -> ReserveReply:
        if self.states.get(request.ticket_id) is TicketState.VOID:
            return Refused(TakeRefusal.VOIDED)
        if request.ticket_id not in self.tickets:
            self.tickets[request.ticket_id] = _view(request, f"A{len(self.tickets) + 1:03d}")
            self.states[request.ticket_id] = TicketState.RESERVED
        return Reserved(self.tickets[request.ticket_id])

    def hear(self, outbox: Outbox, node: str = "terminal-1") -> None:
        """The terminal sends what it owes, in batches of two so that order matters."""
        while (owed := outbox.owed(2)).events:
            answer = judge(Incoming(node, owed.epoch, owed.first_seq, owed.events), self.streams)
            assert isinstance(answer, Judged)
            self.streams.store(answer.events, answer.received)
            for event in answer.events:
                self._apply(event)
            outbox.acknowledge(answer.acknowledged, answer.verdicts)

    def _apply(self, event: Event) -> None:
        state = self.states.get(event.ticket_id)
        if event.kind is EventKind.VOIDED:
            assert state in (None, TicketState.RESERVED), "a confirmed ticket was voided"
            self.states[event.ticket_id] = TicketState.VOID
        if event.kind is EventKind.TAKEN:
            assert state is TicketState.RESERVED, "a ticket was taken that was not set aside"
            self.states[event.ticket_id] = TicketState.WAITING

    def waiting(self) -> set[str]:
        return {ticket_id for ticket_id, state in self.states.items() if state is TicketState.WAITING}


def _view(request: TakeRequest, label: str) -> TicketView:
    who = request.holder
    return TicketView(
        request.ticket_id, label, "household", request.item, DAY, TicketState.RESERVED, who.group, who.name, who.tail,
        1_795_000_000_000, 3, 12, 20, ("3",),
    )  # fmt: skip


class Counting:
    """Identities and stamps that need no clock; a prefix for each start of the terminal."""

    node = "terminal-1"

    def __init__(self, start: str) -> None:
        self._numbers = (f"{start}-{n}" for n in itertools.count(1))
        self.day = DAY
        self.at_ms = 1_795_000_000_000

    def make(self, kind: EventKind, ticket_id: str, day: str, data: Data) -> Event:
        return Event(next(self._numbers), kind, self.node, day, Moment(self.at_ms, 1, "boot-1"), ticket_id, data)

    def today(self) -> str:
        return self.day

    def wall_ms(self) -> int:
        return self.at_ms


class PowerCut(BaseException):
    """Nothing catches it, as nothing runs on without current."""


def cut_at(point: Point) -> Callable[[Point], None]:
    """The current goes when a journey passes this point."""

    def passing(here: Point) -> None:
        if here is point:
            raise PowerCut

    return passing


def nothing(point: Point) -> None:
    return None


class Terminal:
    """One start of a terminal on its file; another start is another object."""

    def __init__(
        self,
        path: Path,
        start: str,
        reserve: Callable[[TakeRequest], ReserveReply],
        passing: Callable[[Point], None] = nothing,
    ) -> None:
        result = open_ledger(path)
        assert isinstance(result, Opened), result
        self.file: LedgerFile = result.file
        self.ledger = TerminalLedger(self.file)
        self.outbox = Outbox(self.file)
        self.stamps = Counting(start)
        self.means = Means(self.ledger, reserve, lambda data: sign(data, KEY), self.stamps, passing)

    def owed(self) -> list[EventKind]:
        return [event.kind for event in self.outbox.owed(100).events]


def wish(ticket_id: str = "t-1") -> TakeRequest:
    return TakeRequest(ticket_id, "GA-001", Holder("ab" * 32, 1, "张*三", "2217", Group.WALK_IN))


def out_of_reach(request: TakeRequest) -> ReserveReply:
    return HallUnreachable.NO_CONNECTION
