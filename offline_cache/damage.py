"""Is the file whole? And if not: out of the way with it, under its date, for whoever can still read something in it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from kiosk.ports.ledger import LedgerFailure
from offline_cache.failures import failure_of

_PARTS = ("", "-wal", "-shm")


def is_damaged(connection: sqlite3.Connection) -> bool:
    """Reads every page of the file. Raises sqlite3.Error for failures that are not damage."""
    try:
        return bool(connection.execute("pragma quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.Error as error:
        if failure_of(error) is LedgerFailure.DAMAGED:
            return True
        raise


def move_aside(path: Path) -> Path:
    """Renames the file with its WAL to `<name>.damaged-<UTC time>`; nothing is ever deleted. Raises OSError."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for part in _PARTS:
        source = path.with_name(path.name + part)
        if source.exists():
            source.rename(aside.with_name(aside.name + part))
    return aside
