"""The virtual devices in a folder of the test's own, and what a test needs beside them: a patient eye and a diary."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from drivers.id_card.codec import Command
from drivers.id_card.conversation import LIMITS
from drivers.id_card.conversation import Patience as ReaderPatience
from drivers.id_card.device import Care
from drivers.id_card.reader import IdCardReader, ReaderSettings, open_reader
from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printer import TicketPrinter, open_printer
from drivers.receipt_printer.printing import Patience as PrinterPatience
from drivers.receipt_printer.samples import SAMPLES
from drivers.virtual_devices import run
from kiosk.domain.identity import CardRecord
from kiosk.operation.bench_control import Control
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import CardEventKind, DeviceStatus, PrintReport, ReadFailure, TicketSlip

T = TypeVar("T")
LONG_S = 20.0  # far beyond anything that is waited for; only a failing test ever waits so long

# The real limits but for the waits for an answer that never comes.
READER = ReaderSettings(
    poll_s=0.08,
    debounce_s=0.6,
    care=Care(patience=ReaderPatience({**LIMITS, Command.FIND: 0.2, Command.STATUS: 0.2, Command.READ: 0.6}, 0.4, 0.1)),
)
PRINTER = PrinterSettings(
    poll_s=0.2, debounce_s=0.6, patience=PrinterPatience(confirm=2.5, echo=1.2, poll=0.1, trouble=0.3)
)

SLIP = SAMPLES["usual"]


def eventually(holds: Callable[[], object], limit_s: float = LONG_S) -> bool:
    """Looks again and again; True as soon as it holds."""
    end = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


class Heard(Generic[T]):
    """A callback that keeps what it was told, with its time."""

    def __init__(self) -> None:
        self.all: list[T] = []
        self.at: list[float] = []
        self._came = threading.Event()

    def __call__(self, what: T) -> None:
        self.at.append(time.monotonic())
        self.all.append(what)
        self._came.set()

    def first(self, limit_s: float = LONG_S) -> T:
        assert self._came.wait(limit_s), "nothing was told"
        return self.all[0]


@dataclass
class Stage:
    folder: Path
    control: Control
    supervisor: Supervisor
    statuses: Heard[DeviceStatus] = field(default_factory=Heard)
    cards: Heard[CardEventKind] = field(default_factory=Heard)

    def do(self, what: str, **arguments: object) -> dict[str, Any]:
        reply = self.control.do(do=what, **arguments)
        assert reply["ok"], reply
        return reply

    def port(self, device: str) -> str:
        return str(self.folder / device)

    def reader(self, settings: ReaderSettings = READER) -> IdCardReader:
        reader = open_reader(self.port("id-card"), self.supervisor, settings)
        reader.watch(self.statuses, self.cards)
        return reader

    def printer(self, settings: PrinterSettings = PRINTER) -> TicketPrinter:
        printer = open_printer(self.port("receipt-printer"), self.supervisor, settings)
        printer.watch(self.statuses)
        return printer

    def read(self, reader: IdCardReader) -> Heard[CardRecord | ReadFailure]:
        heard: Heard[CardRecord | ReadFailure] = Heard()
        reader.read(heard)
        return heard

    def print(self, printer: TicketPrinter, slip: TicketSlip = SLIP) -> Heard[PrintReport]:
        heard: Heard[PrintReport] = Heard()
        printer.print_ticket(slip, heard)
        return heard

    def tickets(self) -> list[dict[str, Any]]:
        tickets: list[dict[str, Any]] = self.do("tickets")["tickets"]
        return tickets

    def card_removed(self) -> bool:
        return eventually(lambda: CardEventKind.REMOVED in self.cards.all)


@contextmanager
def on_stage(folder: Path) -> Iterator[Stage]:
    stop, ready = threading.Event(), threading.Event()
    devices = threading.Thread(target=run, args=(folder, stop, ready.set))
    devices.start()
    supervisor = Supervisor()
    control = Control(folder / "control.sock")
    try:
        assert ready.wait(LONG_S)
        yield Stage(folder, control, supervisor)
    finally:
        assert supervisor.close() == ()
        control.close()
        stop.set()
        devices.join(LONG_S)
