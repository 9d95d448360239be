"""The DocumentPrinter that is handed out: guides on one side, the supervised device on the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.document_printer.clerk_line import ClerkLine, Opening
from drivers.document_printer.device import DocumentPrinterDevice, Work, reason_of
from drivers.document_printer.press import Press
from drivers.document_printer.printing import Patience
from drivers.document_printer.template import Template
from drivers.front import Front
from kiosk.operation.device_orders import Job, Once
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceStatus
from kiosk.ports.devices.document_printer import Guide, PageOutcome, PageReport

NAME = "document-printer"
QUEUE = 2  # pages; a terminal has one citizen at a time
POLL_S = 5.0  # a look costs the print server a connection
BEYOND_S = 60.0  # the making of the PDF and the taking back, generously


@dataclass(frozen=True, slots=True)
class PageSettings:
    """`user`: the name of this terminal at the print server, nobody's person; `poll_s`: between two looks."""

    queue: str
    user: str
    template: Template
    with_tickets: bool = False
    poll_s: float = POLL_S
    debounce_s: float = 1.5
    patience: Patience = field(default_factory=Patience)


class PagePrinter(Front[DocumentPrinterDevice]):
    """A DocumentPrinter (see kiosk.ports.devices.document_printer). `done` is called on the device's own thread."""

    def __init__(
        self,
        supervisor: Supervisor,
        settings: PageSettings,
        opening: Opening | None = None,
        making: Callable[[], Press] = Press,
    ) -> None:
        asked = opening or (lambda: ClerkLine(settings.queue, settings.user))
        counters = supervisor.counters
        work = Work(settings.template, settings.patience, lambda word: counters.add(NAME, word))
        self._limit_s = settings.patience.give_up + BEYOND_S
        self._left = threading.Event()
        self.with_tickets = settings.with_tickets
        super().__init__(
            supervisor,
            NAME,
            lambda: DocumentPrinterDevice(asked, work, making),
            Limits(beat_every_s=settings.poll_s, open_s=30.0, beat_s=60.0, debounce_s=settings.debounce_s, queue=QUEUE),
        )

    def print_guide(self, guide: Guide, done: Callable[[PageReport], None]) -> None:
        once, left = Once(done), self._left
        job: Job[DocumentPrinterDevice] = Job(
            work=lambda device: once(device.print(guide, left)),
            refused=lambda status: once(_refusal(status)),
            lost=lambda: once(PageReport(PageOutcome.UNKNOWN, "hung")),
            limit_s=self._limit_s,
        )
        if not self._worker.submit(job):
            once(PageReport(PageOutcome.FAILED, "busy"))

    def cancel(self) -> None:
        left, self._left = self._left, threading.Event()
        left.set()


def _refusal(status: DeviceStatus) -> PageReport:
    return PageReport(PageOutcome.FAILED, reason_of(status))
