"""By what a ticket printer is recognised among the things plugged in: USB's class for printers, or a number that
python-escpos names for one of them whose interface is the vendor's own."""

from drivers.binding.suggestions import Hint

HINTS = (
    Hint(interface_class=0x07, certain=True),
    Hint(0x04B8, 0x0202, certain=True),  # Epson TM
    Hint(0x0416, 0x5011, certain=True),  # sold under many names, 58 mm
    Hint(tty=True),
)
