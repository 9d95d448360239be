"""One child process: started, watched until it is ready, started again after a crash, ended with all it started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from enum import StrEnum

from kiosk.operation.launcher.plan import Child, Patience
from kiosk.operation.process import read_ready
from kiosk.operation.protection import PARENT
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log


class Phase(StrEnum):
    STARTING = "starting"
    READY = "ready"
    PAUSING = "pausing"  # crashed; waits to be started again
    CLOSED = "closed"  # a window that a person closed
    GIVEN_UP = "given_up"


class RunningChild:
    """Start it and call `look` often. All on one thread, the one that lives as long as the launcher does: on Linux
    a child dies with the thread that started it."""

    def __init__(self, child: Child, state: StateFolder, patience: Patience, log: Log) -> None:
        self.child = child
        self._state, self._patience, self._log = state, patience, log
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0.0  # when this phase began
        self._crashes = 0
        self._ever_ready = False
        self.code = 0
        self.phase = Phase.PAUSING

    def start(self) -> None:
        self._state.ready(self.child.name).unlink(missing_ok=True)
        environment = {**os.environ, PARENT: str(os.getpid())}
        self._process = subprocess.Popen(
            self.child.command,
            env=environment,
            stdin=subprocess.DEVNULL,
            process_group=0,
            pass_fds=self.child.keeps,
        )  # a group of its own: Ctrl-C reaches the launcher only, and a kill reaches all it started
        self._log.event("child_started", name=self.child.name, pid_number=self._process.pid)
        self._enter(Phase.STARTING)

    def look(self) -> Phase:
        """Notices what happened since the last look, and acts on it."""
        if self._process is not None and self._has_ended(self._process):
            self._ended(self._process.wait())
        elif self.phase is Phase.STARTING:
            self._look_for_ready()
        elif self.phase is Phase.PAUSING and self._age() >= self._patience.pause(self._crashes):
            self.start()
        return self.phase

    def ask_to_stop(self) -> None:
        if self._process is not None and not self._has_ended(self._process):
            self._process.terminate()

    def is_gone(self) -> bool:
        if self._process is not None and self._has_ended(self._process):
            self._process.wait()
            self._forget()
        return self._process is None

    def kill(self) -> None:
        if self._process is not None:
            self._log.event("child_killed", name=self.child.name, seconds=self._patience.stop_s)
            self._kill_group(self._process)

    def _look_for_ready(self) -> None:
        facts = read_ready(self._state.ready(self.child.name))
        if facts is not None and self._process is not None and facts.get("pid") == self._process.pid:
            self._ever_ready = True
            self._log.event("child_ready", name=self.child.name, ms=round(self._age() * 1000))
            self._enter(Phase.READY)
        elif self._age() > self._patience.ready_s and self._process is not None:
            self._log.event("child_not_ready", name=self.child.name, seconds=self._patience.ready_s)
            self._kill_group(self._process)

    def _ended(self, code: int) -> None:
        was_calm = self.phase is Phase.READY and self._age() >= self._patience.calm_s
        self._forget()
        self.code = code
        if code == 0 and self.child.window:
            self._log.event("child_closed", name=self.child.name)
            return self._enter(Phase.CLOSED)
        self._crashes = 1 if was_calm else self._crashes + 1
        self._log.event("child_crashed", name=self.child.name, code_number=code)
        if self._patience.gives_up(code, self._crashes, self._ever_ready):
            self._log.event("child_given_up", name=self.child.name, count=self._crashes)
            return self._enter(Phase.GIVEN_UP)
        pause = self._patience.pause(self._crashes)
        self._log.event("child_restarting", name=self.child.name, seconds=pause, count=self._crashes)
        return self._enter(Phase.PAUSING)

    def _forget(self) -> None:
        """What it told about itself goes with it, also when it was killed."""
        self._process = None
        self._state.ready(self.child.name).unlink(missing_ok=True)

    def _has_ended(self, process: subprocess.Popen[bytes]) -> bool:
        """Looks without reaping, so that the group's number is still ours when its leftovers are killed."""
        if process.returncode is None:
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
            self._kill_group(process)
        return True

    @staticmethod
    def _kill_group(process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    def _enter(self, phase: Phase) -> None:
        self.phase, self._since = phase, time.monotonic()

    def _age(self) -> float:
        return time.monotonic() - self._since
