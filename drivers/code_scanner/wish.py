"""The one code that a page is waiting for: laid down, answered exactly once, or taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.ports.devices.code_scanner import Scan, ScanFailure

Outcome = Scan | ScanFailure


class Wish:
    """Safe from any thread. A second wish takes the place of the first, which is answered NO_CODE."""

    def __init__(self) -> None:
        self._done: Callable[[Outcome], None] | None = None
        self._lock = threading.Lock()
        self.number = 0  # of the wishes so far: by it a device knows a new one

    @property
    def pending(self) -> bool:
        return self._done is not None

    def lay_down(self, done: Callable[[Outcome], None]) -> None:
        with self._lock:
            earlier, self._done = self._done, done
            self.number += 1
        if earlier is not None:
            earlier(ScanFailure.NO_CODE)

    def answer(self, outcome: Outcome, number: int | None = None) -> bool:
        """False when nobody waits any more, or another than wish `number` does."""
        with self._lock:
            if number is not None and number != self.number:
                return False
            done, self._done = self._done, None
        if done is None:
            return False
        done(outcome)
        return True
