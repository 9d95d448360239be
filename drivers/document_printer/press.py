"""A page as a PDF, made by a process that ends with it or is killed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping

from drivers.children import end, kill
from drivers.document_printer.clerk_line import HOUSE
from drivers.document_printer.errands import MOST_DOCUMENT

TOO_LONG = 3  # the process's own word for a page of too many pages
COMMAND = (sys.executable, "-m", "drivers.document_printer.typesetting")


class Press:
    """Used by one thread, except `kill`."""

    def __init__(self, limit_s: float = 15.0, command: tuple[str, ...] = COMMAND) -> None:
        self._limit_s, self._command = limit_s, command
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._killed = False

    def pdf(self, order: Mapping[str, object]) -> bytes | str:
        """The PDF, or why there is none: too_long, render_slow, render_failed."""
        pipe = subprocess.PIPE
        with self._lock:
            if self._killed:
                return "render_failed"
            child = subprocess.Popen(self._command, cwd=HOUSE, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            self._child = child
        try:
            made, _ = child.communicate(json.dumps(order).encode(), self._limit_s)
        except subprocess.TimeoutExpired:
            return "render_slow"
        finally:
            self._end(child)
        if child.returncode == TOO_LONG or len(made) > MOST_DOCUMENT:
            return "too_long"
        return made if child.returncode == 0 and made.startswith(b"%PDF-") else "render_failed"

    def kill(self) -> None:
        """Lasts: a press that was stopped prints nothing more."""
        with self._lock:
            self._killed = True
            if self._child is not None:
                kill(self._child)

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._child = None
        end(child)
