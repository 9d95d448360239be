"""What PostgreSQL's errors mean: by SQLSTATE (PostgreSQL's appendix A), and while connecting, where libpq gives none,
by the server's words. A server that speaks another language is then `UNREACHABLE`, and its own log tells more.
"""

from __future__ import annotations

import re

import psycopg

from kiosk.city.failures import CityFailure, DatabaseFailure
from kiosk.ports.ledger import LedgerFailure

_BY_STATE: dict[str, CityFailure] = {
    "28000": DatabaseFailure.LOGIN_REFUSED,
    "28P01": DatabaseFailure.LOGIN_REFUSED,
    "3D000": DatabaseFailure.NO_DATABASE,
    "42501": DatabaseFailure.NO_RIGHT,
    "25006": DatabaseFailure.STANDBY,
    "25P03": DatabaseFailure.LOST,  # idle in a transaction for too long
    "40001": DatabaseFailure.LOCKED,
    "40P01": DatabaseFailure.LOCKED,
    "53000": DatabaseFailure.FULL,
    "53100": DatabaseFailure.FULL,
    "53200": DatabaseFailure.FULL,
    "53300": DatabaseFailure.FULL,
    "55P03": DatabaseFailure.LOCKED,
    "57014": DatabaseFailure.TOO_SLOW,
    "57P01": DatabaseFailure.LOST,
    "57P02": DatabaseFailure.LOST,
    "57P03": DatabaseFailure.STARTING,
    "57P04": DatabaseFailure.NO_DATABASE,
    "58030": LedgerFailure.BROKEN_DISK,
    "58P01": LedgerFailure.DAMAGED,
    "XX001": LedgerFailure.DAMAGED,
    "XX002": LedgerFailure.DAMAGED,
}
_AGAIN = frozenset({"40001", "40P01", "23505"})  # 23505: another worker stored the same; the second look finds it

# What concerns a person comes first: of several servers each may say something else.
_BY_WORDS: tuple[tuple[str, DatabaseFailure], ...] = (
    ("too many", DatabaseFailure.FULL),
    ("password authentication failed", DatabaseFailure.LOGIN_REFUSED),
    ("no password supplied", DatabaseFailure.LOGIN_REFUSED),
    ("no pg_hba.conf entry", DatabaseFailure.LOGIN_REFUSED),
    ("pg_hba.conf rejects", DatabaseFailure.LOGIN_REFUSED),
    ("authentication failed", DatabaseFailure.LOGIN_REFUSED),
    ("not permitted to log in", DatabaseFailure.LOGIN_REFUSED),
    ("permission denied for database", DatabaseFailure.LOGIN_REFUSED),
    ('role "', DatabaseFailure.LOGIN_REFUSED),
    ('database "', DatabaseFailure.NO_DATABASE),
    ("remaining connection slots", DatabaseFailure.FULL),
    ("the database system is", DatabaseFailure.STARTING),
    ("session is read-only", DatabaseFailure.STANDBY),
)


_CONNECTING = re.compile("connection failed|connection is bad")


class PasswordFileError(psycopg.OperationalError):
    """The password's file cannot be used."""


def postgres_failure(error: BaseException | None) -> CityFailure | None:
    """The world's failure behind an error of the driver, or None."""
    if isinstance(error, PasswordFileError):
        return DatabaseFailure.PASSWORD_FILE
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate is not None:
        return _BY_STATE.get(error.sqlstate, DatabaseFailure.LOST if error.sqlstate.startswith("08") else None)
    return _without_state(error) if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None


def may_work_now(error: BaseException | None) -> bool:
    return isinstance(error, psycopg.Error) and error.sqlstate in _AGAIN


def _without_state(error: psycopg.Error) -> DatabaseFailure:
    words = str(error)
    connecting = isinstance(error, psycopg.errors.ConnectionTimeout) or _CONNECTING.search(words)
    if connecting:
        return next((failure for part, failure in _BY_WORDS if part in words), DatabaseFailure.UNREACHABLE)
    return DatabaseFailure.LOST
