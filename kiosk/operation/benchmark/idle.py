"""What watching every class of devices costs while nobody does anything: of this process and of those it started."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from kiosk.operation.benchmark.children import NotMeasuredError
from kiosk.operation.benchmark.report import Figure, Goal
from kiosk.operation.state_folder import StateFolder

GROUP = "devices"
GOAL_PERCENT = 0.5
CALM_S = 5.0  # cameras that were proved at their start are asleep by then; a short measurement waits shorter
# All attached; how many answer, and the names of those that do not.
Watching = Callable[[StateFolder], AbstractContextManager[Callable[[], tuple[int, tuple[str, ...]]]]]


def idle_cost(watching: Watching, state: StateFolder, seconds: float) -> Figure:
    """Raises NotMeasuredError when a device does not answer: that would be a fine figure of something else."""
    others = frozenset(ran_by_children_s())  # the far ends among them
    with watching(state) as answering:
        time.sleep(min(CALM_S, seconds))
        before, used, theirs = time.monotonic(), time.process_time(), ran_by_children_s(others)
        time.sleep(seconds)
        own = time.process_time() - used
        theirs_s = sum(ran - theirs.get(child, 0.0) for child, ran in ran_by_children_s(others).items())
        passed = time.monotonic() - before
        count, silent = answering()
    if not count or silent:
        raise NotMeasuredError(f"without an answer: {', '.join(silent) or 'every device'}")
    share = 100 * (own + theirs_s) / passed
    how = (
        f"{count} devices of all classes attached and idle for {seconds:g} s; of one core, "
        f"the processes that the drivers started ({100 * theirs_s / passed:.2f} %) among it"
    )
    return Figure(GROUP, "watching them all while nothing happens", share, "%", how, Goal(GOAL_PERCENT))


def ran_by_children_s(without: frozenset[str] = frozenset()) -> dict[str, float]:
    """Seconds of a core that each process that this one started has had (Linux's schedstat), by its number; nothing of
    one that has ended."""
    found = {}
    for named in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found.update({child: _ran_s(child) for child in named.read_text().split() if child not in without})
    return found


def _ran_s(process: str) -> float:
    ran_ns = 0
    for thread in Path("/proc", process, "task").glob("*/schedstat"):
        with suppress(OSError):
            ran_ns += int(thread.read_text().split()[0])
    return ran_ns / 1e9
