"""How a ledger file is opened: WAL, every commit on the disk before it is answered, deleted rows overwritten.

SQLite before 3.51.3 is reported to lose a commit when two connections race at a WAL reset. So one connection writes and
checkpoints; the others are `query_only`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

BUSY_MS = 2000  # how long a statement waits for somebody else's lock
_WAL_KEPT_BYTES = 16 << 20


def writer(path: Path, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """The one connection that writes. Raises sqlite3.Error; transactions are begun by hand."""
    connection = _connect(path, busy_ms)
    try:
        if connection.execute("pragma page_count").fetchone()[0] == 0:
            connection.execute("pragma auto_vacuum = incremental")  # later only a `vacuum` could change it
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma secure_delete = on")
        connection.execute("pragma foreign_keys = on")
        connection.execute(f"pragma journal_size_limit = {_WAL_KEPT_BYTES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def reader(path: Path, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    connection = _connect(path, busy_ms)
    connection.execute("pragma query_only = on")
    return connection


def looker(path: Path) -> sqlite3.Connection:
    """For a file that must not be changed by looking at it; what its WAL holds is seen."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)


def _connect(path: Path, busy_ms: int) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False)
