"""How much a device that speaks unasked may say: beyond what a hand can do, it is ill and its words are dropped."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW_S = 1.0


@dataclass(frozen=True, slots=True)
class Bound:
    """`codes` (or keys) and `size` (bytes) in one second; after more it has to be quiet for `calm_s` seconds."""

    codes: int = 5
    size: int = 8192
    calm_s: float = 1.0


class Rate:
    """Times are monotonic seconds, told by the caller."""

    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self._codes: deque[float] = deque(maxlen=bound.codes + 1)
        self._since, self._size = 0.0, 0
        self._flooding_until: float | None = None

    def flooding(self, now_s: float) -> bool:
        """Whether it floods; over as soon as it was quiet for long enough."""
        if self._flooding_until is not None and now_s >= self._flooding_until:
            self._flooding_until = None
            self._codes.clear()
            self._size = 0
        return self._flooding_until is not None

    def heard(self, size: int, now_s: float) -> None:
        if now_s - self._since >= WINDOW_S:
            self._since, self._size = now_s, 0
        self._size += size
        if self._flooding_until is not None or self._size > self._bound.size:
            self._flooding_until = now_s + self._bound.calm_s

    def code(self, now_s: float) -> None:
        self._codes.append(now_s)
        if len(self._codes) == self._codes.maxlen and now_s - self._codes[0] < WINDOW_S:
            self._flooding_until = now_s + self._bound.calm_s
