"""What one picture of a camera costs the process that sees: a code read in it, a page found, flattened and
straightened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median

from kiosk.operation.benchmark.report import Figure

GROUP = "one picture of 1280x720"


def seeing(kinds: Mapping[str, Callable[[], object]], times: int) -> Iterator[Figure]:
    """A figure a kind. The first of each is not counted: what it has to load is loaded once."""
    for kind, see in kinds.items():
        see()
        taken = [_milliseconds(see) for _ in range(times)]
        how = f"{times} times the same drawn picture, one thread; median"
        yield Figure(GROUP, kind, median(taken), "ms", how, None, {"worst": max(taken)})


def _milliseconds(see: Callable[[], object]) -> float:
    begun = time.perf_counter()
    see()
    return (time.perf_counter() - begun) * 1000
