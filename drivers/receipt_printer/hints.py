"""By what a ticket printer is recognised among the things plugged in."""

from drivers.binding.suggestions import Hint

HINTS = (Hint(interface_class=0x07, certain=True), Hint(tty=True))
