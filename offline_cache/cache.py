"""What came down from the upstream: the newest body of every key, whole pages at a time.

A resync does not empty it: rows of the new state get the new round, and what the whole new state did not bring again is
dropped in the transaction of its last page. So a hall never stands without its catalogue because a line failed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.ports.ledger import Change, Feed, LedgerFailure
from offline_cache.ledger_file import LedgerFile

_COLUMNS = "cursor, kind, key, version, body"
_AFTER = f"select {_COLUMNS} from change where cursor > ? order by cursor limit ?"  # noqa: S608
_LATEST = (
    f"select {_COLUMNS} from change where kind = :kind and (:key = '' or key = :key)"  # noqa: S608
    " and body is not null order by cursor desc limit 1"
)
_STORE = "insert or replace into change (cursor, kind, key, version, body, round) values (?, ?, ?, ?, ?, ?)"
_BEGIN_RESYNC = "update feed set cursor = 0, name = '', round = round + 1, complete = 0"


class Cache:
    """Implements `kiosk.ports.ledger.Cache`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def feed(self) -> Feed:
        return self._file.read(_feed)

    def after(self, cursor: int, limit: int) -> Sequence[Change]:
        rows = self._file.read(lambda db: db.conn.execute(_AFTER, (cursor, limit)).fetchall())
        return [_change(row) for row in rows]

    def apply(
        self, changes: Sequence[Change], cursor: int, feed: str = "", complete: bool = True
    ) -> LedgerFailure | None:
        def work(db: Database) -> None:
            turn = _feed(db).round
            db.conn.executemany(_STORE, [_row(change, turn) for change in changes])
            if complete:
                db.conn.execute("delete from change where round < ?", (turn,))
            db.conn.execute("update feed set cursor = ?, name = ?, complete = ?", (cursor, feed, complete))

        return self._file.write(work)

    def latest(self, kind: str, key: str = "") -> Change | None:
        asked = {"kind": kind, "key": key}
        row = self._file.read(lambda db: db.conn.execute(_LATEST, asked).fetchone())
        return _change(row) if row else None

    def begin_resync(self) -> LedgerFailure | None:
        def work(db: Database) -> None:
            db.conn.execute(_BEGIN_RESYNC)

        return self._file.write(work)


def _feed(db: Database) -> Feed:
    name, cursor, turn, complete = db.conn.execute("select name, cursor, round, complete from feed").fetchone()
    return Feed(name, cursor, turn, bool(complete))


def _row(change: Change, turn: int) -> tuple[Any, ...]:
    body = None if change.body is None else json.dumps(change.body, ensure_ascii=False, separators=(",", ":"))
    return change.cursor, change.kind, change.key, change.version, body, turn


def _change(row: Sequence[Any]) -> Change:
    cursor, kind, key, version, body = row
    return Change(cursor, kind, key, version, None if body is None else json.loads(body))
