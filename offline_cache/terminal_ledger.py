"""A terminal's own book: what it wished for, the tickets it made, what is known of their paper.

Each change of a ticket and the event that tells of it are one transaction, so the hall hears of exactly what happened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from sqlite_utils import Database

from kiosk.domain.events import Event, EventKind
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.ticket import PrintState, TakeRequest
from kiosk.ports.devices import PrintOutcome
from kiosk.ports.ledger import Intent, KeptTicket, LedgerFailure, OwnTicket
from offline_cache import event_rows, own_numbers, ticket_rows
from offline_cache.one_writer import LedgerFile

_OPEN_INTENT = "insert or ignore into intent (ticket_id, request, day, at_ms) values (?, ?, ?, ?)"
_INTENTS = f"select {ticket_rows.INTENT_COLUMNS} from intent where closed = '' order by at_ms, ticket_id"  # noqa: S608
_CLOSE = "update intent set closed = ?, request = '' where ticket_id = ? and closed = ''"
_KEEP = f"insert into ticket ({ticket_rows.WHOLE_ROW}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_TICKET = f"select {ticket_rows.TICKET_COLUMNS} from ticket"  # noqa: S608
_UNFINISHED = f"{_TICKET} where print_state in ('committed', 'printing') order by ticket_id"
_LAST_PAPER = (
    "select seq, data from event where kind in ('printed', 'print_failed', 'print_unknown', 'reprinted')"
    " and instr(event_id, '!') = 0 order by seq desc limit 1"
)
_REPRINT_BEGUN = "update paper set after_seq = (select coalesce(max(seq), 0) from event)"
_LAST_CARD = (
    "select kind from event where kind in ('card_forgotten', 'card_collected')"
    " and instr(event_id, '!') = 0 order by seq desc limit 1"
)
_REPRINTED = (
    "update ticket set reprints = reprints + 1,"
    " print_state = case when print_state = 'printed' then 'printed' else ? end where ticket_id = ?"
)


class TerminalLedger:
    """Implements `kiosk.ports.ledger.TerminalLedger`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def open_intent(self, request: TakeRequest, day: str, at_ms: int) -> LedgerFailure | None:
        def work(db: Database) -> None:
            row = (request.ticket_id, ticket_rows.request_text(request), day, at_ms)
            db.conn.execute(_OPEN_INTENT, row)
            if _closed(db, request.ticket_id) == "abandoned":
                raise ValueError("this request was given up; a new wish needs a new ticket_id")

        return self._file.write(work, begins=True)

    def commit_ticket(self, ticket: KeptTicket, taken: Event) -> LedgerFailure | None:
        return self._file.write(lambda db: _commit(db, ticket, taken))

    def commit_own(
        self, ticket_id: str, day: str, queue: str, make: Callable[[int], OwnTicket | None]
    ) -> KeptTicket | LedgerFailure | None:
        def work(db: Database) -> KeptTicket | None:
            if _closed(db, ticket_id) == "committed":
                return _ticket(db, ticket_id)
            number = own_numbers.next_number(db, day, queue)
            own = make(number)
            if own is None:
                return None
            own_numbers.given(db, self._file.path, day, queue, max(own.number, number))
            _commit(db, own.ticket, own.taken)
            return own.ticket

        return self._file.write(work)

    def highest_own(self, day: str) -> Mapping[str, int]:
        return self._file.read(lambda db: own_numbers.highest(db, day))

    def abandon_intent(self, ticket_id: str, voided: Event | None) -> LedgerFailure | None:
        def work(db: Database) -> None:
            if db.conn.execute(_CLOSE, ("abandoned", ticket_id)).rowcount == 1 and voided is not None:
                event_rows.append(db, [voided])

        return self._file.write(work)

    def record_print(self, ticket_id: str, state: PrintState, event: Event | None) -> LedgerFailure | None:
        def work(db: Database) -> None:
            sql = "update ticket set print_state = ? where ticket_id = ?"
            _one(db.conn.execute(sql, (state.value, ticket_id)).rowcount)
            event_rows.append(db, [event] if event else [])

        return self._file.write(work)

    def begin_reprint(self) -> LedgerFailure | None:
        def work(db: Database) -> None:
            db.conn.execute(_REPRINT_BEGUN)

        return self._file.write(work)

    def record_reprint(self, ticket_id: str, state: PrintState, event: Event) -> LedgerFailure | None:
        def work(db: Database) -> None:
            _one(db.conn.execute(_REPRINTED, (state.value, ticket_id)).rowcount)
            event_rows.append(db, [event])

        return self._file.write(work)

    def record_event(self, event: Event) -> LedgerFailure | None:
        def work(db: Database) -> None:
            event_rows.append(db, [event])

        return self._file.write(work)

    def open_intents(self) -> Sequence[Intent]:
        rows = self._file.read(lambda db: db.conn.execute(_INTENTS).fetchall())
        return [ticket_rows.intent_of(row) for row in rows]

    def unfinished_prints(self) -> Sequence[KeptTicket]:
        rows = self._file.read(lambda db: db.conn.execute(_UNFINISHED).fetchall())
        return [ticket_rows.ticket_of(row) for row in rows]

    def is_paper_doubtful(self) -> bool:
        begun, told = self._file.read(_papers)
        seq, data = told or (0, None)
        return begun >= seq or (data is not None and json.loads(data).get("outcome") != PrintOutcome.PRINTED)

    def is_card_reported(self) -> bool:
        row = self._file.read(lambda db: db.conn.execute(_LAST_CARD).fetchone())
        return row is not None and row[0] == EventKind.CARD_FORGOTTEN

    def ticket(self, ticket_id: str) -> KeptTicket | None:
        return self._file.read(lambda db: _ticket(db, ticket_id))

    def tickets_of(self, day: str, person: Sequence[KeyedHash]) -> Sequence[KeptTicket]:
        hashes = [one.hash for one in person if one.hash]
        sql = f"{_TICKET} where day = ? and holder in ({', '.join('?' * len(hashes))}) order by ticket_id desc"
        rows = self._file.read(lambda db: db.conn.execute(sql, (day, *hashes)).fetchall())
        return [ticket_rows.ticket_of(row) for row in rows]


def _papers(db: Database) -> tuple[int, tuple[int, str] | None]:
    """Behind which event a reprint was last begun, and the last thing told about any paper."""
    begun = db.conn.execute("select after_seq from paper").fetchone()
    return begun[0], db.conn.execute(_LAST_PAPER).fetchone()


def _commit(db: Database, ticket: KeptTicket, taken: Event) -> None:
    ticket_id = ticket.view.ticket_id
    if _closed(db, ticket_id) == "committed":
        return
    if db.conn.execute(_CLOSE, ("committed", ticket_id)).rowcount != 1:
        raise ValueError("a ticket is committed on an open intent only")
    db.conn.execute(_KEEP, ticket_rows.ticket_row(ticket, taken))
    event_rows.append(db, [taken])


def _ticket(db: Database, ticket_id: str) -> KeptTicket | None:
    row = db.conn.execute(f"{_TICKET} where ticket_id = ?", (ticket_id,)).fetchone()
    return ticket_rows.ticket_of(row) if row else None


def _closed(db: Database, ticket_id: str) -> str:
    row = db.conn.execute("select closed from intent where ticket_id = ?", (ticket_id,)).fetchone()
    return str(row[0]) if row else ""


def _one(changed: int) -> None:
    if changed != 1:
        raise ValueError("there is no such ticket in this terminal's book")
