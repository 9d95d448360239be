"""All of a terminal but its window: devices, book, lines to the hall, and the core that plays the journey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from kiosk.domain.scanned_code import Resolver
from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import Address, TerminalHall
from kiosk.hall.client import Limits as HallLimits
from kiosk.hall.core.answers import QueueWait
from kiosk.journeys.pages import QueueNow
from kiosk.journeys.ticket_life import Point
from kiosk.operation.clock import SystemClock
from kiosk.operation.terminal.carrying import Carrying, Parts
from kiosk.operation.terminal.checking_in import booked_today, check_in
from kiosk.operation.terminal.core import TerminalCore
from kiosk.operation.terminal.desk import HallDesk
from kiosk.operation.terminal.device_notices import DeviceNotices, Watched
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.knowing import Knowing
from kiosk.operation.terminal.other_devices import other_devices
from kiosk.operation.terminal.own_numbers import OwnNumbers
from kiosk.operation.terminal.reporting import Reporting
from kiosk.operation.terminal.scanning import Sources
from kiosk.operation.terminal.stamp import Stamp
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.clock import Clock
from kiosk.ports.devices import CardReader, DeviceState, ReceiptPrinter, Speaker
from kiosk.ports.devices.code_scanner import CodeScanner
from kiosk.ports.devices.document_printer import DocumentPrinter
from kiosk.ports.ledger import Bookings, Cache, Outbox, TerminalLedger
from kiosk.ports.log import Log
from kiosk.sync.client import SyncClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.uplink import Uplink

_BOUNDARY_BEFORE_SETTINGS = 240  # 04:00, until the hall's settings have come down
_SILENCE_S = 4.0  # longer than between two looks: the hall was away


@dataclass(frozen=True, slots=True)
class Machine:
    """The devices and the book of one terminal."""

    reader: CardReader
    printer: ReceiptPrinter
    speaker: Speaker
    ledger: TerminalLedger
    outbox: Outbox
    cache: Cache
    others: Watched | None = None  # tells of the devices that no journey works with yet
    bookings: Bookings | None = None
    scanner: CodeScanner | None = None
    pages: DocumentPrinter | None = None  # whose guides come with the tickets
    forms: tuple[Resolver, ...] = ()  # of codes that are not ours


@dataclass(frozen=True, slots=True)
class Line:
    """Where the hall is, as whom the terminal speaks to it, and how long it waits for it."""

    node: str
    address: Address
    token: str
    limits: HallLimits = field(default_factory=HallLimits)
    patience_s: float = 5.0
    own_after_s: float = 10.0  # so long no hall has answered: numbers of the terminal's own letter are given


class TerminalService:
    """Joins the parts to a core whose window may stand already.

    `start` recovers what the last stop left before anything is shown; `stop` ends lines and devices within 4 s.
    """

    def __init__(
        self,
        core: TerminalCore,
        machine: Machine,
        line: Line,
        log: Log,
        passing: Callable[[Point], None] = lambda point: None,
    ) -> None:
        self._machine, self._log = machine, log
        clock = SystemClock()
        hall = TerminalHall(line.address, line.token, line.limits)
        self.core = core
        identities = Uuid7()
        self._memory = HallMemory(life=identities.new())
        stamp = Stamp(line.node, clock, identities, self._boundary)
        self._knowing = Knowing(
            machine.cache,
            lambda: self._figures(hall),
            self.core.know,
            clock,
            log,
            own_numbers=self._gives_own,
            voiced=lambda: machine.speaker.status().device is not DeviceState.NO_DEVICE,
            others=lambda: other_devices(machine.others.statuses() if machine.others is not None else {}),
        )
        self._own = OwnNumbers(
            line.node,
            line.own_after_s,
            self._knowing.published,
            self._knowing.number_rules,
            self._memory,
            clock,
            stamp.new_id,
        )
        self._desk = HallDesk(
            machine.ledger,
            hall,
            stamp,
            self._knowing.ticket_key,
            self._own,
            line.patience_s,
            passing,
            partial(check_in, machine.bookings, self._knowing.settings, clock),
        )
        self._uplink = Uplink(line.node, machine.outbox, SyncClient(line.address, line.token), log)
        down = SyncClient(line.address, line.token)
        self._downlink = Downlink(machine.cache, down, log, lambda changes: self._knowing.poke())
        self._carrying = Carrying(self._parts(stamp, self._sources(hall, clock)), self.core.tell)
        self._notices = DeviceNotices(stamp, self._carrying.record)
        self._reporting = Reporting(self._memory, stamp, self._carrying.record)

    def start(self) -> None:
        found = self._desk.recover()
        if found.voided or found.unknown_paper:
            self._log.event("terminal_recovered", voided=len(found.voided), unsure=len(found.unknown_paper))
        if found.failure:
            self._log.event("ledger_failed", reason=found.failure.value)
        if self._desk.is_paper_doubtful():
            self._carrying.expect_remains()
        reported = self._desk.is_card_reported()
        machine = self._machine
        self.core.start(self._carrying, machine.reader, machine.printer, reported, machine.scanner)
        self._notices.watch(self._machine.reader, self._machine.printer)
        if self._machine.others is not None:
            self._notices.watch_all(self._machine.others)
        for part in (self._uplink, self._downlink, self._knowing):
            part.start()

    def has_keys(self) -> bool:
        """Whether the city's match key and the hall's ticket key have come down."""
        return bool(self._knowing.match_keys()) and self._knowing.ticket_key() is not None

    def stop(self) -> None:
        self.core.stop()
        self._knowing.stop()
        self._uplink.stop()
        self._downlink.stop()
        self._carrying.close()

    def _sources(self, hall: TerminalHall, clock: Clock) -> Sources:
        machine, books = self._machine, self._machine.bookings
        return Sources(
            self._knowing.ticket_key,
            hall.ticket,
            machine.ledger.ticket,
            books.booking if books is not None else lambda number: None,
            self._knowing.settings,
            clock,
            machine.forms,
        )

    def _parts(self, stamp: Stamp, sources: Sources) -> Parts:
        machine = self._machine
        return Parts(
            machine.reader,
            machine.printer,
            machine.speaker,
            machine.ledger,
            self._desk,
            stamp,
            self._knowing.match_keys,
            self._uplink.nudge,
            self._log,
            machine.scanner,
            sources,
            partial(booked_today, machine.bookings, self._knowing.settings, sources.clock),
            machine.pages,
        )

    def _gives_own(self) -> bool:
        return self._own.ready()

    def _figures(self, hall: TerminalHall) -> tuple[int, dict[str, QueueNow]] | HallUnreachable:
        """Who waits where. The same answer says what the hall knows of numbers, and what it wants to know."""
        summary = hall.summary()
        if isinstance(summary, HallUnreachable):
            return summary
        if self._memory.silent_s() > _SILENCE_S:
            self._uplink.nudge()  # its own next try may be half a minute away
        self._memory.answered()
        self._memory.told(summary)
        self._reporting.heard(summary)
        return summary.waiting, {wait.queue: _now(wait) for wait in summary.queues}

    def _boundary(self) -> int:
        settings = self._knowing.settings()
        return settings.boundary_minutes if settings else _BOUNDARY_BEFORE_SETTINGS


def _now(wait: QueueWait) -> QueueNow:
    return QueueNow(
        wait.waiting, wait.wait_low, wait.wait_high, wait.priority_low, wait.priority_high, wait.open_counters
    )
