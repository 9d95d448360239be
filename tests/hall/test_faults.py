"""The disk fails, is full, is locked, comes back: the hall says so, and loses nothing that it promised."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.events import Event
from kiosk.domain.ticket import HallUnreachable, Refused, Reserved, TakeRefusal, TicketView
from kiosk.hall.core.answers import CounterView, HallHealth
from kiosk.hall.work import Unavailability
from kiosk.ports.ledger import LedgerError, LedgerFailure, Received
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import Opened, open_ledger
from tests.hall.a_server import Served, eventually, served
from tests.hall.memory import MemoryLedger
from tests.hall.steps import seen, signed_in, take, wish


@contextmanager
def on_disk(path: Path, busy_ms: int = 50) -> Iterator[Served]:
    """A hall on its real book, of which everybody has told all there was."""
    opened = open_ledger(path, busy_ms)
    assert isinstance(opened, Opened), opened
    book = HallLedger(opened.file)
    assert book.settle() is None
    try:
        with served(book, InboundStreams(opened.file)) as hall:
            yield hall
    finally:
        opened.file.close()


def ticket(hall: Served, ticket_id: str) -> TicketView:
    found = hall.terminal().ticket(ticket_id)
    assert isinstance(found, TicketView)
    return found


@pytest.mark.parametrize("fault", list(LedgerFailure))
def test_while_nothing_can_be_stored_nobody_gets_a_number_or_a_call(fault: LedgerFailure) -> None:
    book = MemoryLedger()
    with served(book) as hall:
        take(hall, "t-1")
        signed_in(hall)
        book.fault = fault
        assert hall.terminal().reserve(wish("t-2")) is HallUnreachable.OUT_OF_SERVICE
        assert hall.counter("3").call_next() is HallUnreachable.OUT_OF_SERVICE
        answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-3", "item": "ZW-001"})
        assert (answer.status_code, answer.json()["reason"]) == (503, fault.value)
        health = hall.terminal().health()
        assert isinstance(health, HallHealth)
        assert (health.status, health.reason) == ("out_of_service", fault.value)
        assert ("hall_cannot_store", {"reason": fault.value}) in hall.log.events


def test_what_was_promised_before_a_fault_still_stands_and_the_next_number_follows() -> None:
    book = MemoryLedger()
    with served(book) as hall:
        take(hall, "t-1")
        signed_in(hall)
        book.fault = LedgerFailure.DISK_FULL
        hall.terminal().reserve(wish("t-2"))
        hall.counter("3").call_next()
        assert ticket(hall, "t-1").label == "A001"  # looking needs no disk
        book.fault = None
        answer = hall.terminal().reserve(wish("t-2"))
        assert isinstance(answer, Reserved)
        assert answer.ticket.label == "A002"
        called = seen(hall.counter("3").call_next()).current
        assert called is not None
        assert called.ticket_id == "t-1"
        assert ("hall_stores_again", {}) in hall.log.events


def test_one_fault_is_one_line_in_the_log_however_many_ask() -> None:
    book = MemoryLedger()
    with served(book) as hall:
        take(hall, "t-1")
        book.fault = LedgerFailure.LOCKED
        for number in range(5):
            hall.terminal().reserve(wish(f"x-{number}"))
        assert [name for name, _ in hall.log.events].count("hall_cannot_store") == 1


def test_a_hall_whose_disk_is_low_gives_no_number_and_serves_whoever_has_one() -> None:
    book = MemoryLedger()
    with served(book) as hall:
        take(hall, "t-1")
        signed_in(hall)
        book.low = True
        answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-2", "item": "ZW-001"})
        assert (answer.status_code, answer.json()["reason"]) == (503, "disk_low")
        called = seen(hall.counter("3").call_next()).current
        assert called is not None
        assert called.ticket_id == "t-1"
        health = hall.terminal().health()
        assert isinstance(health, HallHealth)
        assert (health.status, health.reason) == ("out_of_service", "disk_low")
        book.low = False
        take(hall, "t-2")


class UnreadableLedger(MemoryLedger):
    """Stores nothing and reads nothing while `damaged`."""

    damaged = False

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        if self.damaged:
            raise LedgerError(LedgerFailure.DAMAGED)
        return super().load(day)


def test_a_book_that_can_be_neither_written_nor_read_stops_everything_until_it_can() -> None:
    book = UnreadableLedger()
    with served(book) as hall:
        take(hall, "t-1")
        book.damaged, book.fault = True, LedgerFailure.DAMAGED
        assert hall.terminal().reserve(wish("t-2")) is HallUnreachable.OUT_OF_SERVICE
        assert hall.terminal().ticket("t-1") is HallUnreachable.OUT_OF_SERVICE
        book.damaged, book.fault = False, None
        assert ticket(hall, "t-1").label == "A001"


class LyingLedger(MemoryLedger):
    """Stores, and then says that it could not: the power went between the commit and its answer."""

    lies = False

    def append(self, events: Sequence[Event], received: Sequence[Received] = ()) -> int | LedgerFailure:
        stored = super().append(events, received)
        return LedgerFailure.BROKEN_DISK if self.lies and events else stored


def test_a_number_stored_in_the_moment_of_a_fault_is_found_again_by_its_request() -> None:
    book = LyingLedger()
    with served(book) as hall:
        take(hall, "t-1")
        book.lies = True
        assert hall.terminal().reserve(wish("t-2")) is HallUnreachable.OUT_OF_SERVICE
        book.lies = False
        answer = hall.terminal().reserve(wish("t-2"))
        assert isinstance(answer, Reserved)
        assert answer.ticket.label == "A002"
        assert len({row.event_id for row in book.rows}) == len(book.rows)


def test_every_failure_of_the_book_has_a_word_of_its_own_on_the_wire() -> None:
    assert {failure.value for failure in LedgerFailure} <= {reason.value for reason in Unavailability}


def test_a_database_locked_by_somebody_else_is_said_and_over_when_it_is_over(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite3"
    with on_disk(path) as hall:
        take(hall, "t-1")
        with closing(sqlite3.connect(path, isolation_level=None)) as somebody:
            somebody.execute("begin immediate")
            answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-2", "item": "ZW-001"})
            assert (answer.status_code, answer.json()["reason"]) == (503, "locked")
            assert ticket(hall, "t-1").label == "A001"
            somebody.execute("rollback")
        again = eventually(lambda: hall.terminal().reserve(wish("t-2")))
        assert isinstance(again, Reserved)


def test_a_real_full_disk_stops_the_numbers_and_the_next_one_has_no_gap(tmp_path: Path) -> None:
    """The file may not grow: SQLite's own limit gives the very error of a full disk."""
    opened = open_ledger(tmp_path / "hall.sqlite3", 50)
    assert isinstance(opened, Opened)
    book = HallLedger(opened.file)
    assert book.settle() is None
    with closing(opened.file), served(book, InboundStreams(opened.file)) as hall:
        take(hall, "t-1")
        opened.file.write(lambda db: db.conn.execute("pragma max_page_count = 1"))
        replies = [hall.terminal().reserve(wish(f"x-{number}")) for number in range(200)]
        assert HallUnreachable.OUT_OF_SERVICE in replies
        given = [reply.ticket.label for reply in replies if isinstance(reply, Reserved)]
        opened.file.write(lambda db: db.conn.execute("pragma max_page_count = 100000"))
        answer = hall.terminal().reserve(wish("after"))
        assert isinstance(answer, Reserved)
        assert answer.ticket.label == f"A{len(given) + 2:03d}"


