"""A page as a PDF, made by a process that ends with it or is killed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from drivers.children import NotRun, Programs
from drivers.document_printer.clerk_line import HOUSE
from drivers.document_printer.errands import MOST_DOCUMENT

TOO_LONG = 3  # the process's own word for a page of too many pages
COMMAND = (sys.executable, "-m", "drivers.document_printer.typesetting")


class Press:
    """Used by one thread, except `kill`."""

    def __init__(self, limit_s: float = 15.0, command: tuple[str, ...] = COMMAND) -> None:
        self._limit_s, self._command = limit_s, command
        self._programs = Programs(HOUSE)

    def pdf(self, order: Mapping[str, object]) -> bytes | str:
        """The PDF, or why there is none: too_long, render_slow, render_failed."""
        ran = self._programs.run(self._command, json.dumps(order).encode(), self._limit_s)
        if isinstance(ran, NotRun):
            return "render_slow" if ran is NotRun.LATE else "render_failed"
        if ran.code == TOO_LONG or len(ran.out) > MOST_DOCUMENT:
            return "too_long"
        return ran.out if ran.code == 0 and ran.out.startswith(b"%PDF-") else "render_failed"

    def kill(self) -> None:
        """Lasts: a press that was stopped prints nothing more."""
        self._programs.close()
