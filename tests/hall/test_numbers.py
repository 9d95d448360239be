"""Numbers over HTTP: a book in doubt, terminals that tell, tickets taken in by scan and by hand, two numbers of one."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
import requests
from fastapi import APIRouter

from kiosk.city.publication import load_publication
from kiosk.domain.events import EventKind
from kiosk.domain.number_rules import KIND
from kiosk.domain.signed_ticket import TicketData, sign
from kiosk.domain.ticket import Holder, Reserved, Seen, TakeRequest
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused, CommandRefusal, TerminalSummary
from kiosk.hall.http import app
from kiosk.hall.http.adopting import adopting_router
from kiosk.hall.service import Hall
from kiosk.ports.ledger import Beginning, Change, Origin
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import Opened, open_ledger
from tests.hall.a_server import Published, Served, eventually, served
from tests.hall.memory import MONDAY_NINE, MemoryLedger, StandingClock
from tests.hall.one_hall import DAY, SOCIAL, person
from tests.hall.steps import refused, seen, signed_in, take, wish
from tests.hall.streams import batch, reported

KEY, OLD_KEY = b"k" * 32, b"o" * 32
PAPER = TicketData("t-9", "AC07", "social", SOCIAL, DAY, MONDAY_NINE - 60_000, "T1", "walk_in")


def a_city(*more: Change) -> Published:
    """With number rules, and two versions of the ticket key."""
    files, cache = load_publication(), Published()
    cache.changes.append(Change(4, KIND, "qinglan", "1", files["number_rules"]))
    for version, key in ((1, OLD_KEY), (2, KEY)):
        body = {"version": version, "key": base64.b64encode(key).decode()}
        cache.changes.append(Change(4 + version, "ticket_key", str(version), str(version), body))
    cache.changes.extend(more)
    return cache


def given(hall: Served, ticket: str, seen: Seen | None = None) -> str:
    request = wish(ticket)
    answer = hall.terminal().reserve(TakeRequest(ticket, SOCIAL, request.holder, seen) if seen else request)
    assert isinstance(answer, Reserved), answer
    return answer.ticket.label


def summary(hall: Served, whose: str = "T1") -> TerminalSummary:
    found = hall.terminal(whose).summary()
    assert isinstance(found, TerminalSummary), found
    return found


def tells(hall: Served, whose: str, *labels: str) -> None:
    """The terminal answers the hall's doubt, as the first event of its stream."""
    doubt = summary(hall, whose).doubt
    assert doubt
    told = reported(EventKind.REPORTED, node=whose, doubt=doubt, day=DAY, seen=list(labels))
    answer = hall.ask("POST", "/v1/sync/events", whose, json=batch(1, told, node=whose))
    assert answer.json()["verdicts"][0]["verdict"] == "applied", answer.text


# doubt


@pytest.mark.parametrize("beginning", [Beginning.FRESH, Beginning.RESTORED])
def test_a_lost_or_restored_book_gives_spare_numbers_until_all_terminals_have_told(beginning: Beginning) -> None:
    book, clock = MemoryLedger(), StandingClock()
    book.beginning = Origin(beginning, settled=False)
    with served(book, clock=clock) as hall:
        assert given(hall, "a") == "A800"
        tells(hall, "T1", "A041", "A800")
        assert summary(hall).doubt == "", "it has told"
        assert given(hall, "b") == "A801"
        tells(hall, "T2")
        assert given(hall, "c") == "A042"
        clock.pass_seconds(2)
        eventually(lambda: book.beginning.settled, "the book hears that everybody has told")
        clock.pass_seconds(2)
        assert given(hall, "d") == "A043"
        assert [name for name, _ in hall.log.events if "numbers" in name] == [
            "hall_numbers_doubted",
            "hall_numbers_sure",
        ]


def test_a_doubt_outlives_a_restart_and_a_change_of_the_day() -> None:
    book, clock = MemoryLedger(), StandingClock()
    book.beginning = Origin(Beginning.RESTORED, settled=False)
    with served(book, clock=clock) as hall:
        tells(hall, "T1", "A041")
    with served(book, clock=clock) as hall:
        assert summary(hall).doubt == "", "its word counts after a restart too"
        assert given(hall, "a") == "A800"
        clock.pass_seconds(24 * 3600)
        eventually(lambda: summary(hall).day == "2026-11-24", "the next day")
        assert summary(hall).doubt and summary(hall, "T2").doubt
        assert not book.beginning.settled


