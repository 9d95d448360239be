"""From configuration to a ReceiptPrinter under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.receipt_printer.charset import Charset
from drivers.receipt_printer.codec import Paper, Qr
from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printer import NAME, TicketPrinter
from drivers.receipt_printer.printing import Fence
from drivers.receipt_printer.settings import Settings
from drivers.receipt_printer.template_reading import template_named


def attach(settings: Settings, around: Surroundings) -> TicketPrinter:
    port = around.port(settings.port, NAME)
    opener, power = around.binder.wired(port, settings.baud), around.binder.power(port)
    return TicketPrinter(around.supervisor, opener, wanted_of(settings, around), power)


def wanted_of(settings: Settings, around: Surroundings) -> PrinterSettings:
    return PrinterSettings(
        baud=settings.baud,
        paper=paper_of(settings),
        fence=Fence(settings.fence),
        loose_status=settings.loose_status,
        poll_s=around.beat_s,
        debounce_s=around.debounce_s,
        take_s=settings.take_s,
        roll_m=settings.roll_m,
    )


def paper_of(settings: Settings) -> Paper:
    return Paper(
        dots=settings.dots,
        columns=settings.columns,
        charset=Charset(settings.charset),
        qr=Qr(settings.qr),
        presents=settings.presenter == "custom",
        steps=settings.present_steps,
        template=template_named(settings.template),
    )
