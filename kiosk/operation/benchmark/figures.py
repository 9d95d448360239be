"""What a load run says: how many, how fast, and whether anything happened twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds."""

    p50: float
    p95: float
    p99: float
    worst: float


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """One run. `twice` counts numbers given twice, or people called to two counters; `failed` answers but a success."""

    clients: int
    done: int
    seconds: float
    per_second: float
    times: Spread
    twice: int = 0
    failed: int = 0


def spread(seconds: Sequence[float]) -> Spread:
    """All zero for an empty run."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(0.0, 0.0, 0.0, 0.0)
    return Spread(_ms(ordered, 0.50), _ms(ordered, 0.95), _ms(ordered, 0.99), ordered[-1] * 1000)


def figures(clients: int, times: Sequence[float], seconds: float, twice: int = 0, failed: int = 0) -> LoadFigures:
    return LoadFigures(
        clients, len(times), seconds, len(times) / seconds if seconds else 0.0, spread(times), twice, failed
    )


def _ms(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000
