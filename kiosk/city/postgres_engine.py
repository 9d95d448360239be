"""How the city's connections to a PostgreSQL server are made, limited and understood. With `postgres_failures` and
`postgres_listening` the only place that knows this server.

Reading transactions see one moment of the database; writing ones lock the rows by which they decide.
"""

from __future__ import annotations

import os
import secrets
import socket
import stat
import weakref
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from kiosk.city.bell import Bell
from kiosk.city.failures import CityFailure, DatabaseFailure
from kiosk.city.json_text import as_json
from kiosk.city.postgres_failures import PasswordFileError, may_work_now, postgres_failure
from kiosk.city.postgres_listening import CHANNEL, Listening
from kiosk.city.postgres_place import PostgresPlace
from kiosk.ports.log import Log

OLDEST = 140000
ALONE = 7_205_759_403  # the city's own number among the server's advisory locks
_ALONE_S = 60
_POOL_S = 2.0
_WARNED = "warned while committing"

# A machine that is gone says nothing: these notice it within some ten seconds.
_DEFAULTS = {
    "application_name": "hall-kiosk-city",
    "target_session_attrs": "read-write",
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def connect(place: PostgresPlace, autocommit: bool = False) -> psycopg.Connection[Any]:
    """A connection by the place's own settings, ours where it has none. psycopg.Error says why not."""
    given = conninfo_to_dict(place.url)
    limits = {
        "statement_timeout": place.statement_ms,
        "lock_timeout": place.lock_ms,
        "idle_in_transaction_session_timeout": place.idle_in_transaction_ms,
        "client_encoding": "utf8",
    }
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    own: dict[str, Any] = {**_DEFAULTS, "connect_timeout": place.connect_s, **given}
    own["options"] = f"{options} {given.get('options', '')}".strip()
    if place.password_file is not None:
        own["password"] = _password(place)
    return psycopg.connect(**own, autocommit=autocommit)


def _password(place: PostgresPlace) -> str:
    """Read at each connection, so that a new one holds from then on."""
    file = place.password_file
    try:
        if file is None or file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise PasswordFileError("open to others")
        words = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise PasswordFileError("not readable") from None
    if not words:
        raise PasswordFileError("empty")
    return words


class PostgresEngines:
    """Implements `kiosk.city.engines.Engines`."""

    def __init__(self, place: PostgresPlace) -> None:
        self._place = place
        self._tag = secrets.token_hex(4)
        self._open: weakref.WeakSet[psycopg.Connection[Any]] = weakref.WeakSet()
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
        asked = "select set_config('synchronous_commit', 'off', true), pg_notify(%s, word) from unnest(%s) word"
        with suppress(DBAPIError), self.writing.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(asked, (CHANNEL, words))

    def listen(self, bell: Bell, log: Log) -> Listening:
        return Listening(lambda: connect(self._place, autocommit=True), bell, self._tag, log)

    def waits_for_standby(self) -> bool:
        asked = "select 1 from pg_stat_activity where usename = current_user and wait_event = 'SyncRep' limit 1"
        try:
            with self.reading.connect() as connection:
                return connection.exec_driver_sql(asked).first() is not None
        except DBAPIError:
            return False

    def cut(self) -> None:
        """Closing a connection would wait for whoever uses it; its socket can be shut from outside."""
        for connection in list(self._open):
            with (
                suppress(OSError, psycopg.Error),
                socket.socket(fileno=os.dup(connection.fileno())) as line,
            ):
                line.shutdown(socket.SHUT_RDWR)

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
            self._open.add(raw)
            raw.add_notice_handler(lambda notice: _noted(record.info, notice))

        return engine


def _noted(info: dict[Any, Any], notice: psycopg.errors.Diagnostic) -> None:
    """A cancelled wait for a standby is a warning and then a success; to us it is none."""
    if notice.severity_nonlocalized == "WARNING":
        info[_WARNED] = True


def _raw(connection: Connection) -> psycopg.Connection[Any]:
    raw: Any = connection.connection.dbapi_connection
    return raw  # type: ignore[no-any-return]
