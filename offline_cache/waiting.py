"""Opens a book that may be held by another process or lie on a full disk: again and again, until asked to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log
from offline_cache.keeping import Keeping
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger

PAUSE_S = 2.0


def open_patiently(
    path: Path,
    busy_ms: int,
    stop: threading.Event,
    failed: Callable[[LedgerFailure], None],
    log: Log,
    keeping: Keeping | None = None,
) -> LedgerFile | None:
    """`failed` hears each failure, so that a screen can say it; None when `stop` came first."""
    while isinstance(opened := open_ledger(path, busy_ms, keeping), LedgerFailure):
        log.event("ledger_failed", reason=opened.value)
        failed(opened)
        if stop.wait(PAUSE_S):
            return None
    tell(opened, log)
    return opened.file


def tell(opened: Opened, log: Log) -> None:
    """What a technician has to know of how the file was found."""
    if opened.moved_aside:
        log.event("ledger_moved_aside")
    if opened.restored_from:
        log.event("book_restored")
    if opened.unreadable:
        log.event("cells_unreadable", count=opened.unreadable)
