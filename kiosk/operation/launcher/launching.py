"""The launcher: no Qt, no servers, only children. Starts them in order, keeps them alive, ends them in order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.launcher.plan import Patience, Stage
from kiosk.operation.launcher.running import Phase, RunningChild
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log

LOOK_S = 0.05  # while something starts or stops
CALM_LOOK_S = 0.25
KILL_S = 10.0  # a killed process goes unless a device driver of the kernel holds it


class Launcher:
    """`all_ready` is called once, when every child of the plan is ready for the first time."""

    def __init__(
        self,
        stages: tuple[Stage, ...],
        state: StateFolder,
        log: Log,
        stop: threading.Event,
        patience: Patience | None = None,
        all_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._patience = patience or Patience()
        self._log, self._stop, self._all_ready = log, stop, all_ready
        self._waits = [stage.wait for stage in stages]
        self._stages = [[RunningChild(child, state, self._patience, log) for child in s.children] for s in stages]

    def run(self) -> int:
        """Returns when it was asked to stop, when a person closed every window, or when a child cannot be started."""
        self._log.event("launcher_started", count=sum(map(len, self._stages)))
        try:
            self._start()
            self._watch()
        finally:
            self._end()
        given_up = [child for child in self._children() if child.phase is Phase.GIVEN_UP]
        if not given_up:
            return ExitCode.GOOD
        return given_up[0].code if given_up[0].code > 0 else ExitCode.FAILED

    def _children(self) -> list[RunningChild]:
        return [child for stage in self._stages for child in stage]

    def _start(self) -> None:
        self._started: list[RunningChild] = []
        for stage, wait in zip(self._stages, self._waits, strict=True):
            for child in stage:
                child.start()
                self._started.append(child)
            while wait and self._goes_on() and not all(child.phase is Phase.READY for child in stage):
                self._stop.wait(LOOK_S)
            if not self._goes_on():
                return

    def _watch(self) -> None:
        told = False
        while self._goes_on():
            ready = all(child.phase is Phase.READY for child in self._children())
            if ready and not told:
                told = True
                self._all_ready()
            self._stop.wait(CALM_LOOK_S if ready else LOOK_S)

    def _goes_on(self) -> bool:
        """One look at every started child; False when there is a reason to end."""
        phases = [child.look() for child in self._started]
        windows = [child.phase for child in self._children() if child.child.window]
        all_closed = bool(windows) and all(phase is Phase.CLOSED for phase in windows)
        return not self._stop.is_set() and Phase.GIVEN_UP not in phases and not all_closed

    def _end(self) -> None:
        for stage in reversed(self._stages):
            self._end_stage(stage)
        self._log.event("launcher_stopped")

    def _end_stage(self, stage: list[RunningChild]) -> None:
        for child in stage:
            child.ask_to_stop()
        self._wait_until_gone(stage, self._patience.stop_s)
        for child in stage:
            if not child.is_gone():
                child.kill()
        self._wait_until_gone(stage, KILL_S)

    @staticmethod
    def _wait_until_gone(stage: list[RunningChild], limit_s: float) -> None:
        until = time.monotonic() + limit_s
        while not all(child.is_gone() for child in stage) and time.monotonic() < until:
            time.sleep(LOOK_S / 5)
