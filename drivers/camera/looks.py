"""Who looks at a camera now, and the window through which they see: what page calls and device thread share."""

from __future__ import annotations

import threading

from drivers.camera.ring import Reader
from drivers.wishes import Wish
from kiosk.ports.devices.camera import Frame
from kiosk.ports.devices.code_scanner import Scan, ScanFailure

Outcome = Scan | ScanFailure


class Looks:
    """Safe from any thread. `codes` is the one code that somebody waits for."""

    def __init__(self) -> None:
        self.codes: Wish[Outcome] = Wish(ScanFailure.NO_CODE)
        self._lock = threading.Lock()
        self._lookers = 0
        self._reader: Reader | None = None

    @property
    def wanted(self) -> bool:
        return self._lookers > 0 or self.codes.pending

    def come(self) -> None:
        with self._lock:
            self._lookers += 1

    def go(self) -> None:
        with self._lock:
            self._lookers = max(0, self._lookers - 1)

    def show(self, reader: Reader | None) -> None:
        """None: there is nothing to be seen any more."""
        self._reader = reader

    def frame(self, after: int) -> Frame | None:
        """An old window is kept alive by whoever looks through it at this moment."""
        reader = self._reader
        return reader.frame(after) if reader is not None and self._lookers else None
