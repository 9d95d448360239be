"""The city's engines on a PostgreSQL server. Only this file and its neighbours `postgres_…` know that server.

Reading transactions see one moment of the database; writing ones lock the rows by which they decide.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.city.bell import Bell
from kiosk.city.engines import LIFE
from kiosk.city.failures import CityFailure, DatabaseFailure
from kiosk.city.json_text import as_json
from kiosk.city.postgres_failures import may_work_now, postgres_failure
from kiosk.city.postgres_line import connect, hang_up
from kiosk.city.postgres_listening import CHANNEL, Listening
from kiosk.city.postgres_place import PostgresPlace
from kiosk.ports.log import Log

OLDEST = 140000
ALONE = 7_205_759_403  # the city's own number among the server's advisory locks
_ALONE_S = 60
_POOL_S = 2.0
_WARNED = "warned while committing"
# What initdb named the data, and the timeline: PostgreSQL begins another one whenever a server goes on from anywhere
# but its own end, after a restore as after a standby became the leader (manual, 26.3.6).
_LIFE = """
select to_hex(system_identifier),
  case when pg_is_in_recovery() then '' else ltrim(substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), '0') end
from pg_control_system()
"""


class PostgresEngines:
    """Implements `kiosk.city.engines.Engines`."""

    def __init__(self, place: PostgresPlace) -> None:
        self._place = place
        self._tag = secrets.token_hex(4)
        self._out: dict[psycopg.Connection[Any], float] = {}  # in use, since when
        self.writing = self._engine()
        self.reading = self.writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self.writers = max(1, place.connections // 2)
        self.readers = max(1, place.connections - self.writers)

    def check(self) -> CityFailure | None:
        with self.writing.connect() as connection:
            info = _raw(connection).info
            if info.server_version < OLDEST:
                return DatabaseFailure.WRONG_VERSION
            return None if info.parameter_status("server_encoding") == "UTF8" else DatabaseFailure.NOT_UTF8

    def meaning(self, error: DBAPIError) -> CityFailure | None:
        return postgres_failure(error.orig)

    def again(self, error: DBAPIError) -> bool:
        return error.connection_invalidated or may_work_now(error.orig)

    def alone(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"set local lock_timeout = '{_ALONE_S}s'")
        connection.exec_driver_sql("set local statement_timeout = 0")
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({ALONE})")

    def doubted(self, connection: Connection) -> bool:
        return bool(connection.info.pop(_WARNED, False))

    def tell(self, halls: Iterable[str]) -> None:
        """A transaction of its own: PostgreSQL lets one transaction with notifications commit at a time, and this one
        waits for no disk and no standby. What is lost here is found by the listeners' own look."""
        words = [f"{self._tag} {hall}" for hall in halls]
        asked = "select set_config('synchronous_commit', 'off', true), pg_notify(%s, word) from unnest(%s::text[]) word"
        try:
            with self.writing.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(asked, (CHANNEL, words))
        except PoolTimeout:
            return
        except DBAPIError as error:
            if self.meaning(error) is None:
                raise

    def listen(self, bell: Bell, log: Log) -> Listening:
        return Listening(lambda: connect(self._place, autocommit=True), bell, self._tag, log)

    def waits_for_standby(self) -> bool:
        asked = "select 1 from pg_stat_activity where usename = current_user and wait_event = 'SyncRep' limit 1"
        try:
            with self.reading.connect() as connection:
                return connection.exec_driver_sql(asked).first() is not None
        except DBAPIError:
            return False

    def cut(self, seconds: float) -> None:
        before = time.monotonic() - seconds
        for connection, since in list(self._out.items()):
            if since <= before:
                hang_up(connection)

    def dispose(self) -> None:
        self.writing.dispose()

    def _engine(self) -> Engine:
        engine = create_engine(
            "postgresql+psycopg://",
            creator=lambda: connect(self._place),
            json_serializer=as_json,
            pool_size=self._place.connections,
            max_overflow=0,
            pool_timeout=_POOL_S,
            pool_use_lifo=True,
        )

        @event.listens_for(engine, "connect")
        def connected(raw: psycopg.Connection[Any], record: Any) -> None:
            raw.add_notice_handler(lambda notice: _noted(record.info, notice))
            record.info[LIFE] = _life(raw)

        @event.listens_for(engine, "checkout")
        def taken(raw: psycopg.Connection[Any], record: Any, proxy: Any) -> None:
            self._out[raw] = time.monotonic()

        @event.listens_for(engine, "checkin")
        def given_back(raw: psycopg.Connection[Any] | None, record: Any) -> None:
            if raw is not None:
                self._out.pop(raw, None)

        @event.listens_for(engine, "close")
        @event.listens_for(engine, "close_detached")
        def closed(raw: psycopg.Connection[Any], record: Any = None) -> None:
            self._out.pop(raw, None)

        return engine


def _noted(info: dict[Any, Any], notice: psycopg.errors.Diagnostic) -> None:
    """A cancelled wait for a standby is a warning and then a success; to us it is none."""
    if notice.severity_nonlocalized == "WARNING":
        info[_WARNED] = True


def _life(raw: psycopg.Connection[Any]) -> str:
    """No connection outlives it: a server has to be started again, or be no standby any more, for another one."""
    row = raw.execute(_LIFE).fetchone()
    raw.rollback()
    return "-".join(row or ())


def _raw(connection: Connection) -> psycopg.Connection[Any]:
    raw: Any = connection.connection.dbapi_connection
    return raw  # type: ignore[no-any-return]
