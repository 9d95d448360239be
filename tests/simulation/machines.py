"""A terminal, a hall and a city as a simulation runs them: the product's own rules and shells, without their threads.

Each stands on a `Shelf`, which holds its book; a crash throws the machine away, and what the shelf kept is found again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, cast

from kiosk.domain.events import Event
from kiosk.domain.ticket import HallUnreachable, Holder, ReserveReply, TakeRequest, TicketView
from kiosk.hall.core import commands
from kiosk.hall.core.answers import TerminalSummary
from kiosk.hall.core.hall_view import terminal_summary
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState
from kiosk.hall.day_book import DayBook
from kiosk.hall.live_queue import LiveQueue
from kiosk.hall.numbers_beside import Beside, NumbersBeside
from kiosk.hall.work import Job, Look, Scope, Unavailable
from kiosk.journeys import ticket_life
from kiosk.journeys.ticket_life import Means, Point, Recovered
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.own_numbers import OwnNumbers
from kiosk.operation.terminal.reporting import Reporting
from kiosk.operation.terminal.stamp import Stamp
from kiosk.ports.devices import PrintReport
from kiosk.ports.ledger import (
    HallLedger,
    InboundStreams,
    KeptTicket,
    LedgerFailure,
    Outbox,
    TerminalLedger,
)
from kiosk.ports.log import LogValue
from kiosk.sync.answers import NotNow
from kiosk.sync.client import SyncClient
from kiosk.sync.streams import Gap, Incoming, Judged, judge
from kiosk.sync.uplink import Uplink
from kiosk.trust.kept_values import KeptValue
from tests.simulation.clocks import MachineClock, Names
from tests.simulation.dying import PlugPulled
from tests.simulation.road import Road, RoadClient, not_now

Stream = tuple[str, str]  # node and epoch

CUT_OFF_S = 60.0  # so long a hall is silent before a terminal gives numbers of its own letter
TRIES = 3  # of a terminal for one reservation, as `HallDesk` repeats it


class Books(Protocol):
    """What one node's file offers, by the names of the ports."""

    @property
    def terminal(self) -> TerminalLedger: ...

    @property
    def hall(self) -> HallLedger: ...

    @property
    def streams(self) -> InboundStreams: ...

    @property
    def outbox(self) -> Outbox: ...


class Shelf(Protocol):
    """Where a node's book lies. `image` is taken of a machine that stands still; `put_back` makes it the book again."""

    dying: Callable[[], str]  # asked at each transaction: "before" and "after" pull the plug there

    def open(self) -> Books:
        """What is durable now, as the next start finds it; handles given out before are of no use any more."""

    def image(self) -> object: ...

    def put_back(self, image: object) -> None: ...


class LoudLog:
    """A `Log` in which a bug is the end of the run: in the product it would be a line and a second try."""

    def event(self, name: str, /, **fields: LogValue) -> None:
        return None

    def bug(self, where: str, error: BaseException) -> None:
        raise AssertionError(f"a bug in {where}: {error!r}") from error


LOG = LoudLog()


class City:
    """Takes what its halls send, each event once."""

    def __init__(self, shelf: Shelf, died: Callable[[], None] = lambda: None) -> None:
        self.shelf, self.died = shelf, died
        self.took: set[Stream] = set()  # from whom something came, until somebody has looked
        self.start()

    def start(self) -> None:
        self.books, self._dead = self.shelf.open(), False

    def take(self, incoming: Incoming) -> Judged | Gap | NotNow | None:
        """None when the machine died over it, or before."""
        if self._dead:
            return None
        self.took.add((incoming.node, incoming.epoch))
        try:
            return self._taken(incoming)
        except PlugPulled:
            self._dead = True
            self.died()
            return None

    def _taken(self, incoming: Incoming) -> Judged | Gap | NotNow:
        judged = judge(incoming, self.books.streams)
        if isinstance(judged, Judged) and judged.received:
            stored = self.books.hall.append(judged.events, judged.received)
            if isinstance(stored, LedgerFailure):
                return stored
        return judged


class SafeValue:
    """As `KeptValue`, on a disk that nothing happens to."""

    def __init__(self) -> None:
        self._value = Beside()

    def read(self) -> Beside:
        return self._value

    def change(self, edit: Callable[[Beside], Beside]) -> Beside:
        self._value = edit(self._value)
        return self._value


