"""How long somebody will probably wait: a range from recent services and open counters, shown and never promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

REMEMBERED = 20  # services of one queue that an estimate looks back on
ENOUGH = 5  # fewer say too little; the item's typical minutes are taken instead
LONGEST_MINUTES = 480
_MINUTE_MS = 60_000
_FASTER, _SLOWER = 0.7, 1.3  # around a typical time nobody has measured here


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds that a counter is taken by one person: a short and a long case."""

    short_ms: float
    long_ms: float


@dataclass(frozen=True, slots=True)
class Counters:
    """Counters of a queue that work now. `share` counts one that serves three queues as a third; never above `open`."""

    open: int
    share: float


def pace_of(recent_ms: Sequence[int], typical_minutes: int) -> Pace:
    """From the last services, quartile to quartile; from the typical time while there are fewer than `ENOUGH`."""
    if len(recent_ms) < ENOUGH:
        typical = typical_minutes * _MINUTE_MS
        return Pace(typical * _FASTER, typical * _SLOWER)
    ordered = sorted(recent_ms)
    return Pace(ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4])


def estimate(ahead: int, pace: Pace, counters: Counters) -> Estimate:
    """For somebody with `ahead` people before them. A closed queue is reckoned as if one counter were about to open."""
    low = ahead * pace.short_ms / max(1, counters.open)
    high = (ahead + 1) * pace.long_ms / (counters.share if counters.open else 1.0)
    most = min(LONGEST_MINUTES, max(1, ceil(high / _MINUTE_MS)))
    return Estimate(min(int(low // _MINUTE_MS), most), most)
