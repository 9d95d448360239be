"""One process a file: the lock that says whose a ledger is, held for the whole life of the process.

The kernel drops a flock with its process, so a kill -9 leaves nothing to clean up. The lock file itself stays: removing
it would let two processes lock two different files of the same name.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Claim:
    """A held flock; `release` gives it back."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def claim(path: Path) -> Claim | None:
    """The lock of the ledger at `path`, or None when another process has it. OSError when the folder cannot be used."""
    descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Claim(descriptor)
