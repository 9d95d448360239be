"""What runs under the recorder: a node's book in use, through the real rooms of `offline_cache`, one operation a mark.

`python -m tests.proof.power_loss.workload '{"folder": …}'`: see `Order`. Every operation is marked before and after
it, and afterwards with a digest of everything the book then holds, so that a book found after a power cut can be told
from every other: it has to be the one after the last operation that had returned, or after the one that was under
way.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from sqlite_utils import Database

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import PrintState
from kiosk.ports.ledger import Change, Judgement, KeptTicket, OwnTicket, Received, Verdict
from offline_cache import connection, ledger_file
from offline_cache.backup import MadeBackup, back_up
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.invented import DAY, event, kept, request
from tests.proof.power_loss.recording import MARKS

BOOK = "book.sqlite"
Operation = Callable[[], object]


@dataclass(frozen=True)
class Order:
    """`synchronous` overrules the product's FULL; `checkpoint_pages` makes a short run meet many checkpoints."""

    folder: str
    role: str  # terminal, hall
    session: int
    operations: int
    seed: int
    ends_clean: bool
    synchronous: str = ""
    checkpoint_pages: int = 0


def digest(database: Database) -> str:
    """Of everything in the book: every table with every row; but for the numbers of the own letter, of which a start
    learns more from the file beside the book."""
    sums = hashlib.sha256()
    tables = database.conn.execute("select name, sql from sqlite_master order by type, name").fetchall()
    for name, sql in tables:
        sums.update(repr((name, sql)).encode())
        if sql and sql.lower().startswith("create table") and name != "own_number":
            rows = database.conn.execute(f'select * from "{name}"').fetchall()  # noqa: S608
            sums.update(repr(sorted(rows, key=repr)).encode())
    return sums.hexdigest()


def _standing(database: Database) -> tuple[str, str]:
    highest = database.conn.execute("select coalesce(max(highest), 0) from own_number").fetchone()[0]
    return digest(database), str(highest)


def terminal(book: LedgerFile, session: int, chance: random.Random) -> Iterator[tuple[str, Operation]]:
    """A terminal's days without end: wishes, tickets, paper, what is owed, what comes down."""
    ledger, outbox, cache = TerminalLedger(book), Outbox(book), Cache(book)
    number = session * 100_000
    while True:
        number += 10
        ticket_id, label = f"t-{number}", f"A{number // 10:07d}"
        yield "intent", lambda t=ticket_id: ledger.open_intent(request(t), DAY, 1)  # type: ignore[misc]
        if chance.random() < 0.2:
            voided = event(number, EventKind.VOIDED, ticket_id)
            yield "give up", lambda t=ticket_id, v=voided: ledger.abandon_intent(t, v)  # type: ignore[misc]
            continue
        if chance.random() < 0.25:
            yield "own number", lambda t=ticket_id, n=number: ledger.commit_own(t, DAY, "social", _own(t, n))  # type: ignore[misc]
            continue
        ticket, taken = kept(ticket_id, label), event(number, EventKind.TAKEN, ticket_id, {"label": label})
        yield "commit", lambda t=ticket, e=taken: ledger.commit_ticket(t, e)  # type: ignore[misc]
        yield "printing", lambda t=ticket_id: ledger.record_print(t, PrintState.PRINTING, None)  # type: ignore[misc]
        paper = event(number + 1, EventKind.PRINTED, ticket_id, {"outcome": "printed"})
        yield "printed", lambda t=ticket_id, p=paper: ledger.record_print(t, PrintState.PRINTED, p)  # type: ignore[misc]
        if chance.random() < 0.3:
            again = event(number + 2, EventKind.REPRINTED, ticket_id, {"outcome": "printed"})
            yield "reprint", lambda t=ticket_id, e=again: ledger.record_reprint(t, PrintState.PRINTED, e)  # type: ignore[misc]
        yield from _line(outbox, cache, number, chance)
        if chance.random() < 0.06:
            yield "a copy", lambda: back_up(book, 2, threading.Event())


def _own(ticket_id: str, place: int) -> Callable[[int], OwnTicket]:
    def make(number: int) -> OwnTicket:
        label = f"AC{number:04d}"
        return OwnTicket(kept(ticket_id, label), event(place, EventKind.TAKEN, ticket_id, {"label": label}))

    return make


