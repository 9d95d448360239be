"""A copy of the book while it is in use: in small steps on the writer's turn, so that nobody's ticket waits for it.

A copy counts when it lies under its name: whole, on the disk, opened again, every page checked, and with as many rows
in each table as the book had in the moment of its end.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.ports.ledger import LedgerFailure
from kiosk.trust.private_file import make_private_folder, sync_folder
from offline_cache.backup_files import BackupFiles, counted, rows_of
from offline_cache.connection import reader
from offline_cache.failures import disk_failure_of, failure_of
from offline_cache.one_writer import CopyStopped, LedgerFile

STEP_PAGES = 64  # 256 KiB, about 0.2 ms
PAUSE_S = 0.004  # between two steps, in which others have their turn
STEPS_TO_SYNC = 8  # a whole file synced at once makes others' commits wait at the disk: 16 ms instead of 5


@dataclass(frozen=True, slots=True)
class MadeBackup:
    path: Path
    rows: int
    seconds: float


def back_up(file: LedgerFile, kept: int, stop: threading.Event) -> MadeBackup | LedgerFailure | None:
    """Makes a copy and keeps the newest `kept`; None when it was asked to stop. DAMAGED when the copy is not good."""
    files, began = BackupFiles(file.path), time.monotonic()
    try:
        if file.room.is_low() or file.room.free_bytes() < 2 * file.path.stat().st_size:
            return LedgerFailure.DISK_LOW
        make_private_folder(files.folder)
        named = files.new_name()
        rows = _made(file, named.with_name(f".{named.name}"), named, stop)
        if rows is None:
            return LedgerFailure.DAMAGED
        files.keep(kept)
    except CopyStopped:
        return None
    except OSError as error:
        return disk_failure_of(error)
    except sqlite3.Error as error:
        return failure_of(error) or LedgerFailure.DAMAGED
    return MadeBackup(named, rows, time.monotonic() - began)


def _made(file: LedgerFile, new: Path, named: Path, stop: threading.Event) -> int | None:
    try:
        with closing(reader(file.path)) as then:
            _copy(file, new, then, stop)
            wanted = counted(then)
        _finish(new)
        if rows_of(new) != wanted:
            return None
        new.replace(named)
        sync_folder(named.parent)
        return sum(wanted.values())
    finally:
        for part in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + part).unlink(missing_ok=True)


def _copy(file: LedgerFile, new: Path, then: sqlite3.Connection, stop: threading.Event) -> None:
    """`then` goes on seeing the book as it was when the copy was whole."""

    def hold_the_moment() -> None:
        then.execute("begin")
        then.execute("select 1 from sqlite_master limit 1").fetchone()

    steps = itertools.count(1)

    def between() -> bool:
        if next(steps) % STEPS_TO_SYNC == 0:
            os.fdatasync(descriptor)
        return not stop.wait(PAUSE_S)

    descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with closing(sqlite3.connect(new, isolation_level=None, check_same_thread=False)) as target:
            target.execute("pragma journal_mode = off")
            target.execute("pragma synchronous = off")  # it is synced here
            target.execute("pragma cache_size = 100")  # or the last step would write megabytes
            file.copy(target, STEP_PAGES, between, hold_the_moment)
    finally:
        os.close(descriptor)


def _finish(new: Path) -> None:
    """A file that needs no WAL beside it, on the disk."""
    with closing(sqlite3.connect(new, isolation_level=None)) as copy:
        copy.execute("pragma journal_mode = delete")
    descriptor = os.open(new, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
