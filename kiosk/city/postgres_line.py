"""One connection to the city's server: made with every limit it needs, and broken off from outside."""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from kiosk.city.postgres_failures import PasswordFileError
from kiosk.city.postgres_place import PostgresPlace

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


def hang_up(connection: psycopg.Connection[Any]) -> None:
    """From any thread: closing a connection would wait for whoever uses it; its socket can be shut from outside."""
    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


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
