"""The city's database: opened, checked, brought to this version; its failures as values.

A path is an embedded SQLite file; a URL (postgresql+psycopg://…) is a server. Everything behind this file is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.city.json_text import as_json
from kiosk.city.migrate import migrate
from kiosk.city.sqlite_engine import is_sqlite, is_whole, sqlite_engines, sqlite_failure
from kiosk.ports.ledger import LedgerFailure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    """`write` is called by one thread at a time, `read` by any."""

    writing: Engine
    reading: Engine

    def write(self, work: Callable[[Connection], T]) -> T | LedgerFailure:
        """Runs `work` in one transaction: all of it is stored when this returns, or nothing."""
        return _guarded(self.writing, work)

    def read(self, work: Callable[[Connection], T]) -> T | LedgerFailure:
        return _guarded(self.reading, work)

    def close(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def open_database(place: Path | str) -> Database | LedgerFailure:
    """Opens and migrates. A damaged file stays as it is: it holds a city's records, for a person to judge."""
    try:
        database = _engines(place)
    except OSError:
        return LedgerFailure.READ_ONLY
    failure = _made_ready(database, check=isinstance(place, Path))
    if failure is None:
        return database
    database.close()
    return failure


def _engines(place: Path | str) -> Database:
    if isinstance(place, Path):
        return Database(*sqlite_engines(place))
    engine = create_engine(place, json_serializer=as_json, pool_size=5, max_overflow=5, pool_timeout=10)
    return Database(engine, engine)


def _made_ready(database: Database, check: bool) -> LedgerFailure | None:
    try:
        if check and not is_whole(database.writing):
            return LedgerFailure.DAMAGED
    except DBAPIError as error:
        return _failure_or_bug(error)
    return database.write(migrate)


def _guarded(engine: Engine, work: Callable[[Connection], T]) -> T | LedgerFailure:
    try:
        with engine.begin() as connection:
            return work(connection)
    except PoolTimeout:
        return LedgerFailure.LOCKED
    except DBAPIError as error:
        return _failure_or_bug(error)


def _failure_or_bug(error: DBAPIError) -> LedgerFailure:
    """A server that cannot be reached is LOCKED, for it may come back; a broken rule or a wrong statement rises."""
    if is_sqlite(error.orig):
        failure = sqlite_failure(error.orig)
    else:
        failure = LedgerFailure.LOCKED if isinstance(error, OperationalError | InterfaceError) else None
    if failure is None:
        raise error
    return failure
