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


HOUR_MS = 3_600_000


def label_and_day(hall: Served, ticket: str) -> tuple[str, str]:
    answer = hall.terminal().reserve(TakeRequest(ticket, CONSULT))
    assert isinstance(answer, Reserved), answer
    return answer.ticket.label, answer.ticket.day


def test_a_clock_that_is_set_back_two_days_changes_no_day_until_it_is_trusted_and_then_neither() -> None:
    clock, before = StandingClock(), "2026-11-23"
    with served(clock=clock) as hall:
        assert label_and_day(hall, "t-1") == ("C001", before)
        clock.set_wall(clock.now().wall_ms - 48 * HOUR_MS, trusted=False)
        assert label_and_day(hall, "t-2") == ("C002", before)
        assert [name for name, _ in hall.log.events].count("hall_day_held_back") == 1
        clock.set_wall(clock.now().wall_ms + 48 * HOUR_MS)
        assert label_and_day(hall, "t-3") == ("C003", before)


def test_a_day_that_a_wrong_clock_began_is_taken_back_and_today_goes_on_where_it_was() -> None:
    clock = StandingClock()
    with served(clock=clock) as hall:
        assert label_and_day(hall, "t-1") == ("C001", "2026-11-23")
        clock.set_wall(clock.now().wall_ms + 48 * HOUR_MS)
        assert label_and_day(hall, "t-2") == ("C001", "2026-11-25")
        clock.set_wall(clock.now().wall_ms - 48 * HOUR_MS)
        assert label_and_day(hall, "t-3") == ("C002", "2026-11-23")
        assert ("hall_day_taken_back", {}) in hall.log.events


def test_a_boundary_published_for_later_in_the_morning_takes_no_day_back() -> None:
    cache, clock = Published(), StandingClock()
    clock.pass_seconds(19 * 3600)  # 04:20
    with served(clock=clock, cache=cache) as hall:
        assert label_and_day(hall, "t-1") == ("C001", "2026-11-24")
        change = cache.changes[0]
        body = {**(change.body or {}), "business_day_boundary": "05:00", "board_notice": {"zh": "改了", "en": "New"}}
        cache.changes.append(type(change)(10, "hall_settings", "", "2", body))
        eventually(lambda: notice(hall) == "改了", "the new boundary")
        assert label_and_day(hall, "t-2") == ("C002", "2026-11-24")
        clock.pass_seconds(3600)
        assert label_and_day(hall, "t-3") == ("C003", "2026-11-24")


def test_a_hall_that_starts_with_a_clock_it_cannot_believe_goes_on_with_the_day_of_its_book() -> None:
    ledger, clock = MemoryLedger(), StandingClock()
    with served(ledger, clock=clock) as hall:
        assert label_and_day(hall, "t-1") == ("C001", "2026-11-23")
    for wrong in (-48, 24, 400):
        off = StandingClock()
        off.set_wall(off.now().wall_ms + wrong * HOUR_MS, trusted=False)
        with served(ledger, clock=off) as hall:
            assert label_and_day(hall, f"t{wrong}")[1] == "2026-11-23"
    with served(ledger, clock=clock) as hall:
        assert label_and_day(hall, "t-9") == ("C005", "2026-11-23")
