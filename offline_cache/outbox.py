"""What a node owes its upstream: the part of its own stream behind the last acknowledged event.

The wire's number of an event is its number in the file minus the `base` of the present epoch, so that every epoch
starts at 1 and nothing has to be copied when one begins. A new epoch owes everything that is still kept, also what was
acknowledged before: whoever begins one does not know what the upstream still has, and an event is applied once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.ports.ledger import Judgement, LedgerFailure, Owed, Verdict
from offline_cache import event_rows
from offline_cache.one_writer import LedgerFile

_OWED = f"select {event_rows.COLUMNS} from event where seq > ? order by seq limit ?"  # noqa: S608
LAST = "select coalesce((select seq from sqlite_sequence where name = 'event'), 0)"  # also when old rows went
_QUARANTINE = (
    "insert into quarantine (event_id, seq, reason) select event_id, seq, ? from event where event_id = ?"
    " on conflict (event_id) do update set reason = excluded.reason"
)
RESTORED = "update book set beginning = 'restored', settled = 0"
NEW_EPOCH = "update stream set epoch = lower(hex(randomblob(16))), base = gone, acked = gone"


@dataclass(frozen=True, slots=True)
class _Stream:
    epoch: str
    base: int
    acked: int
    gone: int


class Outbox:
    """Implements `kiosk.ports.ledger.Outbox`, for a terminal's file and for a hall's."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def owed(self, limit: int) -> Owed:
        def work(db: Database) -> Owed:
            stream = _stream(db)
            rows = db.conn.execute(_OWED, (stream.acked, limit)).fetchall()
            return Owed(stream.epoch, stream.acked - stream.base + 1, tuple(map(event_rows.event_of, rows)))

        return self._file.read(work)

    def acknowledge(self, upto_seq: int, verdicts: Sequence[Verdict]) -> LedgerFailure | None:
        def work(db: Database) -> None:
            stream = _stream(db)
            upto = min(stream.base + upto_seq, _last(db))
            db.conn.execute("update stream set acked = ?", (max(stream.acked, upto),))
            _sort_out(db, verdicts)

        return self._file.write(work)

    def rewind(self, expected_seq: int) -> bool | LedgerFailure:
        def work(db: Database) -> bool:
            stream = _stream(db)
            acked = stream.base + expected_seq - 1
            if not stream.base <= acked <= stream.acked or acked < stream.gone:
                return False
            if acked == stream.base > stream.gone:
                return False  # who has nothing of this epoch may have lost what the one before had brought, too
            db.conn.execute("update stream set acked = ?", (acked,))
            return True

        return self._file.write(work)

    def backlog(self) -> int:
        return self._file.read(lambda db: max(0, _last(db) - _stream(db).acked))

    def quarantined(self) -> Sequence[Verdict]:
        sql = "select event_id, reason from quarantine where discarded = '' order by seq"
        rows = self._file.read(lambda db: db.conn.execute(sql).fetchall())
        return [Verdict(event_id, Judgement.REJECTED, reason) for event_id, reason in rows]

    def new_epoch(self, restored: bool = False) -> LedgerFailure | None:
        def work(db: Database) -> None:
            db.conn.execute(NEW_EPOCH)
            if restored:
                db.conn.execute(RESTORED)

        return self._file.write(work)


def _sort_out(db: Database, verdicts: Sequence[Verdict]) -> None:
    """Rejected events go into quarantine; one that was sent again and taken leaves it."""
    rejected = [(v.reason, v.event_id) for v in verdicts if v.verdict is Judgement.REJECTED]
    db.conn.executemany(_QUARANTINE, rejected)
    if db.conn.execute("select exists (select 1 from quarantine)").fetchone()[0]:
        taken = [(v.event_id,) for v in verdicts if v.verdict is not Judgement.REJECTED]
        db.conn.executemany("delete from quarantine where event_id = ?", taken)


def _stream(db: Database) -> _Stream:
    return _Stream(*db.conn.execute("select epoch, base, acked, gone from stream").fetchone())


def _last(db: Database) -> int:
    return int(db.conn.execute(LAST).fetchone()[0])
