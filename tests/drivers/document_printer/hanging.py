"""What a window asks of the A4 printer while any device hangs."""

from __future__ import annotations

from drivers.document_printer.probe import TEST_PAGE
from kiosk.ports.devices.document_printer import DocumentPrinter


def work(port: DocumentPrinter) -> None:
    port.print_guide(TEST_PAGE, lambda report: None)
    port.cancel()
