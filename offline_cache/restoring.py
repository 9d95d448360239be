"""A damaged or missing book is put back from its newest good copy.

What was written after that copy is gone from this file, though not from the upstream, which may have it: so the stream
begins a new epoch, and the book says of itself that it was restored, until everybody below has reported.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlite_utils import Database

from kiosk.trust.private_file import sync_folder
from offline_cache.backup_files import BackupFiles, rows_of
from offline_cache.outbox import NEW_EPOCH, RESTORED


def restore_newest(book: Path) -> Path | None:
    """Puts the newest good copy in the book's place, which must be free, and answers it; None when there is none.

    Every page of a copy is read before it is believed. Raises OSError.
    """
    for copy in BackupFiles(book).newest_first():
        if rows_of(copy) is not None:
            _put(copy, book)
            return copy
    return None


def mark_restored(db: Database) -> None:
    """Inside the caller's transaction, before the book is used."""
    db.conn.execute(NEW_EPOCH)
    db.conn.execute(RESTORED)


def _put(copy: Path, book: Path) -> None:
    new = book.with_name(f".{book.name}.restoring")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as target, copy.open("rb") as source:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
    new.replace(book)
    sync_folder(book.parent)