def test_a_real_book_made_anew_is_in_doubt_and_a_settled_one_is_not(tmp_path: Path) -> None:
    opened = open_ledger(tmp_path / "hall.sqlite", 50)
    assert isinstance(opened, Opened)
    book, streams, clock = HallLedger(opened.file), InboundStreams(opened.file), StandingClock()
    with served(book, streams, clock) as hall:
        assert given(hall, "a") == "A800"
        tells(hall, "T1")
        tells(hall, "T2")
        clock.pass_seconds(2)
        eventually(lambda: book.origin().settled, "the book hears that everybody has told")
    with served(book, streams, clock) as hall:
        assert given(hall, "b") == "A001"
    opened.file.close()


def test_what_a_terminal_saw_tells_a_restored_book_that_nobody_noticed() -> None:
    with served() as hall:
        assert given(hall, "a") == "A001"
        assert summary(hall).last == ("A001",)
        assert given(hall, "b", Seen(DAY, ("A060",))) == "A800"
        assert summary(hall).doubt


def test_a_terminal_that_is_gone_is_struck_off_at_a_counter() -> None:
    book = MemoryLedger()
    book.beginning = Origin(Beginning.FRESH, settled=False)
    with served(book) as hall:
        tells(hall, "T1")
        assert refused(hall.counter("3").strike_off("T2")) is CommandRefusal.NOT_SIGNED_IN
        signed_in(hall)
        assert refused(hall.counter("3").strike_off("T7")) is CommandRefusal.NOT_AWAITED
        seen(hall.counter("3").strike_off("T2"))
        assert given(hall, "a") == "A001"
        assert ("hall_terminal_struck_off", {"terminal": "T2"}) in hall.log.events


# taking in


def test_a_ticket_is_taken_in_by_its_code_at_a_terminal_and_at_a_counter() -> None:
    with served(cache=a_city()) as hall:
        answer = hall.terminal().adopt(sign(PAPER, KEY))
        assert isinstance(answer, Adopted) and not answer.known and answer.ticket.label == "AC07"
        again = hall.counter("3").adopt(sign(PAPER, KEY))
        assert isinstance(again, Adopted) and again.known
        older = TicketData("t-8", "AC06", "social", SOCIAL, DAY, MONDAY_NINE, "T1", "walk_in")
        assert isinstance(hall.terminal().adopt(sign(older, OLD_KEY)), Adopted), "paper of this morning's key"
        assert [one.label for one in seen(hall.counter("3").view()).waiting] == ["AC07", "AC06"]


def test_a_code_that_somebody_made_up_is_refused() -> None:
    with served(cache=a_city()) as hall:
        for code in (sign(PAPER, b"x" * 32), "HK1.e30.AAAA", "https://example.org", "A007"):
            assert hall.terminal().adopt(code) == AdoptRefused(AdoptRefusal.UNREADABLE)
    with served() as hall:
        assert hall.terminal().adopt(sign(PAPER, KEY)) == AdoptRefused(AdoptRefusal.NO_KEY)


def test_a_clerk_takes_a_number_in_by_typing_it_however_it_is_typed() -> None:
    with served(cache=a_city()) as hall:
        assert hall.counter("3").adopt(label="A041") == AdoptRefused(AdoptRefusal.NOT_SIGNED_IN)
        signed_in(hall)
        assert hall.counter("3").look_up("ac07") == AdoptRefused(AdoptRefusal.NOT_KNOWN)
        slip = hall.counter("3").adopt(label="A041")
        assert isinstance(slip, Adopted) and seen(hall.counter("3").view()).waiting_total == 1
        assert seen(hall.counter("3").take_back(slip.ticket.ticket_id)).waiting_total == 0
        answer = hall.counter("3").adopt(label=" ac ０7 ")
        assert isinstance(answer, Adopted) and answer.ticket.label == "AC07"
        waiting = seen(hall.counter("3").view()).waiting[0]
        assert (waiting.label, waiting.unsigned) == ("AC07", True)
        found = hall.terminal().look_up("AC07")
        assert isinstance(found, Adopted) and found.known
        assert hall.terminal().look_up("A041") == AdoptRefused(AdoptRefusal.SIGNATURE_NEEDED)


def older(hall: Hall) -> APIRouter:
    """As a hall of the version before has it."""
    router = adopting_router(hall)
    router.routes = [route for route in router.routes if not getattr(route, "path", "").endswith("/look-up")]
    return router


