"""The hall's book: every event of the hall in order. The hall's state is what a replay of it gives."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.domain.events import Event
from kiosk.ports.ledger import LedgerFailure, Received
from offline_cache import event_rows, received_rows
from offline_cache.ledger_file import LedgerFile

_SELECT = f"select seq, {event_rows.COLUMNS} from event"  # noqa: S608
_LAST = "select coalesce(max(seq), 0) from event"


class HallLedger:
    """Implements `kiosk.ports.ledger.HallLedger` on the hall's file."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def append(self, events: Sequence[Event], received: Sequence[Received] = ()) -> int | LedgerFailure:
        def work(db: Database) -> int:
            event_rows.append(db, events)
            received_rows.store(db, received)
            return int(db.conn.execute(_LAST).fetchone()[0])

        return self._file.write(work) if events or received else self.last_seq()

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        return self._events(f"{_SELECT} where day = ? order by seq", (day,))

    def since(self, seq: int, limit: int) -> Sequence[tuple[int, Event]]:
        return self._events(f"{_SELECT} where seq > ? order by seq limit ?", (seq, limit))

    def last_seq(self) -> int:
        return self._file.read(lambda db: int(db.conn.execute(_LAST).fetchone()[0]))

    def _events(self, sql: str, parameters: tuple[object, ...]) -> Sequence[tuple[int, Event]]:
        rows = self._file.read(lambda db: db.conn.execute(sql, parameters).fetchall())
        return [(row[0], event_rows.event_of(row[1:])) for row in rows]
