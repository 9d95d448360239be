"""By what a signal board is recognised among the things plugged in: by being a serial port, no more."""

from drivers.binding.suggestions import Hint

HINTS = (Hint(tty=True),)
