"""Terminals' streams at the hall: each event once, in one transaction with the state; changes and keys downward."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import TicketState, TicketView
from kiosk.ports.ledger import Change, Judgement, LedgerFailure
from tests.hall.a_server import Published, Served, served
from tests.hall.memory import MemoryLedger
from tests.hall.steps import take, wish
from tests.hall.streams import batch, reported, send


@pytest.fixture
def book() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def hall(book: MemoryLedger) -> Iterator[Served]:
    with served(book) as running:
        yield running


def test_the_same_batch_sent_twice_is_applied_once(hall: Served, book: MemoryLedger) -> None:
    hall.terminal().reserve(wish("t-1"))
    body = batch(1, reported(EventKind.TAKEN, "t-1"))
    first = hall.ask("POST", "/v1/sync/events", json=body).json()
    again = hall.ask("POST", "/v1/sync/events", json=body).json()
    assert (first["acknowledged"], again["acknowledged"]) == (1, 1)
    assert [one["verdicts"][0]["verdict"] for one in (first, again)] == ["applied", "duplicate"]
    assert [row.kind for row in book.rows].count(EventKind.TAKEN) == 1


def test_a_gap_is_answered_with_what_is_expected(hall: Served) -> None:
    answer = hall.ask("POST", "/v1/sync/events", json=batch(5, reported(EventKind.PRINTED, "t-1")))
    assert (answer.status_code, answer.json()["reason"], answer.json()["expected"]) == (409, "gap", 1)


def test_a_contradiction_is_refused_alone_and_the_stream_goes_on(hall: Served, book: MemoryLedger) -> None:
    take(hall, "t-1")
    answer = send(
        hall, reported(EventKind.VOIDED, "t-1"), reported(EventKind.CALLED, "t-1"), reported(EventKind.PRINTED, "t-1")
    ).json()
    verdicts = [(one["verdict"], one["reason"]) for one in answer["verdicts"]]
    assert verdicts == [("rejected", "already_taken"), ("rejected", "not_a_terminals_event"), ("applied", "")]
    assert answer["acknowledged"] == 4
    assert [place.judgement for place in book.places] == [
        Judgement.APPLIED, Judgement.REJECTED, Judgement.REJECTED, Judgement.APPLIED,
    ]  # fmt: skip
    found = hall.terminal().ticket("t-1")
    assert isinstance(found, TicketView)
    assert found.state is TicketState.WAITING


def test_a_terminal_speaks_for_itself_only(hall: Served) -> None:
    body = batch(1, reported(EventKind.PRINTED, "t-1", node="T2"), node="T2")
    assert hall.ask("POST", "/v1/sync/events", "T1", json=body).status_code == 403


def test_a_full_disk_takes_nothing_of_a_batch_and_all_of_it_later() -> None:
    book = MemoryLedger()
    with served(book) as hall:
        hall.terminal().reserve(wish("t-1"))
        body = batch(1, reported(EventKind.TAKEN, "t-1"))
        book.fault = LedgerFailure.DISK_FULL
        answer = hall.ask("POST", "/v1/sync/events", json=body)
        assert (answer.status_code, answer.json()["reason"]) == (503, "disk_full")
        book.fault = None
        assert hall.ask("POST", "/v1/sync/events", json=body).json()["verdicts"][0]["verdict"] == "applied"
        found = hall.terminal().ticket("t-1")
        assert isinstance(found, TicketView)
        assert found.state is TicketState.WAITING


def test_terminals_get_what_the_city_published_with_the_keys() -> None:
    cache = Published()
    cache.changes.append(Change(9, "ticket_key", "", "1", {"version": 1, "key": "c2VjcmV0"}))
    with served(cache=cache) as hall:
        page = hall.ask("GET", "/v1/sync/changes").json()
    assert [change["kind"] for change in page["changes"]] == [
        "hall_settings", "catalogue", "evaluation_reasons", "ticket_key",
    ]  # fmt: skip
    assert (page["cursor"], page["more"]) == (9, False)
