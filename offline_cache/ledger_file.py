"""A node's one file: opened by one process, written by one connection under one lock, read by `query_only` ones.

Every write is one transaction that is on the disk when `write` returns, or nothing at all and a `LedgerFailure`.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from kiosk.ports.ledger import LedgerError, LedgerFailure
from offline_cache.claim import Claim, claim
from offline_cache.connection import BUSY_MS, reader, writer
from offline_cache.damage import is_damaged, move_aside
from offline_cache.failures import failure_of
from offline_cache.schema import migrations

T = TypeVar("T")

_READERS = 4  # kept open; more are made and closed again when more threads read at once
_TURN_S = 10.0  # how long a writer waits for the one before it


class LedgerFile:
    """Made by `open_ledger`. Safe from any thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection, held: Claim, busy_ms: int) -> None:
        self.path = path
        self._busy_ms = busy_ms
        self._writer = connection
        self._database = Database(connection)
        self._held = held
        self._turn = threading.Lock()
        self._readers: queue.Queue[Database] = queue.Queue(_READERS)
        self._closed = False

    def write(self, work: Callable[[Database], T]) -> T | LedgerFailure:
        """Runs `work` in one transaction. A bug in `work` rolls it back and rises."""
        if not self._turn.acquire(timeout=_TURN_S):
            return LedgerFailure.LOCKED
        try:
            return self._transaction(work)
        except sqlite3.Error as error:
            failure = failure_of(error)
            if failure is None:
                raise
            return failure
        finally:
            self._turn.release()

    def _transaction(self, work: Callable[[Database], T]) -> T:
        connection = self._writer
        connection.execute("begin immediate")
        try:
            result = work(self._database)
            connection.execute("commit")
        finally:
            if connection.in_transaction:
                connection.execute("rollback")
        return result

    def read(self, work: Callable[[Database], T]) -> T:
        """Runs `work` on a connection that cannot write. Raises LedgerError when the file cannot be read."""
        try:
            database = self._a_reader()
        except sqlite3.Error as error:
            raise LedgerError(failure_of(error) or LedgerFailure.DAMAGED) from error
        try:
            return work(database)
        except sqlite3.Error as error:
            failure = failure_of(error)
            if failure is None:
                raise
            raise LedgerError(failure) from error
        finally:
            self._give_back(database)

    def _a_reader(self) -> Database:
        try:
            return self._readers.get_nowait()
        except queue.Empty:
            return Database(reader(self.path, self._busy_ms))

    def _give_back(self, database: Database) -> None:
        try:
            if self._closed:
                raise queue.Full
            self._readers.put_nowait(database)
        except queue.Full:
            database.conn.close()

    def close(self) -> None:
        """Writes the WAL back into the file and gives the file free. Once is enough; again does nothing."""
        with self._turn:
            if self._closed:
                return
            self._closed = True
            while not self._readers.empty():
                self._readers.get_nowait().conn.close()
            self._checkpoint()
            self._writer.close()
            self._held.release()

    def _checkpoint(self) -> None:
        try:
            self._writer.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error:
            return  # the WAL stays beside the file and is read at the next start


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger ready for use. `moved_aside`: where a damaged predecessor lies now; `fresh`: nothing is remembered."""

    file: LedgerFile
    fresh: bool
    moved_aside: Path | None = None


def open_ledger(path: Path, busy_ms: int = BUSY_MS) -> Opened | LedgerFailure:
    """Claims, checks and migrates the file at `path`. LOCKED when another process has it.

    A damaged file is moved aside under its date, never deleted, and a new one is started; the caller reports it.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = claim(path)
    except OSError:
        return LedgerFailure.READ_ONLY
    if held is None:
        return LedgerFailure.LOCKED
    opened = _open_claimed(path, held, busy_ms)
    if isinstance(opened, LedgerFailure):
        held.release()
    return opened


def _open_claimed(path: Path, held: Claim, busy_ms: int) -> Opened | LedgerFailure:
    try:
        fresh = not path.exists() or path.stat().st_size == 0
        connection, aside = _checked(path, busy_ms)
        migrations.apply(Database(connection))
    except OSError:
        return LedgerFailure.READ_ONLY
    except sqlite3.Error as error:
        failure = failure_of(error)
        if failure is None:
            raise
        return failure
    return Opened(LedgerFile(path, connection, held, busy_ms), fresh or aside is not None, aside)


def _checked(path: Path, busy_ms: int) -> tuple[sqlite3.Connection, Path | None]:
    whole = _whole(path, busy_ms)
    if whole is not None:
        return whole, None
    aside = move_aside(path)
    _private(path)
    return writer(path, busy_ms), aside


def _whole(path: Path, busy_ms: int) -> sqlite3.Connection | None:
    """The file's connection, or None when the file is damaged."""
    _private(path)
    try:
        connection = writer(path, busy_ms)
    except sqlite3.Error as error:
        if failure_of(error) is LedgerFailure.DAMAGED:
            return None
        raise
    if not is_damaged(connection):
        return connection
    connection.close()
    return None


def _private(path: Path) -> None:
    """Makes the file before SQLite does, so that nobody else may ever read it; WAL and index follow its mode.

    The folder is synced too: a power cut must not lose the name of a file whose contents are safe.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
