"""Standard error, where a technician may be looking: a console that takes nothing holds nobody up.

A terminal stopped with Ctrl-S, a pipe whose reader sleeps: a write would wait there for ever, and with it whoever logs,
at last the whole hall. Such lines are left out here and counted; the log's file has them.
"""

from __future__ import annotations

import select
import sys
import threading

# Characters. A pipe that can be written takes 4096 bytes at once (pipe(7), PIPE_BUF), and several processes share it.
LONGEST = 400


class Console:
    """`say` never waits, from any thread."""

    def __init__(self) -> None:
        self._left_out = 0
        self._lock = threading.Lock()

    def say(self, line: str) -> None:
        """One line, without its end."""
        with self._lock:
            if not _takes_more():
                self._left_out += 1
                return
            if self._left_out:
                _write(f"({self._left_out} lines were not shown here: nobody took them. The log has them.)")
                self._left_out = 0
            _write(line[:LONGEST])


def _takes_more() -> bool:
    """What has no descriptor (a test's own) takes everything."""
    try:
        waiting = select.poll()
        waiting.register(sys.stderr.fileno(), select.POLLOUT)
        return bool(waiting.poll(0))
    except (OSError, ValueError, AttributeError):
        return True


def _write(line: str) -> None:
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody listens there any more
        return
