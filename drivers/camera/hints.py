"""By what a camera is recognised among the things plugged in: USB's class for video."""

from drivers.binding.suggestions import Hint

HINTS = (Hint(interface_class=0x0E, certain=True),)
