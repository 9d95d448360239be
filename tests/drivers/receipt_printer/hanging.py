"""What a window asks of the ticket printer while any device hangs."""

from __future__ import annotations

from kiosk.ports.devices import ReceiptPrinter
from tests.drivers.stage import SLIP


def work(port: ReceiptPrinter) -> None:
    port.print_ticket(SLIP, lambda report: None)
