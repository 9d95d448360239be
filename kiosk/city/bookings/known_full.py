"""Which slots were full a moment ago: in a rush nearly everybody asks for one of them, and is told so without looking
at the plan, the calendar and the slot again. Whoever is told so asked, at worst, half a second too early.

It only ever refuses. Whether there is a place is decided where it is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable

FRESH_S = 0.5
_MOST = 4096

Asked = tuple[str, str, str, int]  # hall, item, day, start


class KnownFull:
    """Belongs to one event loop."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._until: dict[Asked, float] = {}

    def __contains__(self, asked: Asked) -> bool:
        return self._until.get(asked, 0.0) > self._monotonic()

    def note(self, asked: Asked) -> None:
        """It was full when somebody looked just now."""
        if len(self._until) >= _MOST:
            self._until.clear()
        self._until[asked] = self._monotonic() + FRESH_S
