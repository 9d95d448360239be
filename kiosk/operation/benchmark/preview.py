"""What a camera's moving picture costs the process that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.operation.benchmark.children import NotMeasuredError
from kiosk.operation.benchmark.report import Figure, Goal
from kiosk.operation.state_folder import StateFolder

GROUP = "camera preview of 1280x720"
GOAL_PERCENT, GOAL_FRAMES = 20.0, 24.0  # a fifth of a core; 25 a second, less what an end may cut
Preview = Callable[[StateFolder, float], tuple[float, float]]  # percent of a core, frames a second


def preview(show: Preview, state: StateFolder, seconds: float) -> Iterator[Figure]:
    """Raises NotMeasuredError when no frame came."""
    share, pace = show(state, seconds)
    if not pace:
        raise NotMeasuredError("the virtual camera gave no frame")
    how = f"the virtual camera, on a page off-screen for {seconds:g} s, software; this process's own, of one core"
    yield Figure(GROUP, "the process that shows it", share, "%", how, Goal(GOAL_PERCENT))
    yield Figure(GROUP, "frames drawn", pace, "/s", "of the 25 that the camera gives", Goal(GOAL_FRAMES, at_least=True))