class Hall:
    """The live queue on its book, what it remembers beside the book, and the line to the city."""

    def __init__(self, name: str, shelf: Shelf, clock: MachineClock, rules: Rules, city: Road, take: Any) -> None:
        self.name, self.shelf, self.clock, self.rules = name, shelf, clock, rules
        self._names, self._city, self._take = Names(name), city, take
        self.died: Callable[[], None] = lambda: None
        self.took: set[Stream] = set()  # from whom something came, until somebody has looked
        self._kept = SafeValue()
        self.start()

    def start(self) -> None:
        """Also after a crash: nothing of before is known but what the shelf kept, and what stands beside it."""
        self.books, self._dead = self.shelf.open(), False
        beside = NumbersBeside(cast(KeptValue[Beside], self._kept), first=not self._kept.read().had_a_book)
        self._kept.change(lambda found: replace(found, had_a_book=True))
        self._book = DayBook(self.name, self.books.hall, self._names, LOG, beside)
        self.queue = LiveQueue(self._book, self.books.streams, self.clock, self._names, LOG)
        self.queue.rules = self.rules
        self.uplink = _uplink(self.name, self.books.outbox, self._city, self._take)

    def do(self, work: commands.Command | Look | Incoming) -> Any:
        """The reply, or `Unavailable`; None when the machine died over it, or before."""
        if self._dead:
            return None
        try:
            return self.queue.process([Job(work)]).answers[0][1]
        except PlugPulled:
            self._dead = True
            self.died()
            return None

    def take(self, incoming: Incoming) -> Judged | Gap | NotNow | None:
        self.took.add((incoming.node, incoming.epoch))
        answer: Judged | Gap | Unavailable | None = self.do(incoming)
        return not_now(answer.reason.value) if isinstance(answer, Unavailable) else answer

    @property
    def state(self) -> HallState | None:
        """As it stands, without asking; None when it has to be read from the book first."""
        return self._book._state

    def scope(self) -> Scope:
        """Everything a look may see. The caller changes nothing in it."""
        found = self.do(Look(lambda scope: scope))
        assert isinstance(found, Scope), found
        return found


class Terminal:
    """A ticket's life at one terminal, and the line to the hall. `passing` may raise to let the machine die there."""

    def __init__(self, name: str, shelf: Shelf, clock: MachineClock, hall: Hall, asking: Road, sending: Road) -> None:
        self.name, self.shelf, self.clock = name, shelf, clock
        self.passing: Callable[[Point], None] = lambda point: None
        self._names, self._hall, self.asking, self.sending = Names(name), hall, asking, sending
        self.start()

    def start(self) -> Recovered:
        self.books = self.shelf.open()
        rules = self._hall.rules
        self.stamp = Stamp(self.name, self.clock, self._names, lambda: rules.hall.boundary_minutes)
        self._memory = HallMemory(self.clock.seconds, self._names.new())
        self._own = OwnNumbers(
            self.name, CUT_OFF_S, lambda: (rules.catalogue, rules.hall), lambda: rules.numbers, self._memory,
            self.clock, self._names.new,
        )  # fmt: skip
        self._reporting = Reporting(self._memory, self.stamp, self._record, self.clock.seconds)
        self.means = Means(self.books.terminal, self._reserve, lambda data: "", self.stamp, lambda p: self.passing(p))
        self.uplink = _uplink(self.name, self.books.outbox, self.sending, self._hall.take)
        return ticket_life.recover(self.means)

    def request(self, item: str, holder: Holder) -> TakeRequest:
        return TakeRequest(self._names.new(), item, holder)

    def take(self, request: TakeRequest) -> KeptTicket | ticket_life.NotTaken:
        """As `HallDesk.take`: what an earlier failure left open is settled first; cut off it gives a number itself."""
        ticket_life.settle(self.means)
        taken = ticket_life.take(request, self.means)
        return self._own.take(request, taken, self.means) if isinstance(taken, HallUnreachable) else taken

    def look(self) -> None:
        """Who waits where, as it is asked every few seconds; it also says whether the hall doubts its numbers."""
        summary = self.asking.ask(lambda: self._hall.do(Look(self._summary)))
        if isinstance(summary, TerminalSummary):
            self._memory.answered()
            self._memory.told(summary)
            self._reporting.heard(summary)

    def _summary(self, scope: Scope) -> TerminalSummary:
        return terminal_summary(scope.state, scope.rules, scope.seq, self.name)

    def _record(self, event: Event) -> None:
        self.books.terminal.record_event(event)

    def print(self, ticket: TicketView, report: PrintReport, paper: Callable[[], None]) -> None:
        """`paper` is called when the printer gets the bytes."""
        ticket_life.printing(ticket.ticket_id, self.means)
        paper()
        ticket_life.printed(ticket, report, self.means)

    def _reserve(self, request: TakeRequest) -> ReserveReply:
        """As `HallDesk`: with what this terminal has seen, and again under the same id when the answer got lost."""
        wish = replace(request, seen=self._own.seen(request.item))
        reply = self._asked_for(wish)
        self._own.heard(reply)
        return reply

    def _asked_for(self, wish: TakeRequest) -> ReserveReply:
        for _ in range(TRIES):
            reply = self.asking.ask(lambda: self._hall.do(commands.Reserve(wish)))
            if isinstance(reply, Unavailable):
                return HallUnreachable.OUT_OF_SERVICE
            if reply is not None:
                return cast(ReserveReply, reply)
        return HallUnreachable.TIMED_OUT


def _uplink(node: str, outbox: Outbox, road: Road, take: Any) -> Uplink:
    """Turned by hand: its thread is never started."""
    return Uplink(node, outbox, cast(SyncClient, RoadClient(road, take)), LOG)
