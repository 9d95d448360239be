"""A document printer is reached through CUPS, which owns its cable: nothing plugged in here is suggested for it."""

from drivers.binding.suggestions import Hint

HINTS: tuple[Hint, ...] = ()
