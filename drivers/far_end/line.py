"""The wire of a virtual device as the bench handles it, whatever it is made of: it can be pulled, slow, or hang."""

from __future__ import annotations

import threading
from typing import Protocol


class Line(Protocol):
    """`frozen` is set while the device neither reads nor answers."""

    frozen: threading.Event

    @property
    def plugged(self) -> bool: ...

    @property
    def baud(self) -> int:
        """0 for a line that has no speed of its own."""

    def set_baud(self, baud: int | None) -> None:
        """Bits a second; None for the line's own speed. Nothing happens on a line without one."""

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    def unplug_after(self, count: int | None) -> None:
        """Pulled when `count` more bytes have come from the host; None: never."""
