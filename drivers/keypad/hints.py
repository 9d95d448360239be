"""By what a pad is recognised among the things plugged in: a serial port, or a keyboard (HID boot interface)."""

from drivers.binding.suggestions import Hint

HINTS = (Hint(interface_class=0x03), Hint(tty=True))
