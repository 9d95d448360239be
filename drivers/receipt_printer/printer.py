"""The ReceiptPrinter that main.py hands out: slips on one side, the supervised device on the other."""

from __future__ import annotations

from collections.abc import Callable

from drivers.front import Front
from drivers.receipt_printer.device import PrinterSettings, ReceiptPrinterDevice, reason_of
from drivers.receipt_printer.presenter import Watch
from drivers.receipt_printer.printing import Habits
from drivers.receipt_printer.usage import Usage
from drivers.serial_link import Opener, opener
from drivers.usb_power import power_switch
from kiosk.operation.device_orders import Job, Once
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import PrintOutcome, PrintReport, TicketSlip

NAME = "receipt-printer"
JOB_LIMIT_S = 30.0
MOST_BYTES = 48_000  # of one job: a ticket drawn to its last line behind what a torn one may lack
QUEUE = 4  # tickets; a terminal has one citizen at a time


def job_limit(baud: int) -> float:
    """Seconds after which a job hangs: at 9600 baud a drawn ticket alone may take longer than any answer."""
    return JOB_LIMIT_S + MOST_BYTES * 10 / baud


class TicketPrinter(Front[ReceiptPrinterDevice]):
    """A ReceiptPrinter (see kiosk.ports.devices). `done` and listeners are called on the device's own thread."""

    def __init__(
        self,
        supervisor: Supervisor,
        port_opener: Opener,
        settings: PrinterSettings,
        power: Callable[[], bool] | None = None,
    ) -> None:
        habits, watch = Habits(settings.fence), Watch(settings.take_s)
        usage = Usage(supervisor.counters, NAME, settings.roll_m)
        self._job_limit_s = job_limit(settings.baud)
        super().__init__(
            supervisor,
            NAME,
            lambda: ReceiptPrinterDevice(port_opener, settings, habits, watch, usage),
            Limits(beat_every_s=settings.poll_s, debounce_s=settings.debounce_s, queue=QUEUE),
            power,
        )

    def print_ticket(self, slip: TicketSlip, done: Callable[[PrintReport], None]) -> None:
        once = Once(done)
        job: Job[ReceiptPrinterDevice] = Job(
            work=lambda device: once(device.print(slip)),
            refused=lambda status: once(PrintReport(PrintOutcome.FAILED, reason_of(status))),
            lost=lambda: once(PrintReport(PrintOutcome.UNKNOWN, "hung")),
            limit_s=self._job_limit_s,
        )
        if not self._worker.submit(job):
            once(PrintReport(PrintOutcome.FAILED, "busy"))


def open_printer(port: str, supervisor: Supervisor, settings: PrinterSettings | None = None) -> TicketPrinter:
    """A printer at any pyserial URL or device path.

    Safe when nothing is there: its status says so, and it comes by itself once the device appears.
    """
    chosen = settings or PrinterSettings()
    return TicketPrinter(supervisor, opener(port, chosen.baud), chosen, power_switch(port))
