"""What the upstream refused: seen with its reason, sent again under a new number, or discarded; each act is recorded.

To be judged anew an event needs a new place at the end of the stream, so a copy of it is appended there. The copy has
the event's identity behind a mark that no identity can have; it goes up as the event itself and is no part of a day.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.ports.ledger import LedgerFailure, QuarantineAct, QuarantineActed, Quarantined
from offline_cache import event_rows
from offline_cache.one_writer import LedgerFile

_REST = event_rows.COLUMNS.removeprefix("event_id, ")
_LIST = (
    "select q.event_id, e.kind, e.day, q.reason, q.at, exists (select 1 from event c, stream"
    " where c.seq > stream.acked and c.event_id like '%!' || q.event_id)"
    " from quarantine q join event e on e.event_id = q.event_id where q.discarded = '' order by q.seq"
)
_COUNT = "select count(*) from quarantine where discarded = ''"
_APPEND = (
    f"insert into event (event_id, {_REST})"  # noqa: S608
    f" select (select seq + 1 from sqlite_sequence where name = 'event') || '!' || event_id, {_REST}"
    " from event where event_id = ?"
)
_DISCARD = "update quarantine set discarded = current_timestamp where event_id = ?"
_RECORD = (
    "insert into quarantine_act (act, event_id, kind, reason, who, why)"
    " select ?, q.event_id, e.kind, q.reason, ?, ? from quarantine q join event e on e.event_id = q.event_id"
    " where q.event_id = ?"
)
_ACTS = "select at, act, event_id, kind, reason, who, why from quarantine_act order by rowid desc limit ?"
_FORGET = (
    "delete from quarantine where discarded <> '' and event_id not in (select event_id from event)",
    "delete from quarantine_act where at < date('now', '-400 days')",
)


class Quarantine:
    """Implements `kiosk.ports.ledger.Quarantine`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def refused(self) -> Sequence[Quarantined]:
        rows = self._file.read(lambda db: db.conn.execute(_LIST).fetchall())
        return [
            Quarantined(event_id, kind, day, reason, since, bool(again))
            for event_id, kind, day, reason, since, again in rows
        ]

    def count(self) -> int:
        return self._file.read(lambda db: int(db.conn.execute(_COUNT).fetchone()[0]))

    def act(self, act: QuarantineAct, event_ids: Sequence[str], who: str, why: str) -> frozenset[str] | LedgerFailure:
        def work(db: Database) -> frozenset[str]:
            here = {row[0] for row in db.conn.execute(_LIST) if act is QuarantineAct.DISCARD or not row[5]}
            unknown = frozenset(event_ids) - here
            for event_id in () if unknown else dict.fromkeys(event_ids):
                db.conn.execute(_RECORD, (act.value, who, why, event_id))
                db.conn.execute(_APPEND if act is QuarantineAct.SEND_AGAIN else _DISCARD, (event_id,))
            return unknown

        return self._file.write(work)

    def acts(self, limit: int) -> Sequence[QuarantineActed]:
        rows = self._file.read(lambda db: db.conn.execute(_ACTS, (limit,)).fetchall())
        return [QuarantineActed(*row) for row in rows]


def forget(db: Database) -> None:
    """What nobody can send again any more, and acts of long ago. Inside the caller's transaction."""
    for sql in _FORGET:
        db.conn.execute(sql)
