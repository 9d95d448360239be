"""The printer as the supervisor sees it: opened when it answers, asked for its paper between jobs, printing on call."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from drivers.held_link import HeldLink
from drivers.receipt_printer.codec import Paper, length_mm, longest_piece, rehearse, ticket
from drivers.receipt_printer.inbox import Inbox
from drivers.receipt_printer.presenter import RETRACT, Presented, Watch
from drivers.receipt_printer.printing import GONE, SILENT, Fence, Habits, Patience, Printing
from drivers.receipt_printer.status import device_status
from drivers.receipt_printer.usage import Usage
from drivers.serial_link import Opener
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, PrintOutcome, PrintReport, TicketSlip
from kiosk.ports.devices import Paper as PaperState

JAMMED = "presenter_jammed"


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """`baud`: 9600 to 115200, also the pace of writing; `poll_s`: seconds between two looks while idle."""

    baud: int = 115200
    paper: Paper = field(default_factory=Paper)
    fence: Fence = Fence.AUTO
    loose_status: bool = False
    poll_s: float = 1.0
    debounce_s: float = 1.5
    patience: Patience = field(default_factory=Patience)
    roll_m: int = 0  # metres of a fresh roll; 0: not known
    take_s: float = 45.0  # with a presenter: how long a ticket stands there before it is pulled back; 0: for ever


class ReceiptPrinterDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another."""

    def __init__(
        self,
        opener: Opener,
        settings: PrinterSettings,
        habits: Habits,
        watch: Watch | None = None,
        usage: Usage | None = None,
    ) -> None:
        self._line = HeldLink(opener)
        self._settings = settings
        self._habits = habits
        self._usage = usage
        self._watch = watch or Watch(settings.take_s)
        self._printing: Printing | None = None
        self._inbox: Inbox | None = None
        self._good_beats = 0

    def open(self) -> DeviceStatus:
        """A printer proves itself by answering DLE EOT in its fixed bits."""
        return self._connect() or self.beat()

    def _connect(self) -> DeviceStatus | None:
        if self._printing is not None:
            return None
        fault = self._line.connect()
        if fault is not None:
            return _untellable(fault.state, fault.value)
        link = self._line.link
        self._inbox = Inbox(link, self._settings.loose_status)
        self._printing = Printing(link, self._inbox, self._settings.baud, self._habits, self._settings.patience)
        return None

    def beat(self) -> DeviceStatus:
        if self._habits.fence is Fence.NONE:
            return DeviceStatus(DeviceState.ONLINE)
        printing, inbox = self._parts()
        inbox.clear()
        now = printing.look(idle=True)
        if isinstance(now, str):
            self._watch.see(None)
            return _untellable(DeviceState.NO_DEVICE if now == GONE else DeviceState.OFFLINE, now)
        status = device_status(now)
        if self._settings.paper.presents:
            status = self._with_presenter(status, inbox)
        self._good_beats += 1
        if self._good_beats == 2:  # not at the first, when the terminal's own start wants the processor
            rehearse()
        return self._usage.see(status) if self._usage is not None else status

    def _with_presenter(self, status: DeviceStatus, inbox: Inbox) -> DeviceStatus:
        self._look_at_the_lips(inbox)
        presented = self._watch.state
        status = replace(status, details=(("presented", presented.value),))
        if presented is Presented.JAMMED:
            return replace(status, device=DeviceState.HARDWARE_ERROR, reason=JAMMED, paper=PaperState.JAMMED)
        return status

    def _look_at_the_lips(self, inbox: Inbox) -> None:
        due = self._watch.see(inbox.ask_full(self._settings.patience.answer))
        if due and self._line.link.write(RETRACT) is None:
            self._watch.pulled()

    def reset(self) -> DeviceStatus:
        """Clearing a printer's buffers is a person's decision, so this only looks once more."""
        return self._connect() or self.beat()

    def print(self, slip: TicketSlip) -> PrintReport:
        begun = time.monotonic()
        try:
            data = ticket(slip, self._settings.paper)
        except ValueError:
            return PrintReport(PrintOutcome.FAILED, "code_too_long")
        rendered_ms = (time.monotonic() - begun) * 1000
        printing, _ = self._parts()
        if slip.after_remains:
            printing.expect_remains(longest_piece(self._settings.paper))
        cuts = 1 + self._habits.severs
        report = self._named(printing.send(self._with_free_lips(data)))
        if report.outcome is PrintOutcome.PRINTED and self._usage is not None:
            self._usage.printed(length_mm(slip, self._settings.paper), cuts)
        return replace(report, render_ms=rendered_ms)

    def _with_free_lips(self, data: bytes) -> bytes:
        """What one person left standing there is pulled back before another's ticket comes."""
        if not self._settings.paper.presents:
            return data
        left = self._watch.state in (Presented.PRESENT, Presented.NOT_TAKEN)
        self._watch.renew()
        return RETRACT + data if left else data

    def _named(self, report: PrintReport) -> PrintReport:
        """A ticket that stuck between knife and lips has its own name; the printer calls it an error only."""
        if not self._settings.paper.presents or self._inbox is None:
            return report
        if report.outcome is PrintOutcome.PRINTED:
            self._watch.pushed()
        if report.outcome is PrintOutcome.FAILED and report.reason in ("printer_error", "offline"):
            seen = self._inbox.ask_full(self._settings.patience.answer)
            return replace(report, reason=JAMMED) if seen is not None and seen.jammed else report
        return report

    def name(self) -> str:
        """What it calls itself; for people to look at, never to decide by."""
        _, inbox = self._parts()
        return inbox.ask_name(self._settings.patience.answer)

    def close(self) -> None:
        self._line.close()
        self._inbox = self._printing = None

    def interrupt(self) -> None:
        self._line.interrupt()

    def _parts(self) -> tuple[Printing, Inbox]:
        if self._printing is None or self._inbox is None:
            raise RuntimeError("the printer was used before it was opened")
        return self._printing, self._inbox


def reason_of(status: DeviceStatus) -> str:
    """Why a ticket could not even be started, in the words of a print report."""
    match status.device:
        case DeviceState.NO_DEVICE | DeviceState.POWER_OFF:
            return GONE
        case DeviceState.OFFLINE:
            return status.reason if status.reason == "closed" else SILENT
        case _:
            return status.reason or status.device.value


def _untellable(state: DeviceState, reason: str) -> DeviceStatus:
    return DeviceStatus(state, reason, paper=PaperState.UNKNOWN, cover=Cover.UNKNOWN)
