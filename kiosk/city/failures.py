"""Why a database server gave no answer, in words for a technician. A file's reasons are `kiosk.ports.ledger`'s."""

from __future__ import annotations

from enum import StrEnum

from kiosk.ports.ledger import LedgerFailure
from kiosk.sync.answers import NotNow, Unavailable


class DatabaseFailure(StrEnum):
    """The first group needs a person; what is in the second goes by itself."""

    LOGIN_REFUSED = "database_login_refused"
    NO_DATABASE = "database_missing"
    WRONG_VERSION = "database_version"
    NOT_UTF8 = "database_not_utf8"
    NO_RIGHT = "database_right_missing"
    TABLES_NEWER = "tables_newer"
    TABLES_OLDER = "tables_older"
    OTHER_DOOR_KEY = "other_city_key"
    OTHER_FIELD_KEYS = "other_field_keys"
    PASSWORD_FILE = "password_file"  # noqa: S105  # a reason, not a password

    UNREACHABLE = "database_unreachable"
    STARTING = "database_starting"
    STANDBY = "database_standby"
    LOST = "database_lost"
    FULL = "database_full"
    BUSY = "database_busy"
    LOCKED = "database_locked"
    TOO_SLOW = "too_slow"
    NO_STANDBY = "no_standby"
    UNDECIDED = "undecided"


CityFailure = LedgerFailure | DatabaseFailure

SENTENCES = {
    DatabaseFailure.LOGIN_REFUSED: "The database's server does not know this user or password.",
    DatabaseFailure.NO_DATABASE: "The server has no database of this name.",
    DatabaseFailure.WRONG_VERSION: "The database's server is older than PostgreSQL 14.",
    DatabaseFailure.NOT_UTF8: "The database is not encoded in UTF-8.",
    DatabaseFailure.NO_RIGHT: "The database's user may not do what is needed; it has to own the database.",
    DatabaseFailure.TABLES_NEWER: "The tables were made by a newer version of this program.",
    DatabaseFailure.TABLES_OLDER: "The tables are older than this program.",
    DatabaseFailure.OTHER_DOOR_KEY: "Halls know this city by another key than the one on this machine.",
    DatabaseFailure.OTHER_FIELD_KEYS: "Telephone numbers of this city are sealed with keys that this machine lacks.",
    DatabaseFailure.PASSWORD_FILE: "The password's file is missing, empty, or may be read by others.",
    DatabaseFailure.UNREACHABLE: "The database's server cannot be reached.",
    DatabaseFailure.STARTING: "The database's server is starting or stopping.",
    DatabaseFailure.STANDBY: "Only a standby of the database can be reached; nothing can be stored.",
    DatabaseFailure.LOST: "The connection to the database broke off; nothing was stored.",
    DatabaseFailure.FULL: "The database has no room, or no connection, left.",
    DatabaseFailure.BUSY: "The database has more to do than it can.",
    DatabaseFailure.LOCKED: "Another transaction holds what is needed for too long.",
    DatabaseFailure.TOO_SLOW: "The database took longer than its limit; ask again with the same identity.",
    DatabaseFailure.NO_STANDBY: "No standby confirms; what was sent may be stored: send it again with its identity.",
    DatabaseFailure.UNDECIDED: "The connection broke off while storing; send it again with its identity.",
}

PASSING = frozenset(
    {
        DatabaseFailure.UNREACHABLE,
        DatabaseFailure.STARTING,
        DatabaseFailure.STANDBY,
        DatabaseFailure.LOST,
        DatabaseFailure.FULL,
        DatabaseFailure.BUSY,
        DatabaseFailure.LOCKED,
        DatabaseFailure.TOO_SLOW,
        DatabaseFailure.NO_STANDBY,
        DatabaseFailure.UNDECIDED,
    }
)


def told(failure: CityFailure) -> NotNow:
    """What a node or a clerk hears of it."""
    return failure if isinstance(failure, LedgerFailure) else Unavailable(failure.value, SENTENCES[failure])
