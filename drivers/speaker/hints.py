"""By what a sound card on USB is recognised; it is named to ALSA, not bound by its place."""

from drivers.binding.suggestions import Hint

HINTS = (Hint(interface_class=0x01, certain=True),)
