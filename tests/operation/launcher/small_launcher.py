"""A real launcher process over small roles, so that a test can kill it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from kiosk.operation.launcher import Child, Launcher, Patience, Stage
from kiosk.operation.log import EventLog
from kiosk.operation.process import begin
from kiosk.operation.protection import follow_parent
from kiosk.operation.state_folder import StateFolder


def small_child(folder: Path, name: str, *manners: str, window: bool = False) -> Child:
    command = (sys.executable, "-m", "tests.operation.launcher.small_role", str(folder), name, *manners)
    return Child(name, command, window)


def main(folder: Path) -> int:
    follow_parent(signal.SIGTERM)
    state = StateFolder(folder)
    log = EventLog(state.logs, "launcher", speak=False)
    process = begin(state, "launcher", log)
    if process is None:
        return 6
    stages = (
        Stage((small_child(folder, "city"),)),
        Stage((small_child(folder, "hall"),)),
        Stage((small_child(folder, "terminal", window=True), small_child(folder, "board", window=True)), wait=False),
    )
    with process:
        launcher = Launcher(stages, state, log, process.stop, Patience(), (folder / "all-ready").touch)
        return launcher.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
