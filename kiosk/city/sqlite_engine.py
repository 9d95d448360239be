"""What knows SQLite, with `sqlite_life` beside it: how its connections are set up, and what its errors mean.

As in a hall's ledger, one connection writes and checkpoints and the others are `query_only`; a commit is on the disk
when it is answered.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from kiosk.city.bell import Bell
from kiosk.city.engines import LIFE
from kiosk.city.failures import CityFailure
from kiosk.city.json_text import as_json
from kiosk.city.sqlite_life import FileLife
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log

_BUSY_S = 2.0
_FAILURES = {
    sqlite3.SQLITE_BUSY: LedgerFailure.LOCKED,
    sqlite3.SQLITE_LOCKED: LedgerFailure.LOCKED,
    sqlite3.SQLITE_FULL: LedgerFailure.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: LedgerFailure.DAMAGED,
    sqlite3.SQLITE_NOTADB: LedgerFailure.DAMAGED,
    sqlite3.SQLITE_READONLY: LedgerFailure.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: LedgerFailure.READ_ONLY,
    sqlite3.SQLITE_IOERR: LedgerFailure.BROKEN_DISK,
}


class SqliteEngines:
    """Implements `kiosk.city.engines.Engines`. The file is made for its owner only; OSError when there is no place."""

    writers = 1
    readers = 4

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)  # a power cut must not lose the name of a file whose contents are safe
        finally:
            os.close(folder)
        self._life = FileLife(path)
        self.writing, self.reading = _writing(path, self._life.now), _reading(path, self._life.now)

    def check(self) -> CityFailure | None:
        """Reads every page. Raises DBAPIError for a file that is no database."""
        with self.writing.connect() as connection:
            whole = connection.exec_driver_sql("pragma quick_check(1)").scalar() == "ok"
        return None if whole else LedgerFailure.DAMAGED

    def meaning(self, error: DBAPIError) -> CityFailure | None:
        code = getattr(error.orig, "sqlite_errorcode", None)
        return None if code is None else _FAILURES.get(code & 0xFF)

    def again(self, error: DBAPIError) -> bool:
        return False

    def alone(self, connection: Connection) -> None:
        """The one that writes is alone as it is."""

    def doubted(self, connection: Connection) -> bool:
        return False

    def tell(self, halls: Iterable[str]) -> None:
        """There is no other process; what is told is how far the feeds are."""
        self._life.note()

    def listen(self, bell: Bell, log: Log) -> None:
        return None

    def waits_for_standby(self) -> bool:
        return False

    def cut(self, seconds: float) -> None:
        """Nothing here waits for longer than the disk does."""

    def dispose(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def _writing(path: Path, life: str) -> Engine:
    engine = _engine(path, pool_size=1)
    pragmas = ("journal_mode = wal", "synchronous = full", "secure_delete = on", "journal_size_limit = 16777216")
    _set_up(engine, pragmas, "begin immediate", life)
    return engine


def _reading(path: Path, life: str) -> Engine:
    engine = _engine(path, pool_size=4)
    pragmas = ("query_only = on", "cache_size = -512")  # KiB of four; the kernel keeps the pages too
    _set_up(engine, pragmas, "begin", life)
    return engine


def _engine(path: Path, pool_size: int) -> Engine:
    return create_engine(
        f"sqlite+pysqlite:///{path}",
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        json_serializer=as_json,
        connect_args={"timeout": _BUSY_S, "isolation_level": None, "check_same_thread": False},
    )


def _set_up(engine: Engine, pragmas: tuple[str, ...], begin: str, life: str) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: Any) -> None:
        record.info[LIFE] = life
        for pragma in pragmas:
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: object) -> None:
        connection.exec_driver_sql(begin)  # type: ignore[attr-defined]
