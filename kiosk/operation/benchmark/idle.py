"""What watching every class of devices costs while nobody does anything: this process's own use of its cores."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from kiosk.operation.benchmark.children import NotMeasuredError
from kiosk.operation.benchmark.report import Figure, Goal
from kiosk.operation.state_folder import StateFolder

GROUP = "devices"
GOAL_PERCENT = 0.5
CALM_S = 5.0  # cameras that were proved at their start are asleep by then; a short measurement waits shorter
Watching = Callable[[StateFolder], AbstractContextManager[Callable[[], int]]]  # how many answer, with all attached


def idle_cost(watching: Watching, state: StateFolder, seconds: float) -> Figure:
    """Raises NotMeasuredError when not a single device answers: that would be a fine figure of nothing."""
    with watching(state) as answering:
        time.sleep(min(CALM_S, seconds))
        before, used = time.monotonic(), time.process_time()
        time.sleep(seconds)
        share = 100 * (time.process_time() - used) / (time.monotonic() - before)
        count = answering()
    if not count:
        raise NotMeasuredError("no virtual device answered")
    which = "every class but the A4 printer, whose print server is no wire"
    how = f"{count} devices attached and idle for {seconds:g} s: {which}; this process's own, of one core"
    return Figure(GROUP, "watching them all while nothing happens", share, "%", how, Goal(GOAL_PERCENT))
