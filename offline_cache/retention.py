"""What goes when its time is over, a few rows at a time between the others' turns.

Bookings, tickets and wishes go when their business day is over; events that the upstream has taken go after some weeks,
because a restored upstream may ask for them again until then. They go from the oldest on, so that what is kept has no
hole and can be sent again. What was taken from below goes after the same time but for its identity. Never an event that
is still owed, never one in quarantine, never a wish that is still open or paper that nobody has vouched for.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from sqlite_utils import Database

from kiosk.ports.ledger import LedgerFailure
from offline_cache import applied_before, own_numbers, quarantine
from offline_cache.cache import BEGIN_RESYNC
from offline_cache.one_writer import LedgerFile

_FIRST, _MOST = 16, 256  # rows of one turn
_LONG_S, _SHORT_S = 0.004, 0.001  # a turn longer than that takes half as many rows next time, a shorter one twice
_PAUSE_S = 0.005
_VACUUM_PAGES = 16
_INCREMENTAL = 2

_BOOKINGS = "delete from booking where number in (select number from booking where day < :today limit :rows)"
_TICKETS = (
    "delete from ticket where ticket_id in (select ticket_id from ticket where day < :today"
    " and print_state not in ('committed', 'printing') limit :rows)"
)
_WISHES = (
    "delete from intent where ticket_id in"
    " (select ticket_id from intent where day < :today and closed <> '' limit :rows)"
)
_SENT = (
    "delete from event where seq in (select seq from event where seq < :first and seq <= (select acked from stream)"
    " and event_id not in (select event_id from quarantine where discarded = '')"
    " and seq not in (:paper, :card) limit :rows)"
)
_FIRST_KEPT = (  # a day that is still to come was a wrong clock's, and would keep everything before it until then
    "select coalesce(min(seq), (select max(seq) + 1 from event), 0) from event where day between :before and :tomorrow"
)
_LAST_TOLD = (  # the start of a terminal asks for these two
    "select coalesce(max(seq), 0) from event where kind in ({}) and instr(event_id, '!') = 0"
)
_PAPER = _LAST_TOLD.format("'printed', 'print_failed', 'print_unknown', 'reprinted'")
_CARD = _LAST_TOLD.format("'card_forgotten', 'card_collected'")


@dataclass(frozen=True, slots=True)
class TidiedUp:
    """How many rows went, and the longest turn that anybody may have had to wait for."""

    bookings: int
    tickets: int
    wishes: int
    sent: int
    longest_s: float
    places: int = 0

    @property
    def rows(self) -> int:
        return self.bookings + self.tickets + self.wishes + self.sent + self.places


class Stopped(Exception):  # noqa: N818  # nothing is wrong: somebody asked for it
    """Goes on at the next time."""


def tidy_up(file: LedgerFile, today: str, sent_days: int, stop: threading.Event) -> TidiedUp | LedgerFailure | None:
    """`today` is the business day, by a clock that may be believed. None when it was asked to stop.

    Raises LedgerError when the book cannot be read.
    """
    before, tomorrow = _days_from(today, -sent_days), _days_from(today, 1)
    asked: dict[str, object] = {"today": today, "before": before, "tomorrow": tomorrow}
    for name, sql in (("first", _FIRST_KEPT), ("paper", _PAPER), ("card", _CARD)):
        asked[name] = _value(file, sql, asked)
    work = _InTurns(file, asked, stop)
    try:
        went = [work.delete(sql) for sql in (_BOOKINGS, _TICKETS, _WISHES, _SENT)]
        places = _places(file, work, before, today)
        if isinstance(failure := file.write(lambda db: _day_done(db, file, today, before)), LedgerFailure):
            return failure
        work.shrink()
    except Stopped:
        return None
    except _FailedError as failed:
        return failed.failure
    return TidiedUp(went[0], went[1], went[2], went[3], work.longest_s, places)


def _places(file: LedgerFile, work: _InTurns, before: str, today: str) -> int:
    """Places of streams from below, which leave the identities of their events; and identities of long ago."""
    whole = 0
    for stream in file.read(lambda db: applied_before.old_streams(db, before)):
        whole += work.repeat(partial(applied_before.go, stream=stream))
    work.repeat(partial(applied_before.forget, today=today))
    return whole


def _value(file: LedgerFile, sql: str, asked: dict[str, object]) -> object:
    return file.read(lambda db: db.conn.execute(sql, asked).fetchone()[0])


def _days_from(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def last_tidied(file: LedgerFile) -> str:
    """The business day of the last time; empty before the first. Raises LedgerError."""
    return file.read(lambda db: str(db.conn.execute("select cleaned from book").fetchone()[0]))


def _day_done(db: Database, file: LedgerFile, today: str, before: str) -> None:
    """A clock that was ahead made bookings go too early: they are asked for again when it goes back."""
    if today < db.conn.execute("select cleaned from book").fetchone()[0]:
        db.conn.execute(BEGIN_RESYNC)
    own_numbers.forget(db, file.path, before)
    quarantine.forget(db)
    db.conn.execute("update book set cleaned = ?", (today,))


class _FailedError(Exception):
    def __init__(self, failure: LedgerFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class _Some(Protocol):
    """Removes at most `rows` rows and answers how many it did."""

    def __call__(self, db: Database, /, *, rows: int) -> int: ...


class _InTurns:
    """Deletes and shrinks in turns of a few milliseconds."""

    def __init__(self, file: LedgerFile, asked: dict[str, object], stop: threading.Event) -> None:
        self._file, self._asked, self._stop = file, asked, stop
        self._rows = _FIRST
        self.longest_s = 0.0

    def delete(self, sql: str) -> int:
        return self.repeat(partial(_deleted, sql=sql, asked=self._asked))

    def repeat(self, some: _Some) -> int:
        """Until there are no more; answers how many there were."""
        whole = 0
        while went := self._timed(lambda: self._file.write(lambda db: some(db, rows=self._rows))):
            whole += went
        return whole

    def shrink(self) -> None:
        """Gives free pages back to the disk, and leaves no WAL in which old rows could still be read."""
        while self._timed(lambda: self._file.turn(_vacuumed)):
            continue
        self._timed(lambda: self._file.turn(_emptied_wal))

    def _timed(self, act: Callable[[], int | LedgerFailure]) -> int:
        if self._stop.wait(_PAUSE_S):
            raise Stopped
        began = time.monotonic()
        done = act()
        if isinstance(done, LedgerFailure):
            raise _FailedError(done)
        took = time.monotonic() - began
        self.longest_s = max(self.longest_s, took)
        if took > _LONG_S or took < _SHORT_S:
            self._rows = max(1, min(self._rows // 2 if took > _LONG_S else self._rows * 2, _MOST))
        return done


def _deleted(db: Database, sql: str, asked: dict[str, object], rows: int) -> int:
    return int(db.conn.execute(sql, {**asked, "rows": rows}).rowcount)


def _vacuumed(connection: sqlite3.Connection) -> int:
    """Gives a few free pages back, and answers how many are left."""
    if connection.execute("pragma auto_vacuum").fetchone()[0] != _INCREMENTAL:
        return 0
    connection.execute(f"pragma incremental_vacuum({_VACUUM_PAGES})").fetchall()
    return int(connection.execute("pragma freelist_count").fetchone()[0])


def _emptied_wal(connection: sqlite3.Connection) -> int:
    """Waits for no reader: then the WAL is overwritten later, at the latest when the process ends."""
    before = connection.execute("pragma busy_timeout").fetchone()[0]
    connection.execute("pragma busy_timeout = 0")
    try:
        connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    finally:
        connection.execute(f"pragma busy_timeout = {before}")
    return 0
