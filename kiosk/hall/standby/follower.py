"""The thread by which the second node follows the first: page after page into its own live queue, by the same rules by
which the first takes in what the second did.

As soon as the first one answers and serves, the second serves no longer, and hands over what it did meanwhile.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.hall.duty import StandsBy
from kiosk.hall.service import Hall
from kiosk.hall.standby.client import Asked, BookClient, OtherBook
from kiosk.hall.standby.following import Reading
from kiosk.hall.standby.page import BookPage, Told
from kiosk.hall.standby.told_streams import ToldStreams
from kiosk.hall.work import Unavailable
from kiosk.ports.ledger import LedgerError, Outbox
from kiosk.ports.log import Log
from kiosk.sync.client import Unreached
from kiosk.sync.streams import Gap, Incoming, Judged
from kiosk.sync.wire import event_in
from kiosk.trust.kept_values import FileProblem, KeptValue
from kiosk.trust.memberships import NodeAddress
from kiosk.trust.register import Register

SILENT_S = 0.3  # between two tries while the first node is silent
STORING_S = 0.5  # while nothing can be stored here
PAUSE_S = 0.01  # so that many events make one page
_TAKEN_S = 10.0
_KEEP_EVERY = 50  # pages; what was told of terminals is kept so often


class Nudged(Protocol):
    def nudge(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Following:
    """What a follower works with. `lines` lead to the first node too; `learned` hears of nodes and their keys."""

    duty: StandsBy
    client: BookClient
    reading: KeptValue[Reading]
    register: KeptValue[Register]
    streams: ToldStreams
    outbox: Outbox
    lines: Sequence[Nudged]
    learned: Callable[[tuple[NodeAddress, ...]], None]
    log: Log


class Follower:
    """Made on the servers' loop of the hall that follows; `stop` may block for some seconds."""

    def __init__(self, parts: Following, first: str, hall: Hall) -> None:
        self._parts, self._first, self._hall = parts, first, hall
        self._loop = asyncio.get_running_loop()
        found = parts.reading.read()
        self._reading = Reading().anew() if isinstance(found, FileProblem) or not found.epoch else found
        self._mark, self._reached, self._pages = "", False, 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hall-follower", daemon=True)
        parts.streams.learn(self._reading.places())
        parts.duty.changed = self._changed

    def start(self) -> Follower:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(_TAKEN_S)
        self._parts.client.close()
        self._keep()

    def turn(self) -> float:
        """One page; the seconds until the next."""
        at, known = self._at()
        asked = Asked(at, known, self._mark, self._parts.outbox.backlog(), self._parts.duty.serving)
        page = self._parts.client.page(asked)
        if isinstance(page, Unreached):
            self._lost(page)
            return SILENT_S
        self._found(asked, gave_way=isinstance(page, BookPage) and page.told.gave_way)
        if isinstance(page, OtherBook):
            self._begin_anew()
            return PAUSE_S
        return self._taken(page, at)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                pause = self.turn()
            except LedgerError as unreadable:
                self._parts.log.event("ledger_failed", reason=unreadable.failure.value)
                pause = STORING_S
            except Exception as bug:  # without this thread the hall has no second node any more
                self._parts.log.bug("hall_follower", bug)
                pause = STORING_S
            self._stopped.wait(pause)

    def _at(self) -> tuple[int, str]:
        """The last number of the first node's book that is here, and its event; 0 before anything is."""
        own, reading = self._parts.streams.own, self._reading
        place = own.position(self._first, reading.epoch)
        last = own.received(self._first, reading.epoch, place, place) if place else ()
        return (reading.base + place, last[0].event_id) if last else (0, "")

    def _found(self, asked: Asked, *, gave_way: bool) -> None:
        if not self._reached:
            self._parts.log.event("hall_first_reached")
        if not self._reached or asked.owes or asked.serving:
            for line in self._parts.lines:
                line.nudge()
        self._reached = True
        if gave_way:
            self._parts.duty.given_way()
            return
        self._parts.duty.reached()
        if asked.serving:
            self._settled()

    def _settled(self) -> None:
        """What this node still decided while it served is on its disk; only then it says what it owes."""
        looked = asyncio.run_coroutine_threadsafe(self._hall.look(lambda scope: scope.seq), self._loop)
        with suppress(TooLate):
            looked.result(_TAKEN_S)

    def _lost(self, why: Unreached) -> None:
        if self._reached:
            self._parts.log.event("hall_first_lost", reason=why.failure.value)
        self._reached = False

    def _begin_anew(self) -> None:
        self._parts.log.event("hall_first_other_book")
        self._reading = self._reading.anew()
        self._keep()
        self._owe_today()
        for line in self._parts.lines:
            line.nudge()

    def _owe_today(self) -> None:
        """The first node took all of this from here once, and does not know it any more: who was served today."""
        ledger, outbox = self._hall.parts.ledger, self._parts.outbox
        today = ledger.load(self._hall.day)
        if today:
            acknowledged = ledger.last_seq() - outbox.backlog()
            base = acknowledged + 1 - outbox.owed(1).first_seq
            if today[0][0] <= acknowledged:
                outbox.rewind(max(1, today[0][0] - base))
            outbox.new_epoch()

    def _taken(self, page: BookPage, at: int) -> float:
        events = tuple(event_in(raw) for raw in page.book.events)
        if events:
            if at == 0:
                self._reading = self._reading.begun_at(page.book.first_seq)
                self._keep()
            first = page.book.first_seq - self._reading.base
            answer = self._asked_hall(Incoming(self._first, self._reading.epoch, first, events))
            if isinstance(answer, Gap):
                self._begin_anew()
            if not isinstance(answer, Judged):
                return STORING_S
        self._learn(page.told)
        return 0.0 if page.told.more else PAUSE_S

    def _asked_hall(self, incoming: Incoming) -> Judged | Gap | Unavailable | None:
        asked = asyncio.run_coroutine_threadsafe(self._hall.take(incoming), self._loop)
        try:
            return asked.result(_TAKEN_S)
        except TooLate:
            return None

    def _learn(self, told: Told) -> None:
        places = {(one.node, one.epoch): one.seq for one in told.places if one.node != self._hall.parts.node}
        if self._parts.streams.learn(places):
            self._reading = self._reading.with_places(dict(self._parts.streams.told))
        self._reading = replace(self._reading, sent=told.sent)
        self._pages += 1
        if self._pages % _KEEP_EVERY == 0:
            self._keep()
        if told.devices is not None:
            devices = tuple(one.device() for one in told.devices)
            self._parts.register.change(lambda before: Register(devices))
        if told.nodes:
            self._parts.learned(tuple(node.node() for node in told.nodes))
        self._mark = told.mark

    def _keep(self) -> None:
        self._parts.reading.change(lambda before: self._reading)

    def _changed(self, serving: bool) -> None:
        """On whatever thread: what was open to machines that go elsewhere now is ended."""
        if not serving:
            self._loop.call_soon_threadsafe(self._hall.feeds.end_all)
            return
        self._keep()
