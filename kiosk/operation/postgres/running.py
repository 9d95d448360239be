"""The server's programs as our children: run to their end, or kept until they are asked to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.operation.postgres.owner import Owner

_GUARD = str(Path(__file__).with_name("guarded.py"))
_LIMIT_S = 120.0


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """English messages, and none of the caller's own PG… settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**own, "LC_ALL": "C", **(extra or {})}


def guarded(owner: Owner, command: list[str], by: signal.Signals = signal.SIGKILL) -> list[str]:
    """The command as the server's user, ended by `by` when this process ends, however it ends."""
    numbers = (owner.uid, owner.gid, int(by), os.getpid())
    return [sys.executable, "-I", _GUARD, *map(str, numbers), *command]


def run(owner: Owner, command: list[str], extra: Mapping[str, str] | None = None, limit_s: float = _LIMIT_S) -> str:
    """Runs a program to its end; empty when it went well, else its last words. They hold paths, never a password."""
    try:
        done = subprocess.run(
            guarded(owner, command),
            env=environment(extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{Path(command[0]).name} took longer than {limit_s:.0f} s"
    return "" if done.returncode == 0 else (done.stderr or done.stdout or "it said nothing")[-2000:].strip()


def keep(owner: Owner, command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Starts a program that stays; what it says goes to the end of `log`. The thread that calls must outlive it."""
    with log.open("ab") as words:
        return subprocess.Popen(
            guarded(owner, command, signal.SIGINT),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            process_group=0,
        )
