"""What a machine that was sent away does with its books, and what it may do once it has joined again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.operation.start import Start
from kiosk.ports.log import Log
from offline_cache.erasing import readmit, revoke
from offline_cache.one_writer import LedgerFile

_BOOKS = {"terminal": ("terminal",), "hall": ("hall",), "standby": ("hall",)}  # what each role keeps


def erase_apart(file: LedgerFile, log: Log) -> Callable[[], None]:
    """Erases on a thread of its own: who hears of it is using the book."""

    def erase() -> None:
        try:
            revoke(file, log)
        except OSError:
            log.event("erasing_failed")

    return lambda: threading.Thread(target=erase, name="erasing", daemon=True).start()


def readmit_role(start: Start, role: str) -> None:
    """The next start of this role begins new books where the old ones were erased. Raises OSError."""
    for name in _BOOKS.get(role, ()):
        folder = "terminal" if role == "terminal" else "hall"
        readmit(Path(start.state.data(folder)) / f"{name}.sqlite")
