"""The one read that a page is waiting for: laid down, answered exactly once, or taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.domain.identity import CardRecord
from kiosk.ports.devices import ReadFailure

Answer = CardRecord | ReadFailure


class Wish:
    """Safe from any thread. A second wish takes the place of the first, which is answered NO_CARD."""

    def __init__(self) -> None:
        self._done: Callable[[Answer], None] | None = None
        self._lock = threading.Lock()

    @property
    def pending(self) -> bool:
        return self._done is not None

    def lay_down(self, done: Callable[[Answer], None]) -> None:
        with self._lock:
            earlier, self._done = self._done, done
        if earlier is not None:
            earlier(ReadFailure.NO_CARD)

    def answer(self, answer: Answer) -> bool:
        """False when nobody waits any more; the answer is then forgotten here."""
        with self._lock:
            done, self._done = self._done, None
        if done is None:
            return False
        done(answer)
        return True
