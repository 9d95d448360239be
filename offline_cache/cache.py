"""What came down from the upstream: the newest body of every key, whole pages at a time.

A resync does not empty it: rows of the new state get the new round, and what the whole new state did not bring again is
dropped in the transaction of its last page. So a hall never stands without its catalogue because a line failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.ports.ledger import BOOKING, Change, Feed, LedgerFailure
from offline_cache import change_rows
from offline_cache.one_writer import LedgerFile

_CHANGES = "select cursor, kind, key, version, body from change"
_BOOKINGS = "select cursor, 'booking' as kind, number as key, version, body from booking"
_PART = "where cursor > :cursor order by cursor limit :limit"
_AFTER = (
    f"select * from ({_CHANGES} {_PART}) union all select * from ({_BOOKINGS} {_PART}) order by cursor limit :limit"  # noqa: S608
)
BEGIN_RESYNC = "update feed set cursor = 0, name = '', round = round + 1, complete = 0"


class Cache:
    """Implements `kiosk.ports.ledger.Cache`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def feed(self) -> Feed:
        return self._file.read(_feed)

    def after(self, cursor: int, limit: int) -> Sequence[Change]:
        return self._changes(_AFTER, {"cursor": cursor, "limit": limit})

    def apply(
        self, changes: Sequence[Change], cursor: int, feed: str = "", complete: bool = True
    ) -> LedgerFailure | None:
        def work(db: Database) -> None:
            turn = _feed(db).round
            self._store(db, changes, turn)
            if complete:
                db.conn.execute("delete from change where round < ?", (turn,))
                db.conn.execute("delete from booking where round < ?", (turn,))
            db.conn.execute("update feed set cursor = ?, name = ?, complete = ?", (cursor, feed, complete))

        return self._file.write(work, begins=True)

    def _store(self, db: Database, changes: Sequence[Change], turn: int) -> None:
        keys = self._file.keys
        booked = [change_rows.booking_row(change, turn, keys) for change in changes if change.kind == BOOKING]
        others = [change_rows.change_row(change, turn, keys) for change in changes if change.kind != BOOKING]
        db.conn.executemany(change_rows.STORE_BOOKING, booked)
        db.conn.executemany(change_rows.STORE_CHANGE, others)

    def latest(self, kind: str, key: str = "") -> Change | None:
        found = self._changes(f"{_standing(kind, key)} order by cursor desc limit 1", {"kind": kind, "key": key})
        return found[0] if found else None

    def every(self, kind: str) -> Sequence[Change]:
        return self._changes(f"{_standing(kind)} order by cursor", {"kind": kind})

    def begin_resync(self) -> LedgerFailure | None:
        def work(db: Database) -> None:
            db.conn.execute(BEGIN_RESYNC)

        return self._file.write(work)

    def _changes(self, sql: str, asked: dict[str, Any]) -> list[Change]:
        rows = self._file.read(lambda db: db.conn.execute(sql, asked).fetchall())
        return [change_rows.change_of(row, self._file.keys) for row in rows]


def _standing(kind: str, key: str = "") -> str:
    if kind == BOOKING:
        return f"{_BOOKINGS} where body is not null{' and number = :key' if key else ''}"
    return f"{_CHANGES} where kind = :kind and body is not null{' and key = :key' if key else ''}"


def _feed(db: Database) -> Feed:
    name, cursor, turn, complete = db.conn.execute("select name, cursor, round, complete from feed").fetchone()
    return Feed(name, cursor, turn, bool(complete))
