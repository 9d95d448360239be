"""How often somebody may try a code: five wrong ones, and then a minute's wait; thirty a minute from all together."""

from __future__ import annotations

from collections import deque

WRONG_TRIES = 5
ALL_TRIES = 30
WITHIN_S = 60.0
_MOST_SOURCES = 1000


class Tries:
    """Counts every try until it is taken back as good. `now` in seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._of: dict[str, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=ALL_TRIES)

    def wait_s(self, source: str, now: float) -> float:
        """Seconds until this source may try again; 0 when it may now."""
        own, every = self._of.get(source, deque()), self._all
        waits = [WITHIN_S - (now - own[0])] if len(own) == WRONG_TRIES else []
        waits += [WITHIN_S - (now - every[0])] if len(every) == ALL_TRIES else []
        return max(0.0, *waits, 0.0)

    def count(self, source: str, now: float) -> None:
        if source not in self._of and len(self._of) >= _MOST_SOURCES:
            self._of.pop(next(iter(self._of)))
        self._of.setdefault(source, deque(maxlen=WRONG_TRIES)).append(now)
        self._all.append(now)

    def was_good(self, source: str) -> None:
        self._of.pop(source, None)
        if self._all:
            self._all.pop()