def test_the_state_after_a_restart_is_the_state_before_it(tmp_path: Path) -> None:
    path = tmp_path / "hall.sqlite3"
    with on_disk(path) as hall:
        take(hall, "t-1", "t-2", "t-3")
        signed_in(hall)
        hall.counter("3").call_next()
        hall.counter("3").pass_over()
        before = seen(hall.counter("3").call_next())
    with on_disk(path) as hall:
        after = hall.counter("3").view()
        assert isinstance(after, CounterView)
        assert after == before


def test_eight_terminals_at_once_on_the_real_book_get_eight_times_different_numbers(tmp_path: Path) -> None:
    with on_disk(tmp_path / "hall.sqlite3", 2000) as hall:
        with ThreadPoolExecutor(8) as terminals:
            replies = list(terminals.map(lambda n: hall.terminal().reserve(wish(f"t-{n}")), range(80)))
        labels = [reply.ticket.label for reply in replies if isinstance(reply, Reserved)]
        assert sorted(labels) == [f"A{number:03d}" for number in range(1, 81)]


def test_the_same_request_from_eight_threads_is_one_number() -> None:
    with served() as hall, ThreadPoolExecutor(8) as terminals:
        replies = list(terminals.map(lambda _: hall.terminal().reserve(wish("t-1")), range(16)))
        assert {reply.ticket.label for reply in replies if isinstance(reply, Reserved)} == {"A001"}
        assert all(isinstance(reply, Reserved) for reply in replies)


def test_one_person_at_eight_terminals_at_once_gets_one_number() -> None:
    me = wish("me")
    with served() as hall, ThreadPoolExecutor(8) as terminals:
        asked = [replace(me, ticket_id=f"t-{n}") for n in range(8)]
        replies = list(terminals.map(lambda request: hall.terminal().reserve(request), asked))
    assert sum(isinstance(reply, Reserved) for reply in replies) == 1
    assert {reply.reason for reply in replies if isinstance(reply, Refused)} == {TakeRefusal.ALREADY_WAITING}


def test_a_hall_that_is_closing_answers_instead_of_hanging() -> None:
    with served() as hall:
        signed_in(hall)
        hall.stop()
        assert hall.counter("3").view() is HallUnreachable.NO_CONNECTION
