"""By what a reader is recognised among the things plugged in; it still has to prove itself before it is used."""

from drivers.binding.suggestions import Hint

HINTS = (
    Hint(0x0400, 0xC35A, certain=True),  # "ministry standard" readers of several vendors
    Hint(0x0316, 0x5020, certain=True),  # Synjones
    Hint(tty=True),
)
