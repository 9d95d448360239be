"""The ticket printer (ESC/POS on a serial line): `open_printer` is what main.py needs."""

from drivers.receipt_printer.codec import Paper, Qr
from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printer import open_printer
from drivers.receipt_printer.printing import Fence

__all__ = ["Fence", "Paper", "PrinterSettings", "Qr", "open_printer"]
