"""What a ticket costs before its first byte leaves: its template laid out, its text encoded, its pictures drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median

from kiosk.operation.benchmark.figures import spread
from kiosk.operation.benchmark.report import Figure, Goal

GROUP = "render a ticket"
GOAL_MS = 15.0


def rendering(kinds: Mapping[str, Callable[[], object]], times: int) -> Iterator[Figure]:
    """A figure a kind. The first of each is not counted: what it has to load is loaded once in a terminal's life."""
    for kind, render in kinds.items():
        first = _seconds(render)
        taken = [_seconds(render) for _ in range(times)]
        how = f"{times} times from the slip to the printer's bytes, in one process"
        more = {"p50": median(taken) * 1000, "worst": max(taken) * 1000, "first": first * 1000}
        yield Figure(GROUP, f"{kind}, p99", spread(taken).p99, "ms", how, Goal(GOAL_MS), more)


def _seconds(render: Callable[[], object]) -> float:
    begun = time.perf_counter()
    render()
    return time.perf_counter() - begun
