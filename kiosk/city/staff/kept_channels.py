"""Booking channels by their tokens, for a second: in a rush one channel asks hundreds of times within it. One that was
revoked is refused a second later. Whoever signed in is looked up each time."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.city.staff.sessions import Known

FRESH_S = 1.0
_MOST = 1000


class KeptChannels:
    """Belongs to one event loop."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._kept: dict[str, tuple[Known, float]] = {}

    def get(self, token: str) -> Known | None:
        known, until = self._kept.get(token, (None, 0.0))
        return known if self._monotonic() < until else None

    def keep(self, token: str, known: Known) -> None:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[token] = known, self._monotonic() + FRESH_S
