"""The hall's book: every event of the hall in order. The hall's state is what a replay of it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from kiosk.domain.events import Event
from kiosk.domain.numbering import DaySpace
from kiosk.ports.ledger import Beginning, HighestNumbers, LedgerFailure, Origin, Received
from offline_cache import event_rows, received_rows
from offline_cache.highest_numbers import highest_numbers
from offline_cache.one_writer import LedgerFile
from offline_cache.outbox import LAST

_SELECT = f"select seq, {event_rows.COLUMNS} from event"  # noqa: S608


class HallLedger:
    """Implements `kiosk.ports.ledger.HallLedger` on the hall's file."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def append(self, events: Sequence[Event], received: Sequence[Received] = ()) -> int | LedgerFailure:
        if len(events) in event_rows.AT_ONCE and not received:
            return self._file.write_one(*event_rows.statement(events))

        def work(db: Database) -> int:
            last = event_rows.append(db, events)
            received_rows.store(db, received)
            return last or _last(db)

        return self._file.write(work) if events or received else self.last_seq()

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        return self._events(f"{_SELECT} where day = ? and {event_rows.ORIGINAL} order by seq", (day,))

    def since(self, seq: int, limit: int) -> Sequence[tuple[int, Event]]:
        return self._events(f"{_SELECT} where seq > ? and {event_rows.ORIGINAL} order by seq limit ?", (seq, limit))

    def last_seq(self) -> int:
        return self._file.read(_last)

    def seq_of(self, event_id: str) -> int | None:
        sql = "select seq from event where event_id = ?"
        row = self._file.read(lambda db: db.conn.execute(sql, (event_id,)).fetchone())
        return int(row[0]) if row else None

    def room(self) -> LedgerFailure | None:
        return LedgerFailure.DISK_LOW if self._file.room.is_low() else None

    def origin(self) -> Origin:
        row = self._file.read(lambda db: db.conn.execute("select beginning, settled from book").fetchone())
        return Origin(Beginning(row[0]), bool(row[1]))

    def settle(self) -> LedgerFailure | None:
        def work(db: Database) -> None:
            db.conn.execute("update book set settled = 1")

        return self._file.write(work)

    def probe(self) -> LedgerFailure | None:
        """Whether a transaction gets to the disk at all. It changes something and changes it back: SQLite writes
        nothing for a row that stays as it is."""

        def work(db: Database) -> None:
            for _ in range(2):
                db.conn.execute("update book set settled = 1 - settled")

        return self._file.write(work)

    def highest_numbers(self, day: str, spaces: Sequence[DaySpace]) -> Mapping[str, HighestNumbers]:
        return self._file.read(lambda db: highest_numbers(db, day, spaces))

    def _events(self, sql: str, parameters: tuple[object, ...]) -> Sequence[tuple[int, Event]]:
        rows = self._file.read(lambda db: db.conn.execute(sql, parameters).fetchall())
        return [(row[0], event_rows.event_of(row[1:])) for row in rows]


def _last(db: Database) -> int:
    return int(db.conn.execute(LAST).fetchone()[0])
