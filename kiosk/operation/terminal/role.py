"""The terminal behind its window: devices, book and lines, from the first page until the process stops."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.domain.scanned_code import forms
from kiosk.hall.client import TerminalHall
from kiosk.journeys.taking import reason_of
from kiosk.operation.beating import beating, vital
from kiosk.operation.clock import SystemClock
from kiosk.operation.configuration.device_tables import device_name
from kiosk.operation.device_counters import DeviceCounters
from kiosk.operation.device_sheet import DeviceSheet
from kiosk.operation.halls import terminal_line
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.supervisor import Supervisor
from kiosk.operation.terminal.code_readers import reader_of
from kiosk.operation.terminal.core import TerminalCore
from kiosk.operation.terminal.lights import PageLights
from kiosk.operation.terminal.pad_guide import PadGuide
from kiosk.operation.terminal.service import Machine, TerminalService
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import Bookings, Cache, LedgerFailure, Outbox, TerminalLedger


class Attached(Protocol):
    def __getitem__(self, table: str, /) -> Any: ...

    def get(self, table: str, /) -> Any:
        """None where there is no such device."""


Join = Callable[..., TerminalService]
Attach = Callable[[Start, Process, Supervisor], Attached]  # the devices of a process, by their class's table


@dataclass(frozen=True, slots=True)
class TerminalBook:
    """A terminal's file as the role uses it. `watch` names who hears of a failure that only a start can mend; `close`
    once nothing uses it; `erase` when the terminal was sent away."""

    ledger: TerminalLedger
    outbox: Outbox
    cache: Cache
    bookings: Bookings
    watch: Callable[[Callable[[LedgerFailure], None]], None]
    close: Callable[[], None]
    erase: Callable[[], None]


Told = Callable[[LedgerFailure], None]  # on any thread
OpenBook = Callable[[Start, Process, Clock, Told], TerminalBook | None]  # tells each failure; None: asked to stop


@dataclass(frozen=True, slots=True)
class Inside:
    """What is behind the window, from the rooms that only `main.py` knows. `broken` hears that only a start can mend
    the book."""

    attach: Attach
    open_book: OpenBook
    broken: Told = lambda why: None
    join: Join = TerminalService


def live_inside(start: Start, process: Process, core: TerminalCore, inside: Inside) -> None:
    """Until the process stops. What is out of order is shown, never hidden."""
    clock = SystemClock()
    book = inside.open_book(start, process, clock, lambda why: core.out_of_service(reason_of(why)))
    if book is None:
        return
    book.watch(inside.broken)
    supervisor = supervisor_of(start, process)
    try:
        _live(start, process, core, inside, book, supervisor)
    finally:
        supervisor.close()
        book.close()


def supervisor_of(start: Start, process: Process) -> Supervisor:
    """Who watches this process's devices; what they count stays beside the role's other files, and how they are
    stands on a sheet for the technician."""
    counters = DeviceCounters(start.state.data(process.name) / "device-counters.json")
    supervisor = Supervisor(process.log, counters, device_ports(start))
    sheet = DeviceSheet(start.state.device_sheet(process.name), supervisor.statuses)
    supervisor.watch(lambda change: sheet.turn())
    supervisor.at_end(sheet.close)
    return supervisor


def device_ports(start: Start) -> dict[str, str]:
    """Each device's name and where it is plugged in, as the log may hold it: without what opens a camera."""
    place = start.state.device_port
    listed = start.configuration.device_ports()
    return {device_name(table, key): _loggable(place(port, table.replace("_", "-"))) for table, key, port in listed}


def _loggable(place: str) -> str:
    without_password = re.sub(r"://[^/@]*@", "://", place)
    return re.sub(r"[^A-Za-z0-9_./:@?=&%+,\[\]-]|[0-9]{9,}", "_", without_password)[:200]


def _live(
    start: Start, process: Process, core: TerminalCore, inside: Inside, book: TerminalBook, supervisor: Supervisor
) -> None:
    devices = inside.attach(start, process, supervisor)
    parts = devices["id_card"], devices["receipt_printer"], devices["speaker"]
    rooms = book.ledger, book.outbox, book.cache
    cameras = devices.get("camera")
    scanner = reader_of(devices.get("code_scanner"), cameras.codes if cameras is not None else None)
    printer = devices.get("document_printer")
    pages = printer if printer is not None and printer.with_tickets else None
    others = forms(start.configuration.terminal.codes)
    machine = Machine(*parts, *rooms, supervisor, book.bookings, scanner, pages, others)
    if (board := devices.get("signal_board")) is not None:
        core.follow(PageLights(board).show)
    if (pad := devices.get("keypad")) is not None:
        guide = PadGuide(core.send, devices["speaker"])
        core.follow(guide.show)
        pad.listen(guide.pressed)
    line = terminal_line(start, process.log, book.erase)
    service = inside.join(core, machine, line, process.log)
    service.start()
    process.lacks_token = not line.token
    process.ready()
    watched = {"id-card": devices["id_card"], "receipt-printer": devices["receipt_printer"]}
    hall = TerminalHall(line.address, line.token, line.limits)
    with beating(start, process, line.node, "terminal", hall, more=lambda: vital(book.outbox, watched)):
        process.stop.wait()
    service.stop()
