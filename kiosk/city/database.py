"""The city's database: opened, checked, brought to this version; its failures as values.

A path is an embedded SQLite file; a `PostgresPlace` is a server. Everything behind this file is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.city.announcing import announced
from kiosk.city.bell import Bell
from kiosk.city.commits import Commits
from kiosk.city.engines import Engines
from kiosk.city.failures import CityFailure, DatabaseFailure
from kiosk.city.migrate import bring_up, judge_tables
from kiosk.city.postgres_place import PostgresPlace
from kiosk.ports.ledger import LedgerFailure

T = TypeVar("T")
Place = Path | PostgresPlace

_TRIES = 3


class Database:
    """`write` and `read` from as many threads as `engines` says. `bell` rings when a hall's feed has something new."""

    def __init__(self, engines: Engines) -> None:
        self.engines = engines
        self.bell = Bell()
        self.commits = Commits()

    def write(self, work: Callable[[Connection], T]) -> T | CityFailure:
        """Runs `work` in one transaction: all of it is stored when this returns, or nothing.

        It may run again from its beginning, on another connection, when the first one was lost or met another writer.
        A failure that says so (`UNDECIDED`, `NO_STANDBY`) leaves open whether it is stored.
        """
        halls: set[str] = set()

        def once() -> T | CityFailure:
            return self._once(work, halls)

        result = self._tried(once)
        if halls:
            self.bell.ring(halls)
            self.engines.tell(halls)
        return result

    def read(self, work: Callable[[Connection], T]) -> T | CityFailure:
        return self._tried(lambda: _looked(self.engines.reading, work))

    def alone(self, work: Callable[[Connection], T]) -> T | CityFailure:
        """As `write`, while no other process of this city is inside an `alone`."""

        def guarded(connection: Connection) -> T:
            self.engines.alone(connection)
            return work(connection)

        return self.write(guarded)

    def close(self) -> None:
        self.engines.dispose()

    def _once(self, work: Callable[[Connection], T], halls: set[str]) -> T | CityFailure:
        with self.engines.writing.connect() as connection:
            announced(connection)  # of a transaction that failed here before
            transaction = connection.begin()  # closing the connection gives it up
            result = work(connection)
            new = announced(connection)
            self.engines.doubted(connection)
            try:
                with self.commits.one():
                    transaction.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    return DatabaseFailure.UNDECIDED
                raise
            halls |= new
            return DatabaseFailure.NO_STANDBY if self.engines.doubted(connection) else result

    def _tried(self, once: Callable[[], T | CityFailure]) -> T | CityFailure:
        for left in reversed(range(_TRIES)):
            try:
                return once()
            except PoolTimeout:
                return DatabaseFailure.BUSY
            except DBAPIError as error:
                if not (left and self.engines.again(error)):
                    return self._failure_or_bug(error)
        raise AssertionError("the last try returns or raises")

    def _failure_or_bug(self, error: DBAPIError) -> CityFailure:
        """A broken rule or a wrong statement rises."""
        failure = self.engines.meaning(error)
        if failure is None:
            raise error
        return failure

    def made_ready(self) -> CityFailure | None:
        """Checked, and its tables at this program's version."""
        try:
            wrong = self.engines.check()
        except DBAPIError as error:
            return self._failure_or_bug(error)
        wrong = wrong or self.read(judge_tables)
        return self.alone(_migrated) if wrong is DatabaseFailure.TABLES_OLDER else wrong


def open_database(place: Place) -> Database | CityFailure:
    """Opens and migrates. A damaged file stays as it is: it holds a city's records, for a person to judge."""
    try:
        database = Database(_engines(place))
    except OSError:
        return LedgerFailure.READ_ONLY
    try:
        failure = database.made_ready()
    except BaseException:
        database.close()
        raise
    if failure is None:
        return database
    database.close()
    return failure


def _engines(place: Place) -> Engines:
    """Neither driver is loaded for the other's sake."""
    if isinstance(place, Path):
        from kiosk.city.sqlite_engine import SqliteEngines

        return SqliteEngines(place)
    from kiosk.city.postgres_engine import PostgresEngines

    return PostgresEngines(place)


def _looked(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.connect() as connection, connection.begin():
        return work(connection)


def _migrated(connection: Connection) -> DatabaseFailure | None:
    """Looks again, because another process may have done it while this one waited."""
    wrong = judge_tables(connection)
    if wrong is DatabaseFailure.TABLES_OLDER:
        bring_up(connection)
        return None
    return wrong
