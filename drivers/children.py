"""How drivers end their child processes: without asking, and without waiting for one that hangs in the kernel."""

from __future__ import annotations

import subprocess
from contextlib import suppress

ENDS_S = 0.5  # a killed process that is not gone by then hangs in the kernel, and is left to it
_left: list[subprocess.Popen[bytes]] = []  # killed, and not yet gone when they were looked at last


def kill(child: subprocess.Popen[bytes]) -> None:
    """From any thread; waits for its answers end."""
    with suppress(OSError):
        child.kill()


def end(child: subprocess.Popen[bytes]) -> None:
    """Kills it, closes its pipes, and looks after those that were not gone the last time."""
    kill(child)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    with suppress(subprocess.TimeoutExpired):
        child.wait(ENDS_S)
    _left[:] = [one for one in (*_left, child) if one.poll() is None]
