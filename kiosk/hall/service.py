"""The hall as its HTTP interface uses it: one writer, its feeds, the city's settings."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kiosk.domain.events import Event
from kiosk.domain.numbering import Issuer
from kiosk.hall.beats import HeardBeats
from kiosk.hall.core.answers import HallHealth, QueueWait
from kiosk.hall.core.commands import Command
from kiosk.hall.core.hall_view import queue_waits
from kiosk.hall.core.telling import Member
from kiosk.hall.day_book import DayBook
from kiosk.hall.duty import AlwaysServes, Duty, Patience, ServesFirst
from kiosk.hall.feeds import Feeds
from kiosk.hall.lan import Lan
from kiosk.hall.live_queue import LiveQueue
from kiosk.hall.members import Members
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.hall.pins import Pins
from kiosk.hall.publication import Publication
from kiosk.hall.standby.keeping_up import KeepingUp
from kiosk.hall.work import Look, Scope, Unavailability, Unavailable
from kiosk.hall.writer import Writer
from kiosk.ports.clock import Clock, Identities
from kiosk.ports.ledger import Cache, HallLedger, InboundStreams, LedgerError, LedgerFailure
from kiosk.ports.log import Log
from kiosk.sync.streams import Gap, Incoming, Judged

T = TypeVar("T")

STUCK_S = 5.0  # longer than any machine waits for an answer


@dataclass(frozen=True, slots=True)
class HallParts:
    """What a hall is made of. `node` is its name in events; `members` tells whose each token of this machine is, and
    may grow; `issuer` is whose part of the numbers this node gives, `peer` the name of the hall's other node when that
    is the first one; `book` names this very book, which a new or restored one does not share; `lan` is how it serves
    other machines too, `duty` whether it serves now; `follows` begins to follow the other node, on the loop, and
    answers how to end that, which may block; `beside` is what is remembered of numbers when the book is lost, `beats`
    what its machines say of themselves; `quarantined` counts what the city refused, `owes` what it has not taken
    yet; `probe` tries whether a transaction gets to the disk, and may block, and `patience` is how long a first node
    bears that none does."""

    node: str
    ledger: HallLedger
    streams: InboundStreams
    cache: Cache
    clock: Clock
    ids: Identities
    members: Mapping[str, Member]
    log: Log
    issuer: Issuer = Issuer.SEQUENCER
    lan: Lan | None = None
    peer: str = ""
    book: str = ""
    duty: Duty = field(default_factory=AlwaysServes)
    follows: Callable[[Hall], Callable[[], object]] | None = None
    beside: NumbersBeside | None = None
    beats: HeardBeats = field(default_factory=HeardBeats)
    quarantined: Callable[[], int] = lambda: 0
    owes: Callable[[], int] = lambda: 0
    probe: Callable[[], LedgerFailure | None] | None = None
    patience: Patience = field(default_factory=Patience)

    @property
    def name(self) -> str:
        """Of node and book: numbers of events mean nothing under another one."""
        return f"{self.node}.{self.book}" if self.book else self.node


class Hall:
    """Lives on one loop between `start` and `close`."""

    def __init__(self, parts: HallParts) -> None:
        self.parts = parts
        self.pins = Pins()
        self.members = Members(parts.members, parts.lan.register if parts.lan else None, parts.log)
        self._book = DayBook(parts.node, parts.ledger, parts.ids, parts.log, parts.beside)
        self._queue = LiveQueue(self._book, parts.streams, parts.clock, parts.ids, parts.log)
        self._queue.is_peer = self.is_peer
        self._queue.is_quiet = lambda: parts.duty.quiet
        publication = Publication(parts.node, parts.cache, parts.log, self.members.terminals, parts.issuer)
        self._writer = Writer(self._queue, publication, self._stored, parts.log)
        self.duty, self.news, self.second = parts.duty, News(), KeepingUp()
        self._untold: deque[list[tuple[int, Event]]] = deque()
        self._telling: asyncio.Task[None] | None = None
        self.feeds = Feeds(parts.ledger.since, self._waits, self._position, self._counters_of)

    def start(self) -> None:
        self._writer.start(asyncio.get_running_loop())

    async def close(self) -> None:
        """Feeds first, so that nobody is served by a hall that stores nothing any more."""
        self.feeds.close()
        await asyncio.to_thread(self._writer.close)

    async def do(self, command: Command) -> Any:
        """The command's reply once it is stored, or `Unavailable`."""
        return await self._writer.do(command)

    async def look(self, at: Callable[[Scope], T]) -> T | Unavailable:
        answer: T | Unavailable = await self._writer.do(Look(at))
        return answer

    async def take(self, incoming: Incoming) -> Judged | Gap | Unavailable:
        answer: Judged | Gap | Unavailable = await self._writer.do(incoming)
        return answer

    @property
    def seq(self) -> int:
        """Of the last event stored; `day` is the business day, empty before the first."""
        return self._book.seq

    @property
    def day(self) -> str:
        return self._book.day

    def places(self) -> Mapping[tuple[str, str], int]:
        """How far this node is with each stream that came since its start."""
        return self._queue.places

    def trouble(self) -> LedgerFailure | None:
        """Why no number can be given now, as far as is known without trying: nothing is stored, or there is no room, or
        the disk has held up the writer for so long that nobody waits any more."""
        if self._writer.busy_s() > STUCK_S:
            return LedgerFailure.BROKEN_DISK
        return self._book.failing or self._book.room()

    async def well_again(self, within_s: float) -> LedgerFailure | None:
        """After something was stored: None, and what was wrong is over, when there is room and the book can be read."""
        try:
            async with asyncio.timeout(within_s):
                found = await self.look(lambda scope: self._book.well())
        except TimeoutError:
            return LedgerFailure.BROKEN_DISK
        unread = isinstance(found, Unavailable) and found.reason is not Unavailability.NOT_READY
        return LedgerFailure.BROKEN_DISK if unread else self._book.room()

    def is_peer(self, node: str) -> bool:
        """Whether that is the hall's other node."""
        return bool(node) and node in (self.parts.peer, self.members.second())

    async def seconded(self) -> None:
        """What was decided last is on the second node's disk too, if that keeps up."""
        await self.second.has(self.seq)

    async def health(self) -> HallHealth:
        refused = self.duty.refusal()
        if refused is not None:
            status = "stands_by" if refused is Unavailability.STANDS_BY else "not_ready"
            return HallHealth(status, self._why(refused), self._book.day, self._book.seq, 0, len(self.feeds))
        found = await self.look(_figures)
        failing = self._book.failing or self._book.room()
        if isinstance(found, Unavailable):
            status = "not_ready" if found.reason is Unavailability.NOT_READY else "out_of_service"
            return HallHealth(status, found.reason.value, self._book.day, self._book.seq, 0, len(self.feeds))
        status, reason = ("out_of_service", failing.value) if failing else ("ready", "")
        try:
            refused_above = await asyncio.to_thread(self.parts.quarantined)
        except LedgerError as error:
            status, reason, refused_above = "out_of_service", error.failure.value, 0
        return HallHealth(status, reason, found[0], found[1], found[2], len(self.feeds), refused_above)

    def _why(self, refused: Unavailability) -> str:
        return (isinstance(self.duty, ServesFirst) and self.duty.gave_way) or refused.value

    def _stored(self, stored: list[tuple[int, Event]]) -> None:
        """Boards are told once the second node has it too: a call that dies with this node was never heard."""
        self.news.tell()
        if not self._untold and not self.second.keeps_up:
            self.feeds.publish(stored)
            return
        self._untold.append(stored)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        while self._untold:
            await self.second.has(self._untold[0][-1][0])
            self.feeds.publish(self._untold.popleft())

    def _counters_of(self, queue: str) -> tuple[str, ...]:
        rules = self._queue.rules
        return rules.counters_of.get(queue, ()) if rules else ()

    async def _waits(self) -> tuple[QueueWait, ...] | None:
        waits = await self.look(lambda scope: queue_waits(scope.state, scope.rules))
        return None if isinstance(waits, Unavailable) else waits

    async def _position(self) -> tuple[int, str] | None:
        found = await self.look(lambda scope: (scope.seq, scope.state.day))
        return None if isinstance(found, Unavailable) else found


class News:
    """Wakes everybody who waits for the book to grow. Belongs to the loop."""

    def __init__(self) -> None:
        self._told = asyncio.Event()

    def tell(self) -> None:
        self._told.set()
        self._told = asyncio.Event()

    async def wait(self, limit_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._told.wait()


def _figures(scope: Scope) -> tuple[str, int, int]:
    return scope.state.day, scope.seq, sum(scope.state.waiting(queue) for queue in scope.rules.queues)
