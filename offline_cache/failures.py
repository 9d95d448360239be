"""Which errors of SQLite and of the disk are the world's failures, and which are bugs of ours.

Codes: sqlite.org/rescode.html; the lower byte is the primary code.
"""

from __future__ import annotations

import errno
import sqlite3

from kiosk.ports.ledger import LedgerFailure

_BY_CODE = {
    sqlite3.SQLITE_BUSY: LedgerFailure.LOCKED,
    sqlite3.SQLITE_LOCKED: LedgerFailure.LOCKED,
    sqlite3.SQLITE_FULL: LedgerFailure.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: LedgerFailure.DAMAGED,
    sqlite3.SQLITE_NOTADB: LedgerFailure.DAMAGED,
    sqlite3.SQLITE_READONLY: LedgerFailure.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: LedgerFailure.READ_ONLY,
    sqlite3.SQLITE_PERM: LedgerFailure.READ_ONLY,
    sqlite3.SQLITE_IOERR: LedgerFailure.BROKEN_DISK,
}
_FULL = (errno.ENOSPC, errno.EDQUOT)


def failure_of(error: sqlite3.Error) -> LedgerFailure | None:
    """The world's failure behind an error, or None when the error is a bug (a broken rule, a wrong statement)."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _BY_CODE.get(code & 0xFF)


def disk_failure_of(error: OSError) -> LedgerFailure:
    """Of a file beside the book: its folder, its key, its reserve."""
    if error.errno in _FULL:
        return LedgerFailure.DISK_FULL
    return LedgerFailure.BROKEN_DISK if error.errno == errno.EIO else LedgerFailure.READ_ONLY