def hall(book: LedgerFile, session: int, chance: random.Random) -> Iterator[tuple[str, Operation]]:
    """A hall's day: reservations, what its terminals sent, calls, and the line to the city."""
    ledger, outbox, cache = HallLedger(book), Outbox(book), Cache(book)
    number, place = session * 100_000, 0
    while True:
        number += 20
        label = f"A{number // 20:07d}"
        reserved = [event(number, EventKind.RESERVED, f"t-{number}", {"label": label})]
        yield "reserve", lambda e=reserved: ledger.append(e)  # type: ignore[misc]
        place += 1
        from_below = [event(number + 1, EventKind.TAKEN, f"t-{number}", {"label": label})]
        places = [Received("T1", f"epoch-{session}", place, from_below[0].event_id, Judgement.APPLIED)]
        yield "take in", lambda e=from_below, p=places: ledger.append(e, p)  # type: ignore[misc]
        group = [
            event(number + 2 + n, EventKind.CALLED, f"t-{number}", {"reasons": ["x" * chance.randrange(1500)]})
            for n in range(chance.randrange(1, 6))
        ]
        yield "a batch", lambda e=group: ledger.append(e)  # type: ignore[misc]
        yield from _line(outbox, cache, number, chance)


def _line(outbox: Outbox, cache: Cache, number: int, chance: random.Random) -> Iterator[tuple[str, Operation]]:
    """Now and then: an acknowledgement, with a refusal in it; a rewind; a new epoch; a page from above; a resync."""
    draw = chance.random()
    if draw < 0.5:
        yield "acknowledge", lambda: _acknowledged(outbox, chance.randrange(1, 6))
    elif draw < 0.55:
        yield "rewind", lambda: outbox.rewind(1)
    elif draw < 0.6:
        yield "new epoch", outbox.new_epoch
    elif draw < 0.9:
        kind = chance.choice(("hall_settings", "match_key"))  # keys are encrypted in the book
        page = [Change(number + n, kind, f"k{n}", str(number), {"text": "x" * 900}) for n in range(3)]
        yield "a page", lambda: cache.apply(page, number + 2, "feed", complete=chance.random() < 0.5)
    else:
        yield "resync", cache.begin_resync


def _acknowledged(outbox: Outbox, count: int) -> object:
    owed = outbox.owed(count)
    last = owed.first_seq + len(owed.events) - 1
    verdicts = [Verdict(e.event_id, Judgement.APPLIED) for e in owed.events]
    refused = [Verdict(v.event_id, Judgement.REJECTED, "invented") for v in verdicts[:1]]
    return outbox.acknowledge(last, [*refused, *verdicts[1:]])


ROLES = {"terminal": terminal, "hall": hall}


def work(order: Order) -> None:
    marks = os.open(Path(order.folder) / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def mark(*words: str) -> None:
        os.write(marks, ("\t".join(words) + "\n").encode())

    _disobey(order)
    mark("begin", "open")
    opened = open_ledger(Path(order.folder) / BOOK)
    assert isinstance(opened, Opened), opened
    mark("end", *opened.file.read(_standing))
    chance = random.Random(order.seed)
    operations = ROLES[order.role](opened.file, order.session, chance)
    for _ in range(order.operations):
        name, operation = next(operations)
        mark("begin", name)
        answer = operation()
        assert answer is None or isinstance(answer, int | KeptTicket | MadeBackup), (name, answer)
        mark("end", *opened.file.read(_standing))
    if not order.ends_clean:
        os._exit(0)  # as a killed process: nothing is closed
    mark("begin", "close")
    opened.file.close()


def _disobey(order: Order) -> None:
    """Other settings than the product's own: smaller checkpoints, or a weaker promise."""

    def writer(path: Path, busy_ms: int = connection.BUSY_MS) -> Connection:
        made = connection.writer(path, busy_ms)
        for pragma in _pragmas(order):
            made.execute(f"pragma {pragma}")
        return made

    ledger_file.writer = writer  # type: ignore[attr-defined]


def _pragmas(order: Order) -> Sequence[str]:
    size = [f"wal_autocheckpoint = {order.checkpoint_pages}"] if order.checkpoint_pages else []
    return [*size, f"synchronous = {order.synchronous}"] if order.synchronous else size


if __name__ == "__main__":
    work(Order(**json.loads(sys.argv[1])))
