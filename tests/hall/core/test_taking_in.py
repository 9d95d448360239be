"""What terminals report: confirmations, voids, adopted tickets, notices; contradictions are refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import Reserved, TicketState
from kiosk.hall.core import commands
from tests.hall.memory import MONDAY_NINE
from tests.hall.one_hall import OneHall, person

TAKEN: dict[str, Any] = {
    "label": "A042",
    "queue": "social",
    "item": "RS-002",
    "holder": "ab" * 32,
    "key_version": 1,
    "name": "李*",
    "tail": "1234",
    "group": "walk_in",
}


def adopt(hall: OneHall, ticket_id: str = "t-9", **changed: Any) -> str:
    refused: str = hall.report(
        EventKind.TAKEN, ticket_id, **{**TAKEN, "taken_ms": MONDAY_NINE - 60_000, **changed}
    ).refused
    return refused


def test_a_confirmed_reservation_is_a_person_who_waits() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    assert hall.state.waiting("social") == 0
    hall.report(EventKind.TAKEN, "t-1")
    assert hall.state.waiting("social") == 1


def test_a_confirmation_that_comes_after_the_call_takes_the_mark_away() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.clock.pass_seconds(60)
    hall.sign_in("3")
    hall.call("3")
    hall.report(EventKind.TAKEN, "t-1")
    ticket = hall.state.tickets["t-1"]
    assert (ticket.state, ticket.confirmed) == (TicketState.CALLED, True)


def test_a_ticket_the_hall_never_heard_of_joins_by_its_time_of_arrival() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    assert adopt(hall) == ""
    hall.sign_in("3")
    assert hall.call("3").ticket_id == "t-9"
    assert hall.state.tickets["t-9"].name == "李*"


def test_after_an_adopted_number_the_hall_goes_on_behind_it() -> None:
    hall = OneHall()
    adopt(hall)
    answer = hall.reserve("t-1", person(1))
    assert isinstance(answer, Reserved)
    assert answer.ticket.label == "A043"


def test_a_number_of_the_spare_part_is_adopted_and_leaves_the_sequence_alone() -> None:
    hall = OneHall()
    assert adopt(hall, label="A800") == ""
    assert hall.take("t-1").label == "A001"


@pytest.mark.parametrize("label", ["A", "Q001", "A1000", "A000", ""])
def test_a_label_from_outside_the_halls_space_is_refused(label: str) -> None:
    assert adopt(OneHall(), label=label) == "label_not_of_this_hall"


def test_a_label_that_somebody_has_already_is_refused() -> None:
    hall = OneHall()
    hall.take("t-1")
    assert adopt(hall, label="A001") == "label_in_use"


def test_a_terminal_with_a_wrong_clock_cannot_bring_its_people_to_the_front() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    hall.clock.pass_seconds(60)
    wrong = replace(hall.clock.now(), wall_ms=5, trusted=False)
    hall.report(EventKind.TAKEN, "t-9", at=wrong, **TAKEN, taken_ms=5)
    hall.sign_in("3")
    assert hall.call("3").ticket_id == "t-1"


def test_a_confirmation_dated_to_another_day_counts_for_the_day_of_its_ticket() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    assert hall.report(EventKind.TAKEN, "t-1", day="2026-11-22").refused == ""
    assert hall.state.waiting("social") == 1
    assert hall.replayed() == hall.state


def test_yesterdays_late_confirmation_is_kept_and_makes_nobody_wait() -> None:
    hall = OneHall()
    assert hall.report(EventKind.TAKEN, "old", day="2026-11-22", **TAKEN).refused == ""
    assert hall.state.waiting("social") == 0
    assert hall.events[-1].ticket_id == "old"


def test_a_ticket_of_tomorrow_is_refused_in_the_last_minutes_of_today_because_it_would_end_with_it() -> None:
    hall = OneHall()
    hall.clock.pass_seconds(18 * 3600 + 35 * 60)  # 03:55
    assert hall.report(EventKind.TAKEN, "t-1", day="2026-11-24", **TAKEN).refused == "day_not_begun"


def test_people_of_a_terminal_whose_calendar_runs_ahead_are_taken_in_today_and_now() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    hall.clock.pass_seconds(60)
    assert hall.report(EventKind.TAKEN, "t-9", day="2026-11-25", **TAKEN, taken_ms=MONDAY_NINE - 60_000).refused == ""
    hall.sign_in("3")
    assert hall.call("3").ticket_id == "t-1", "its time is not believed"
    assert hall.state.waiting("social") == 1
    assert hall.replayed() == hall.state


# void


def test_a_void_reservation_is_never_called() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    assert hall.report(EventKind.VOIDED, "t-1").refused == ""
    hall.clock.pass_seconds(60)
    hall.sign_in("3")
    assert hall.call("3").reason == "nobody_waiting"


def test_a_called_number_that_turns_out_void_frees_the_counter_and_leaves_the_boards() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.clock.pass_seconds(31)
    hall.sign_in("3")
    hall.call("3")
    hall.report(EventKind.VOIDED, "t-1")
    assert hall.state.counter("3").ticket_id == ""
    assert (hall.events[-1].node, hall.events[-1].data["counter"]) == ("hall-1", "3")
    assert hall.replayed() == hall.state


def test_a_confirmed_ticket_cannot_be_declared_void() -> None:
    hall = OneHall()
    hall.take("t-1")
    assert hall.report(EventKind.VOIDED, "t-1").refused == "already_taken"
    assert hall.state.waiting("social") == 1


def test_somebody_who_was_served_unconfirmed_cannot_be_declared_void() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.clock.pass_seconds(31)
    hall.sign_in("3")
    hall.serve("3", 60)
    assert hall.report(EventKind.VOIDED, "t-1").refused == "already_served"


def test_a_wish_given_up_by_a_terminal_with_a_wrong_calendar_gets_no_number_when_it_arrives_late() -> None:
    hall = OneHall()
    hall.report(EventKind.VOIDED, "t-1", day="2026-11-25")
    assert hall.reserve("t-1", person(1)).reason == "voided"
    assert hall.replayed() == hall.state


def test_a_ticket_declared_void_cannot_be_taken_afterwards() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.report(EventKind.VOIDED, "t-1")
    hall.report(EventKind.VOIDED, "t-2")
    assert hall.report(EventKind.TAKEN, "t-1").refused == "already_void"
    assert hall.report(EventKind.TAKEN, "t-2", **TAKEN).refused == "already_void"


# everything else


def test_a_terminal_cannot_speak_for_the_hall() -> None:
    hall = OneHall()
    hall.take("t-1")
    assert hall.report(EventKind.CALLED, "t-1", counter="3").refused == "not_a_terminals_event"
    assert hall.state.tickets["t-1"].state is TicketState.WAITING


def test_an_event_stuffed_with_data_is_refused() -> None:
    assert OneHall().report(EventKind.COMPLAINED, reason="x" * 5000).refused == "too_large"


def test_a_time_that_no_clock_shows_is_refused_before_it_reaches_the_book() -> None:
    hall = OneHall()
    broken = replace(hall.clock.now(), wall_ms=1 << 70)
    assert hall.report(EventKind.PRINTED, "t-1", at=broken).refused == "impossible_time"


def test_a_ticket_said_to_be_taken_in_the_future_was_taken_now() -> None:
    hall = OneHall()
    assert adopt(hall, taken_ms=1 << 60) == ""
    assert hall.state.tickets["t-9"].taken_ms == MONDAY_NINE


def test_what_the_printer_said_is_kept_and_moves_nobody() -> None:
    hall = OneHall()
    hall.take("t-1")
    before = hall.replayed()
    assert hall.report(EventKind.PRINT_FAILED, "t-1", reason="paper_out").refused == ""
    assert hall.state == before
    assert hall.events[-1].kind is EventKind.PRINT_FAILED


def test_a_tick_without_open_evaluations_says_nothing() -> None:
    hall = OneHall()
    hall.do(commands.Tick())
    assert hall.kinds() == [EventKind.DAY_OPENED]
