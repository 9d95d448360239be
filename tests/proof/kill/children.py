"""Hall, city and terminal as processes to be killed, forked from one server that has loaded everything: a start costs
a tenth of a second, so that a thousand kills cost minutes."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import kiosk.city.server
import kiosk.hall.server  # noqa: F401  loaded once, for all children
import main
from kiosk.operation.process import read_ready
from kiosk.operation.state_folder import StateFolder
from tests.faults.killed_terminal import TerminalProcess, live
from tests.journeys.whole_hall import WholeHall
from tests.proof.kill.points import FailPoint, arm

READY_S = 30.0
_CONTEXT = multiprocessing.get_context("forkserver")


def prepare() -> None:
    _CONTEXT.set_forkserver_preload([__name__])


def live_role(role: str, folder: str, temporary: str, point: FailPoint | None, passing: int) -> None:
    """`main.py --state FOLDER ROLE`, with its complaints in a file."""
    os.environ["TMPDIR"] = temporary
    complaints = os.open(Path(folder) / "logs" / f"{role}.stderr", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(complaints, 2)
    faulthandler.register(signal.SIGUSR1)
    if point is not None:
        arm(point, passing)
    sys.exit(main.run(["--state", folder, role]))


def live_terminal(arguments: tuple[object, ...], point: FailPoint | None, passing: int) -> None:
    if point is not None:
        arm(point, passing)
    live(*arguments)  # type: ignore[arg-type]


class RoleProcess:
    """A hall or a city."""

    def __init__(self, house: WholeHall, role: str, point: FailPoint | None = None, passing: int = 1) -> None:
        self.role = role
        arguments = (role, str(house.state.root), str(house.temporary), point, passing)
        self._process: ForkServerProcess = _CONTEXT.Process(target=live_role, args=arguments, daemon=True)
        self._process.start()
        self._state = house.state

    def wait_ready(self) -> bool:
        """False when it died before; AssertionError when it does neither."""
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            facts = read_ready(self._state.ready(self.role))
            if facts is not None and facts["pid"] == self._process.pid:
                return True
            if not self._process.is_alive():
                return False
            time.sleep(0.01)
        raise AssertionError(f"{self.role} neither became ready nor ended within {READY_S} s: {self._where_it_is()}")

    def _where_it_is(self) -> str:
        """The stacks of its threads, as it tells them itself, and its last log lines."""
        if self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGUSR1)
            time.sleep(1)
        logs = self._state.root / "logs"
        files = [file for ending in ("stderr", "log") if (file := logs / f"{self.role}.{ending}").exists()]
        told = [file.read_text(encoding="utf-8", errors="replace").splitlines()[-60:] for file in files]
        return " | ".join(line for lines in told for line in lines)

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """SIGKILL; nothing when it has killed itself already: by now its number may be another's."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join(20)
        assert not self._process.is_alive()

    def died_of(self) -> int:
        """Its exit code, as a negative signal."""
        code = self._process.exitcode
        return 0 if code is None else code


def start_terminal(
    house: WholeHall, limits: object, die_at: str = "", point: FailPoint | None = None, passing: int = 1
) -> TerminalProcess:
    """Not waited for: it may die before it is ready."""
    ours, theirs = _CONTEXT.Pipe()
    arguments = (theirs, str(house.state.root), str(house.temporary), die_at, "", limits)
    process = _CONTEXT.Process(target=live_terminal, args=(arguments, point, passing), daemon=True)
    process.start()
    theirs.close()
    return TerminalProcess(process, ours)


def folder_of(root: Path) -> StateFolder:
    return StateFolder(root).make()
