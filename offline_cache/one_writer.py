"""A node's file in use: written by one connection under one lock, a turn at a time, read by `query_only` ones.

Every write is one transaction that is on the disk when `write` returns, or nothing at all and a `LedgerFailure`. What
takes long (a backup, tidying up) goes in many short turns between the others'.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from kiosk.ports.ledger import LedgerError, LedgerFailure
from offline_cache.claim import Claim
from offline_cache.connection import reader
from offline_cache.disk_room import DiskRoom
from offline_cache.failures import disk_failure_of, failure_of
from offline_cache.field_keys import FieldKeys

T = TypeVar("T")

_READERS = 4  # kept open; more are made and closed again when more threads read at once
_TURN_S = 10.0  # how long a writer waits for the one before it
MENDED_BY_A_START = (LedgerFailure.DAMAGED, LedgerFailure.BROKEN_DISK)


def _nobody(_: LedgerFailure) -> None:
    return None


class CopyStopped(Exception):  # noqa: N818  # nothing is wrong: somebody asked for it
    """The copying was asked to end before it was whole."""


class LedgerFile:
    """Made by `open_ledger`. Safe from any thread."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, held: Claim, busy_ms: int, keys: FieldKeys, room: DiskRoom
    ) -> None:
        self.path, self.keys, self.room = path, keys, room
        self._busy_ms = busy_ms
        self._writer = connection
        self._database = Database(connection)
        self._held = held
        self._turn = threading.Lock()
        self._copying = threading.Lock()
        self._readers: queue.Queue[Database] = queue.Queue(_READERS)
        self._ending = self._closed = self._revoked = False
        self._broken: Callable[[LedgerFailure], None] = _nobody

    def write(self, work: Callable[[Database], T], *, begins: bool = False) -> T | LedgerFailure:
        """Runs `work` in one transaction; a second time when the disk was full and the reserve makes room.

        `begins`: something new, which is refused with DISK_LOW while there is room only for what is under way. A bug in
        `work` rolls the transaction back and rises.
        """
        if begins and self.room.is_low():
            return LedgerFailure.DISK_LOW
        result = self.turn(lambda connection: self._transaction(connection, work))
        return self._when_full(work, begins) if result is LedgerFailure.DISK_FULL else result

    def write_one(self, sql: str, values: Sequence[object]) -> int | LedgerFailure:
        """One statement that is a transaction by itself, as `write`; the number of the last row it added.

        Less than half of the calls into SQLite, each of which lets another thread have the interpreter.
        """
        result = self.turn(lambda connection: connection.execute(sql, values).lastrowid or 0)
        full = result is LedgerFailure.DISK_FULL
        return self._when_full(lambda db: db.conn.execute(sql, values).lastrowid or 0, begins=False) if full else result

    def _when_full(self, work: Callable[[Database], T], begins: bool) -> T | LedgerFailure:
        if begins:
            return LedgerFailure.DISK_LOW if self.room.has_reserve else LedgerFailure.DISK_FULL
        if not self.room.give_back():
            return LedgerFailure.DISK_FULL
        return self.turn(lambda connection: self._transaction(connection, work))

    def turn(self, work: Callable[[sqlite3.Connection], T]) -> T | LedgerFailure:
        """Runs `work` on the connection that writes, while nobody else does; transactions are its own matter."""
        if not self._turn.acquire(timeout=_TURN_S):
            return LedgerFailure.LOCKED
        try:
            return LedgerFailure.REVOKED if self._revoked else work(self._writer)
        except sqlite3.Error as error:
            failure = failure_of(error)
            if failure is None:
                raise
            return self._noticed(self._by_quota(failure))
        except OSError as error:
            return self._noticed(disk_failure_of(error))
        finally:
            self._turn.release()

    def _by_quota(self, failure: LedgerFailure) -> LedgerFailure:
        """SQLite calls a quota that is used up an error of the disk; it is a full one."""
        broken = failure is LedgerFailure.BROKEN_DISK
        return LedgerFailure.DISK_FULL if broken and self.room.refuses_more() else failure

    def _transaction(self, connection: sqlite3.Connection, work: Callable[[Database], T]) -> T:
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
        if self._revoked:
            raise LedgerError(LedgerFailure.REVOKED)
        try:
            database = self._a_reader()
        except sqlite3.Error as error:
            raise LedgerError(self._noticed(failure_of(error) or LedgerFailure.DAMAGED)) from error
        try:
            return work(database)
        except sqlite3.Error as error:
            failure = failure_of(error)
            if failure is None:
                raise
            raise LedgerError(self._noticed(failure)) from error
        finally:
            self._give_back(database)

    def watch(self, broken: Callable[[LedgerFailure], None]) -> None:
        """`broken` hears each failure that only a start can mend, on the thread that met it; it must not block."""
        self._broken = broken

    def _noticed(self, failure: LedgerFailure) -> LedgerFailure:
        if failure in MENDED_BY_A_START:
            self._broken(failure)
        return failure

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

    def copy(
        self, target: sqlite3.Connection, pages: int, between: Callable[[], bool], at_end: Callable[[], None]
    ) -> None:
        """Copies the whole file as it is at the end, `pages` at a turn; what is written meanwhile goes along.

        `between` runs between two turns and says whether to go on; `at_end` runs in the last turn. Raises CopyStopped,
        and sqlite3.Error as target or file do.
        """

        def after_step(status: int, remaining: int, total: int) -> None:
            if status == sqlite3.SQLITE_DONE:
                at_end()
                return
            self._turn.release()
            try:
                going = between()
            finally:
                self._turn.acquire()
            if self._ending or not going:
                raise CopyStopped

        with self._copying, self._turn:
            if self._ending:
                raise CopyStopped
            self._writer.backup(target, pages=pages, progress=after_step, sleep=0.01)

    def close(self) -> None:
        """Writes the WAL back into the file and gives the file free. Once is enough; again does nothing."""
        self._ending = True
        with self._copying, self._turn:
            if self._closed:
                return
            self._let_go()
            with suppress(sqlite3.Error):  # then the WAL stays beside the file and is read at the next start
                self._writer.execute("pragma wal_checkpoint(truncate)")
            self._writer.close()
            self._held.release()

    def revoke(self, erase: Callable[[], None]) -> None:
        """Ends all use for good, and erases while the file is still this process's. Raises OSError as `erase` does."""
        self._ending = self._revoked = True
        with self._copying, self._turn:
            if not self._closed:
                self._let_go()
                self._writer.close()
            try:
                erase()
            finally:
                self._held.release()

    def _let_go(self) -> None:
        self._closed = True
        while not self._readers.empty():
            self._readers.get_nowait().conn.close()
