"""How drivers end their child processes: without asking, and without waiting for one that hangs in the kernel."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ENDS_S = 0.5  # a killed process that is not gone by then hangs in the kernel, and is left to it
_left: list[subprocess.Popen[bytes]] = []  # killed, and not yet gone when they were looked at last


def kill(child: subprocess.Popen[bytes]) -> None:
    """From any thread; waits for its answers end."""
    with suppress(OSError):
        child.kill()


def end(child: subprocess.Popen[bytes]) -> None:
    """Kills it, closes its pipes, and looks after those that were not gone the last time."""
    kill(child)
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    with suppress(subprocess.TimeoutExpired):
        child.wait(ENDS_S)
    _left[:] = [one for one in (*_left, child) if one.poll() is None]


class NotRun(StrEnum):
    """Why a program gave no answer."""

    ABSENT = "absent"  # it is not installed
    REFUSED = "refused"  # the kernel did not start it
    LATE = "late"
    UNWANTED = "unwanted"  # nobody wanted its answer any more before it had begun


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended by itself: its exit code, and what it wrote to standard output and to standard error."""

    code: int
    out: bytes
    words: bytes


class Programs:
    """Runs short programs, one after the other. Used by one thread, except `stop` and `close`.

    `folder`: where they are run.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    def run(
        self,
        command: Sequence[str],
        given: bytes,
        limit_s: float,
        unwanted: threading.Event | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Ran | NotRun:
        """`given` on its standard input. One that is late, in seconds, is killed; it takes half a second more at most.

        `unwanted` is looked at under the same lock that `stop` takes: what is stopped has begun, or never begins.
        """
        with self._lock:
            if self._closed or (unwanted is not None and unwanted.is_set()):
                return NotRun.UNWANTED
            try:
                self._child = child = self._started(command, environment)
            except FileNotFoundError:
                return NotRun.ABSENT
            except OSError:
                return NotRun.REFUSED
        return self._ended(child, given, limit_s)

    def _started(self, command: Sequence[str], environment: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self._folder, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)

    def _ended(self, child: subprocess.Popen[bytes], given: bytes, limit_s: float) -> Ran | NotRun:
        try:
            out, words = child.communicate(given, max(0.05, limit_s))
        except subprocess.TimeoutExpired:
            return NotRun.LATE
        finally:
            with self._lock:
                self._child = None
            end(child)
        return Ran(child.returncode, out, words)

    def stop(self) -> None:
        """Ends the one that is under way, if there is one."""
        with self._lock:
            if self._child is not None:
                kill(self._child)

    def close(self) -> None:
        """The same, and none is begun from now on."""
        with self._lock:
            self._closed = True
        self.stop()
