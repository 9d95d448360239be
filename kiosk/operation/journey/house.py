"""The whole house for one journey: every process real, every window off-screen and on its stage."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.operation.journey.stage_client import StageClient, StageError
from kiosk.operation.launcher import Launcher
from kiosk.operation.launcher.plan import Patience, Stage
from kiosk.operation.process import read_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log

OFF_SCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "HALL_KIOSK_STAGE": "1"}
WINDOWS = ("terminal", "caller", "evaluator", "board")


def stage_socket(state: StateFolder, role: str) -> Path:
    """Where a window listens when HALL_KIOSK_STAGE is set."""
    return state.run / f"{role}.stage"


class House:
    """A running house. `pids` are those of its children, to see afterwards that none is left."""

    def __init__(self, state: StateFolder) -> None:
        self.state = state
        self.windows = {role: StageClient(role, stage_socket(state, role)) for role in WINDOWS}

    def close(self) -> None:
        for window in self.windows.values():
            window.close()

    @property
    def pids(self) -> dict[str, int]:
        found = {path.stem: read_ready(path) for path in self.state.run.glob("*.json")}
        return {name: int(facts["pid"]) for name, facts in found.items() if facts}


@contextmanager
def open_house(stages: tuple[Stage, ...], state: StateFolder, log: Log, patience: Patience) -> Iterator[House]:
    """Starts all children, waits until every one is ready, and ends them in order whatever happens meanwhile."""
    os.environ.update(OFF_SCREEN)
    stop, ready = threading.Event(), threading.Event()
    launcher = Launcher(stages, state, log, stop, patience, ready.set)
    running = threading.Thread(target=launcher.run, name="launcher")
    running.start()
    try:
        _wait(ready, running, patience.ready_s * 2)
        with closing(House(state)) as house:
            yield house
    finally:
        stop.set()
        running.join()


def _wait(ready: threading.Event, running: threading.Thread, limit_s: float) -> None:
    end = time.monotonic() + limit_s
    while not ready.wait(0.1):
        if not running.is_alive():
            raise StageError("a process of the house ended at its start; its log says why")
        if time.monotonic() > end:
            raise StageError("not every process of the house became ready in time")
