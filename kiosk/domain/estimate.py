"""How long somebody will probably wait: a range from recent services and open counters, shown and never promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

REMEMBERED = 20  # services of one queue that an estimate looks back on
ENOUGH = 5  # fewer say too little; the item's typical minutes are taken instead
LONGEST_MINUTES = 480
SOON_MINUTES = 5  # a free counter calls within this time
ROUGH_FROM = 30  # minutes; from here on nobody can tell one minute from the next
_ROUGH_STEP = 5
_MINUTE_MS = 60_000
_FASTER, _SLOWER = 0.7, 1.3  # around a typical time nobody has measured here


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes, both included. `low` 0: at most `high`. Both 0: nobody can tell."""

    low: int
    high: int


UNKNOWN = Estimate(0, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds that a counter is taken by one person: a short and a long case."""

    short_ms: float
    long_ms: float


@dataclass(frozen=True, slots=True)
class Counters:
    """Counters of a queue that work now.

    `free`: how many of them stand idle, with nobody of another queue waiting for them. `rivals`: people of other
    queues who wait for the same counters already, each counted by the part of their counters that is shared.
    """

    open: int
    free: int = 0
    rivals: float = 0.0


def pace_of(recent_ms: Sequence[int], typical_minutes: int) -> Pace:
    """From the last services, quartile to quartile; from the typical time while there are fewer than `ENOUGH`."""
    if len(recent_ms) < ENOUGH:
        typical = typical_minutes * _MINUTE_MS
        return Pace(typical * _FASTER, typical * _SLOWER)
    ordered = sorted(recent_ms)
    return Pace(ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4])


def estimate(ahead: int, pace: Pace, counters: Counters) -> Estimate:
    """For somebody with `ahead` people of the same queue before them. Without an open counter nobody can tell."""
    if not counters.open:
        return UNKNOWN
    if ahead < counters.free:
        return Estimate(0, SOON_MINUTES)
    low = ahead * pace.short_ms / counters.open
    high = (ahead + counters.rivals + 1) * pace.long_ms / counters.open
    most = min(LONGEST_MINUTES, max(1, _rough(ceil(high / _MINUTE_MS), up=True)))
    return Estimate(min(_rough(int(low // _MINUTE_MS), up=False), most), most)


def _rough(minutes: int, *, up: bool) -> int:
    if minutes < ROUGH_FROM:
        return minutes
    return (-(-minutes // _ROUGH_STEP) if up else minutes // _ROUGH_STEP) * _ROUGH_STEP