def test_an_older_hall_that_is_asked_to_look_a_number_up_takes_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "adopting_router", older)
    with served(cache=a_city()) as hall:
        signed_in(hall)
        assert hall.counter("3").look_up("A041") == AdoptRefused(AdoptRefusal.HALL_TOO_OLD)
        assert seen(hall.counter("3").view()).waiting_total == 0


@pytest.mark.parametrize(
    "body", [{}, {"code": "x", "label": "A001"}, {"label": ["A001"]}, {"code": "x" * 2000}, {"label": "x" * 50}, 7]
)
def test_a_paper_of_another_form_is_refused_with_a_reason(body: Any) -> None:
    with served(cache=a_city()) as hall:
        answer = hall.ask("POST", "/v1/tickets/adopt", json=body)
        assert (answer.status_code, answer.json()["reason"]) == (422, "malformed")


def test_only_terminals_and_callers_take_tickets_in() -> None:
    def status(hall: Served, whose: str | None) -> requests.Response:
        return hall.ask("POST", "/v1/tickets/adopt", whose, json={"label": "A001"})

    with served(cache=a_city()) as hall:
        assert [status(hall, whose).status_code for whose in ("B1", "evaluator-3", None)] == [403, 403, 401]


# a person's two numbers


def test_one_call_ends_both_numbers_of_a_person() -> None:
    with served(cache=a_city()) as hall:
        take(hall, "t-1")
        holder = wish("t-1").holder
        own: dict[str, Any] = {"label": "AC01", "queue": "social", "item": SOCIAL, "taken_ms": MONDAY_NINE - 60_000,
               "holder": holder.hash, "key_version": 1, "name": holder.name, "tail": holder.tail}  # fmt: skip
        told = reported(EventKind.TAKEN, "t-own", **own)
        assert hall.ask("POST", "/v1/sync/events", json=batch(2, told)).json()["acknowledged"] == 2
        signed_in(hall)
        current = seen(hall.counter("3").call_next()).current
        assert current is not None
        assert (current.label, [one.label for one in current.linked]) == ("AC01", ["A001"])
        after = seen(hall.counter("3").finish(linked=True))
        assert (after.waiting_total, after.today.done) == (0, 1)


# what a request may carry


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"seen": {"day": "today", "labels": []}}, "seen"),
        ({"seen": {"day": DAY, "labels": ["A001"] * 9}}, "seen"),
        ({"seen": {"day": DAY, "labels": [7]}}, "seen"),
        ({"seen": None}, "seen"),
        ({"holder": {"hash": "a" * 64, "also": [{"hash": "b", "key_version": 1}]}}, "holder.also"),
        ({"holder": {"hash": "a" * 64, "also": {}}}, "holder.also"),
        ({"holder": {"hash": "a" * 64, "also": [{"hash": "", "key_version": 1}]}}, "holder.also"),
        ({"holder": {"hash": "a" * 64, "also": [{"hash": "b" * 64, "key_version": True}]}}, "holder.also"),
    ],
)
def test_a_malformed_wish_names_its_field(more: dict[str, Any], field: str) -> None:
    with served() as hall:
        answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-1", "item": SOCIAL, **more})
        assert (answer.status_code, field in answer.json()["sentence"]) == (422, True)


def test_a_person_is_found_under_the_old_key_over_the_wire() -> None:
    with served() as hall:
        first, also = person(1), person(2)
        assert isinstance(hall.terminal().reserve(TakeRequest("t-1", SOCIAL, first)), Reserved)
        rotating = Holder(also.hash, 2, also=first.identities())
        answer = hall.terminal().reserve(TakeRequest("t-2", SOCIAL, rotating))
        assert not isinstance(answer, Reserved)


# letters


def test_a_letter_that_moves_straight_to_another_terminal_is_not_taken_over() -> None:
    files = load_publication()
    swapped = {**files["number_rules"], "terminals": [{"id": "T2", "letter": "C", "since": "2026-01-01"}]}
    cache = a_city()
    with served(cache=cache) as hall:
        assert (summary(hall, "T1").letter, summary(hall, "T2").letter) == ("C", "D")
        cache.changes.append(Change(20, KIND, "qinglan", "2", swapped))
        refusal = ("hall_publication_refused", {"path": "number_rules:terminals[0].letter"})
        eventually(lambda: refusal in hall.log.events, "the refusal")
