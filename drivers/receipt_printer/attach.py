"""From configuration to a ReceiptPrinter under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.receipt_printer.codec import Paper, Qr
from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printer import NAME, TicketPrinter
from drivers.receipt_printer.settings import Settings
from drivers.receipt_printer.template_reading import template_named


def attach(settings: Settings, around: Surroundings) -> TicketPrinter:
    port = around.port(settings.port, NAME)
    paper = Paper(
        dots=settings.dots,
        columns=settings.columns,
        qr=Qr(settings.qr),
        presents=settings.presenter == "custom",
        template=template_named(settings.template),
    )
    wanted = PrinterSettings(
        baud=settings.baud,
        paper=paper,
        poll_s=around.beat_s,
        debounce_s=around.debounce_s,
        take_s=settings.take_s,
        roll_m=settings.roll_m,
    )
    opener, power = around.binder.wired(port, settings.baud), around.binder.power(port)
    return TicketPrinter(around.supervisor, opener, wanted, power)
