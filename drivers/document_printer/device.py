"""The document printer as the supervisor sees it: a queue that proves itself, looked at between pages.

What a page left behind when its end was not heard (a server that went, a terminal that was killed) is taken back from
the server as soon as it answers: a page that comes out later is somebody else's find.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from drivers.document_printer.clerk_line import Clerk, Opening
from drivers.document_printer.condition import (
    REASONS,
    Attributes,
    condition,
    device_status,
    disproved_by_a_page,
    reasons_in,
    untold,
)
from drivers.document_printer.errands import Errand, Fault
from drivers.document_printer.layout import order
from drivers.document_printer.press import Press
from drivers.document_printer.printing import Patience, Printing
from drivers.document_printer.template import Template
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.document_printer import Guide, PageOutcome, PageReport

PDF, ANYTHING = "application/pdf", "application/octet-stream"
MOST_LEFT = 50  # jobs taken back at one look
MOST_SWEEPS = 20  # looks; then what is over, and is not forgotten, is left to the server
_STATES = {
    Fault.SILENT: DeviceState.OFFLINE,
    Fault.CUT: DeviceState.OFFLINE,
    Fault.DIED: DeviceState.OFFLINE,
    Fault.NOT_IPP: DeviceState.HARDWARE_ERROR,
    Fault.REFUSED: DeviceState.HARDWARE_ERROR,
    Fault.NO_PDF: DeviceState.HARDWARE_ERROR,
}


@dataclass(frozen=True, slots=True)
class Work:
    """What a device works with. `count` hears what was done."""

    template: Template
    patience: Patience = field(default_factory=Patience)
    count: Callable[[str], None] = lambda word: None


class DocumentPrinterDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another."""

    def __init__(self, opening: Opening, work: Work, making: Callable[[], Press] = Press) -> None:
        self._opening, self._work, self._making = opening, work, making
        self._clerk: Clerk | None = None
        self._press: Press | None = None
        self._interrupted = threading.Event()
        self._tidy, self._sweeps = False, 0
        self._disproved: frozenset[str] = frozenset()

    def open(self) -> DeviceStatus:
        """A queue proves itself by answering as one that takes PDF."""
        if self._interrupted.is_set():
            self._dismiss()
        self._interrupted.clear()
        self._tidy, self._sweeps = False, 0
        return self.beat()

    def beat(self) -> DeviceStatus:
        clerk = self._connected()
        looked = clerk.ask(Errand.LOOK)
        if looked.fault is not None:
            return self._lost(looked.fault)
        if not _takes_pdf(looked.attributes):
            return untold(DeviceState.HARDWARE_ERROR, Fault.NO_PDF)
        if not self._tidy:
            self._tidy = self._swept(clerk)
        self._disproved &= frozenset(reasons_in(looked.attributes, REASONS))
        status = device_status(condition(looked.attributes, self._disproved))
        policy = looked.attributes.get("printer-error-policy")
        told = (("errorPolicy", policy),) if isinstance(policy, str) and len(policy) <= 40 else ()
        return replace(status, details=(*status.details, *told))

    def reset(self) -> DeviceStatus:
        """A clerk that went astray is replaced; the queue itself is a person's to restart."""
        self._dismiss()
        return self.beat()

    def print(self, guide: Guide, left: threading.Event) -> PageReport:
        begun = time.monotonic()
        pdf = self._pdf(guide)
        rendered_ms = (time.monotonic() - begun) * 1000
        if isinstance(pdf, str):
            return PageReport(PageOutcome.FAILED, pdf, render_ms=rendered_ms)
        clerk = self._connected()
        before = self._reasons(clerk)
        report = Printing(clerk.ask, self._work.patience, left).send(pdf)
        self._tidy, self._sweeps = self._tidy and report.wiped, 0
        well = report.outcome is PageOutcome.PRINTED
        self._disproved = disproved_by_a_page(before, self._reasons(clerk)) if well else frozenset()
        self._work.count(f"pages_{report.outcome}")
        return replace(report, render_ms=rendered_ms)

    def close(self) -> None:
        """The clerk holds no line between two questions. It stays for the next `open`, a server that is away would
        otherwise cost a process each time it is tried; after an interrupt it goes, as at the terminal's end."""
        if self._interrupted.is_set():
            self._dismiss()

    def interrupt(self) -> None:
        self._interrupted.set()
        for one in (self._clerk, self._press):
            if one is not None:
                one.kill()

    def _connected(self) -> Clerk:
        """The clerk, or a fresh one where it died. After an interrupt it is a dead one, whose answers say so."""
        if self._clerk is None:
            self._clerk = self._opening()
        if self._interrupted.is_set():
            self._clerk.kill()  # the interrupt may have come while it was started
        return self._clerk

    def _lost(self, fault: Fault) -> DeviceStatus:
        if fault is Fault.DIED:
            self._dismiss()
        return untold(_STATES.get(fault, DeviceState.NO_DEVICE), fault.value)

    def _dismiss(self) -> None:
        clerk, self._clerk = self._clerk, None
        if clerk is not None:
            clerk.close()

    def _pdf(self, guide: Guide) -> bytes | str:
        try:
            wanted = order(self._work.template, guide)
        except ValueError:
            return "too_long"
        self._press = press = self._making()
        if self._interrupted.is_set():
            press.kill()
        try:
            return press.pdf(wanted)
        finally:
            self._press = None

    def _reasons(self, clerk: Clerk) -> tuple[str, ...]:
        return reasons_in(clerk.ask(Errand.LOOK).attributes, REASONS)

    def _swept(self, clerk: Clerk) -> bool:
        """Takes back what this terminal left there, and has forgotten what is over; True when nothing of it is left, or
        when a server keeps it however often it is asked. In several looks: CUPS writes a job down once more when its
        backend ends after it was forgotten."""
        under_way, over = (clerk.ask(Errand.OURS, which=which) for which in ("not-completed", "completed"))
        for job in under_way.jobs[:MOST_LEFT]:
            if clerk.ask(Errand.CANCEL, job=job, forget=False).fault is None:
                self._work.count("pages_taken_back")
        for job in over.jobs[:MOST_LEFT]:
            clerk.ask(Errand.CANCEL, job=job, forget=True)
        self._sweeps += 1
        answered = under_way.fault is None and over.fault is None
        return answered and not under_way.jobs and (not over.jobs or self._sweeps >= MOST_SWEEPS)


def reason_of(status: DeviceStatus) -> str:
    """Why a page could not even be begun."""
    return status.reason or status.device.value


def _takes_pdf(attributes: Attributes) -> bool:
    return not {PDF, ANYTHING}.isdisjoint(reasons_in(attributes, "document-format-supported"))
