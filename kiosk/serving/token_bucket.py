"""How much one machine may ask: so many requests a second for long, twice as many for a moment.

Clerks and terminals stay far below; a program that runs wild does not take the hall from the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

PER_SECOND = 100.0
BURST = 400.0


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class TokenBuckets:
    """One bucket for each known machine, so there are never more than machines that joined."""

    def __init__(self, monotonic: Callable[[], float], per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._monotonic, self._rate, self._burst = monotonic, per_second, burst
        self._of: dict[str, _Bucket] = {}

    def wait_s(self, whose: str) -> float:
        """Takes one; 0 when there was one, else the seconds until there is."""
        now = self._monotonic()
        bucket = self._of.get(whose)
        if bucket is None:
            bucket = self._of[whose] = _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.left < 1.0:
            return (1.0 - bucket.left) / self._rate
        bucket.left -= 1.0
        return 0.0

    def forget(self, kept: Callable[[str], bool]) -> None:
        self._of = {whose: bucket for whose, bucket in self._of.items() if kept(whose)}
