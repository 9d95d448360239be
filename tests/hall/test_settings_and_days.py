"""Settings that come down while the hall runs, days that change, restarts."""

from __future__ import annotations

from kiosk.domain.ticket import (
    HallUnreachable,
    Reserved,
    TakeRequest,
)
from kiosk.hall.core.answers import (
    BoardView,
    CounterPhase,
    HallHealth,
    TerminalSummary,
)
from tests.hall.a_server import Published, Served, eventually, served
from tests.hall.memory import MemoryLedger, StandingClock
from tests.hall.one_hall import CONSULT, SOCIAL, person
from tests.hall.steps import seen, signed_in, take

# settings


def test_without_settings_from_the_city_the_hall_is_not_ready_and_says_so() -> None:
    cache = Published([])
    with served(cache=cache) as hall:
        answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-1", "item": SOCIAL})
        assert (answer.status_code, answer.json()["reason"]) == (503, "not_ready")
        assert hall.terminal().reserve(TakeRequest("t-1", SOCIAL, person(1))) is HallUnreachable.OUT_OF_SERVICE
        assert hall.ask("GET", "/v1/feed", "B1").status_code == 503
        health = hall.terminal().health()
        assert isinstance(health, HallHealth)
        assert health.status == "not_ready"
        cache.changes.extend(Published().changes)
        eventually(lambda: isinstance(hall.terminal().summary(), TerminalSummary), "the settings' arrival")


def test_new_settings_are_in_force_without_a_restart_and_broken_ones_never_are() -> None:
    cache = Published()
    with served(cache=cache) as hall:
        change = cache.changes[0]
        body = {**(change.body or {}), "board_notice": {"zh": "周五休息", "en": "Closed on Friday"}}
        cache.changes.append(type(change)(10, "hall_settings", "", "2", body))
        eventually(lambda: notice(hall) == "周五休息", "the new notice")
        cache.changes.append(type(change)(11, "hall_settings", "", "3", {**body, "queues": []}))
        eventually(lambda: ("hall_publication_refused", {"path": "queues"}) in hall.log.events, "the refusal")
        assert notice(hall) == "周五休息"


def test_a_letter_that_is_heard_as_a_digit_is_warned_of_and_taken_all_the_same() -> None:
    cache = Published()
    change = cache.changes[0]
    body = dict(change.body or {})
    first, *others = body["queues"]
    cache.changes[0] = type(change)(
        1, "hall_settings", "", "1", {**body, "queues": [{**first, "prefix": "E"}, *others]}
    )
    with served(cache=cache) as hall:
        warning = ("hall_prefix_misheard", {"prefix": "E", "queue": "social"})
        eventually(lambda: warning in hall.log.events, "the warning")
        take(hall, "t-1")
        view = signed_in(hall)
        assert view.waiting[0].label == "E001"


def notice(hall: Served) -> str:
    board = hall.board().snapshot()
    assert isinstance(board, BoardView)
    return board.notice.zh


# days


def test_at_the_boundary_numbers_begin_again_and_yesterday_is_closed() -> None:
    clock, ledger = StandingClock(), MemoryLedger()
    with served(ledger, clock=clock) as hall:
        take(hall, "t-1")
        signed_in(hall)
        clock.pass_seconds(24 * 3600)
        answer = hall.terminal().reserve(TakeRequest("t-2", SOCIAL, person(2)))
        assert isinstance(answer, Reserved)
        assert (answer.ticket.label, answer.ticket.day) == ("A001", "2026-11-24")
        assert seen(hall.counter("3").view()).phase is CounterPhase.SIGNED_OUT
        assert hall.terminal().ticket("t-1") is None


def test_a_clock_that_cannot_be_believed_changes_no_day() -> None:
    clock = StandingClock()
    with served(clock=clock) as hall:
        take(hall, "t-1")
        clock.set_wall(clock.now().wall_ms + 40 * 24 * 3_600_000, trusted=False)
        answer = hall.terminal().reserve(TakeRequest("t-2", SOCIAL, person(2)))
        assert isinstance(answer, Reserved)
        assert (answer.ticket.label, answer.ticket.day) == ("A002", "2026-11-23")


def test_after_a_restart_the_hall_goes_on_where_it_was() -> None:
    ledger = MemoryLedger()
    with served(ledger) as hall:
        take(hall, "t-1", "t-2")
        signed_in(hall)
        hall.counter("3").call_next()
    with served(ledger) as hall:
        view = seen(hall.counter("3").view())
        assert view.current is not None
        assert (view.current.label, view.waiting_total, view.clerk) == ("A001", 1, "0305")
        answer = hall.terminal().reserve(TakeRequest("t-3", CONSULT))
        assert isinstance(answer, Reserved)
        assert answer.ticket.label == "C001"


def test_a_hall_that_was_off_over_night_closes_the_day_before() -> None:
    ledger, clock = MemoryLedger(), StandingClock()
    with served(ledger, clock=clock) as hall:
        signed_in(hall)
    clock.pass_seconds(24 * 3600)
    with served(ledger, clock=clock) as hall:
        assert seen(hall.counter("3").view()).phase is CounterPhase.SIGNED_OUT
    last = [(event.kind.value, event.day) for event in ledger.rows][-2:]
    assert last == [("signed_out", "2026-11-23"), ("day_opened", "2026-11-24")]
