"""A real child for the launcher's tests: a role that listens on a port, and can misbehave on demand.

Arguments: state folder, name, then any of: crash-after=S, crash-before-ready, exit=N, deaf, grandchild.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from kiosk.operation.log import EventLog
from kiosk.operation.process import begin
from kiosk.operation.protection import follow_parent, leave_no_memory_behind
from kiosk.operation.state_folder import StateFolder


def live(folder: Path, name: str, manners: dict[str, str]) -> int:
    follow_parent(signal.SIGKILL)
    leave_no_memory_behind()
    state = StateFolder(folder)
    if "exit" in manners:
        return int(manners["exit"])
    process = begin(state, name, EventLog(state.logs, name, speak=False))
    if process is None:
        return 6
    with process, socket.create_server(("127.0.0.1", 0)) as server:
        (folder / "order").open("a").write(f"+{name}\n")
        if "grandchild" in manners:
            grandchild = subprocess.Popen(["sleep", "60"])  # not ended by us: the launcher has to
            (folder / "grandchild").write_text(str(grandchild.pid))
        process.ready(port=server.getsockname()[1])
        if "crash-after" in manners:
            time.sleep(float(manners["crash-after"]))
            os._exit(9)
        if "deaf" in manners:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while not process.stop.wait(0.2) or "deaf" in manners:
            pass
        (folder / "order").open("a").write(f"-{name}\n")
    return 0


if __name__ == "__main__":
    said = {name: value for name, _, value in (word.partition("=") for word in sys.argv[3:])}
    sys.exit(live(Path(sys.argv[1]), sys.argv[2], said))
