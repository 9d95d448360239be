"""Tickets that the hall has not heard of: by their signed code, by their label on a clerk's word, and both at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.events import Event, EventKind
from kiosk.domain.signed_ticket import TicketData
from kiosk.domain.ticket import TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused, CommandRefusal, CommandRefused
from kiosk.hall.core.counter_view import counter_view
from kiosk.hall.core.scene import Accepted
from kiosk.hall.core.state import Came
from tests.hall.core.test_doubting import rules
from tests.hall.memory import MONDAY_NINE
from tests.hall.one_hall import DAY, OneHall, person

PAPER = TicketData("t-9", "AC07", "social", "RS-002", DAY, MONDAY_NINE - 600_000, "T1", "green")


def a_hall() -> OneHall:
    return OneHall(replace(rules(), enrolled=frozenset()))


def scan(hall: OneHall, paper: TicketData = PAPER, counter: str = "") -> Any:
    return hall.do(commands.AdoptScanned(paper, counter))


def type_in(hall: OneHall, label: str, counter: str = "3") -> Any:
    return hall.do(commands.AdoptTyped(label, counter))


def tells(hall: OneHall, paper: TicketData = PAPER, **more: Any) -> str:
    who = person(7)
    data: dict[str, Any] = {"label": paper.label, "queue": paper.queue, "item": paper.item, "taken_ms": paper.taken_ms,
            "group": paper.group, "holder": who.hash, "key_version": 1, "name": who.name, "tail": who.tail}  # fmt: skip
    at = hall.clock.now()
    event = Event(hall.terminal_ids.new(), EventKind.TAKEN, paper.node, DAY, at, paper.ticket_id, {**data, **more})
    refused: str = hall.do(commands.TakeIn(event)).refused
    return refused


def reason(answer: Any) -> AdoptRefusal:
    assert isinstance(answer, AdoptRefused), answer
    return answer.reason


# by its code


def test_a_scanned_ticket_waits_at_its_time_of_arrival_in_its_group() -> None:
    hall = a_hall()
    hall.take("t-1", person(1))
    answer = scan(hall)
    assert isinstance(answer, Adopted) and not answer.known
    assert (answer.ticket.label, answer.ticket.state, answer.ticket.group) == ("AC07", TicketState.WAITING, "green")
    assert hall.state.waiting("social") == 2
    hall.sign_in("3")
    assert hall.call("3").ticket_id == "t-9"
    assert hall.replayed() == hall.state


def test_a_ticket_that_is_known_is_shown_and_not_taken_in_again() -> None:
    hall = a_hall()
    scan(hall)
    before = len(hall.events)
    again = scan(hall)
    assert isinstance(again, Adopted) and again.known and again.ticket.label == "AC07"
    assert len(hall.events) == before


def test_what_its_terminal_tells_later_adds_whose_it_is() -> None:
    hall = a_hall()
    scan(hall)
    assert tells(hall) == ""
    ticket = hall.state.tickets["t-9"]
    assert (ticket.name, ticket.tail, ticket.holder_hash) == ("张*三", "0007", person(7).hash)
    assert hall.state.waiting("social") == 1
    assert hall.replayed() == hall.state


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        (replace(PAPER, day="2026-11-22"), AdoptRefusal.OTHER_DAY),
        (replace(PAPER, label="Q001"), AdoptRefusal.NOT_OF_THIS_HALL),
        (replace(PAPER, label="A1000"), AdoptRefusal.NOT_OF_THIS_HALL),
        (replace(PAPER, queue="residence"), AdoptRefusal.NOT_OF_THIS_HALL),
        (replace(PAPER, node="T2"), AdoptRefusal.LETTER_OF_ANOTHER),
    ],
)
def test_a_code_that_no_ticket_of_today_can_have_is_refused(paper: TicketData, why: AdoptRefusal) -> None:
    assert reason(scan(a_hall(), paper)) is why


def test_a_number_that_its_terminal_gave_up_is_not_taken_in() -> None:
    hall = a_hall()
    hall.reserve("t-1", person(1))
    hall.report(EventKind.VOIDED, "t-1")
    hall.report(EventKind.VOIDED, "t-9")
    assert reason(scan(hall)) is AdoptRefusal.VOID
    assert reason(type_in(hall, "A001")) is AdoptRefusal.VOID


def test_a_number_that_somebody_else_has_is_not_taken_in() -> None:
    hall = a_hall()
    hall.take("t-1", person(1))
    assert reason(scan(hall, replace(PAPER, label="A001"))) is AdoptRefusal.LABEL_IN_USE
    assert tells(hall, replace(PAPER, label="A001")) == "label_in_use"


def test_a_terminal_may_have_learnt_its_letter_before_the_hall_did() -> None:
    hall = a_hall()
    assert scan(hall, replace(PAPER, label="AF01", node="T3")).ticket.label == "AF01"
    assert tells(hall, replace(PAPER, ticket_id="t-8", label="AF02", node="T3")) == ""
    assert tells(hall, replace(PAPER, ticket_id="t-7", label="AD02", node="T3")) == "letter_of_another"


# by its label


def test_a_typed_number_is_taken_in_on_a_clerks_word_and_marked() -> None:
    hall = a_hall()
    hall.sign_in("3", "0312")
    answer = type_in(hall, "A041")
    assert isinstance(answer, Adopted) and answer.ticket.state is TicketState.WAITING
    ticket = hall.state.tickets[answer.ticket.ticket_id]
    assert (ticket.came, ticket.adopted_by) == (Came.TYPED, "0312")
    view = counter_view(hall.state, hall.rules, hall.rules.counters["3"], hall.clock.now(), 1)
    assert [(one.label, one.unsigned, one.item_name) for one in view.waiting] == [
        ("A041", True, hall.rules.queues["social"].name)
    ]
    hall.call("3")
    current = counter_view(hall.state, hall.rules, hall.rules.counters["3"], hall.clock.now(), 1).current
    assert current is not None and current.unsigned and current.adopted_by == "0312"
    assert hall.replayed() == hall.state


def test_a_typed_number_does_not_move_the_sequence_and_is_not_given_again() -> None:
    hall = a_hall()
    hall.sign_in("3")
    type_in(hall, "A002")
    assert [hall.take(f"t-{n}").label for n in range(2)] == ["A001", "A003"]


def test_without_a_clerk_nobody_vouches_for_a_typed_number() -> None:
    hall = a_hall()
    assert reason(type_in(hall, "A041")) is AdoptRefusal.NOT_SIGNED_IN
    assert reason(type_in(hall, "A041", counter="")) is AdoptRefusal.SIGNATURE_NEEDED


@pytest.mark.parametrize("label", ["A1000", "A000", "Q001", "AZ12", "", "A", "007"])
def test_a_typed_number_from_outside_todays_space_is_refused(label: str) -> None:
    hall = a_hall()
    hall.sign_in("3")
    assert reason(type_in(hall, label)) is AdoptRefusal.NOT_OF_THIS_HALL


def test_a_terminal_may_look_up_a_number_that_is_known() -> None:
    hall = a_hall()
    hall.take("t-1", person(1))
    answer = type_in(hall, "A001", counter="")
    assert isinstance(answer, Adopted) and answer.known and answer.ticket.ticket_id == "t-1"


def test_a_typed_number_becomes_the_terminals_own_ticket_as_soon_as_that_tells_of_it() -> None:
    hall = a_hall()
    hall.sign_in("3")
    typed = type_in(hall, "AC07").ticket.ticket_id
    assert tells(hall) == ""
    assert hall.state.ticket("t-9") is hall.state.tickets[typed]
    assert hall.state.waiting("social") == 1
    ticket = hall.state.tickets[typed]
    assert (ticket.name, ticket.item, ticket.came) == ("张*三", "RS-002", Came.REPORTED)
    assert tells(hall) == "", "told again, it is the same ticket"
    assert scan(hall).ticket.ticket_id == typed
    assert hall.report(EventKind.VOIDED, "t-9").refused == "already_taken"
    assert hall.replayed() == hall.state


def test_a_code_scanned_after_its_number_was_typed_is_the_same_ticket() -> None:
    hall = a_hall()
    hall.sign_in("3")
    typed = type_in(hall, "AC07").ticket.ticket_id
    assert scan(hall).ticket.ticket_id == typed
    assert hall.state.waiting("social") == 1
    assert hall.replayed() == hall.state


# under another number than the one set aside here


def test_the_number_on_the_paper_counts_when_the_other_node_gave_it() -> None:
    hall = a_hall()
    hall.reserve("t-9", person(7))
    assert tells(hall, replace(PAPER, label="A512")) == ""
    assert hall.state.tickets["t-9"].label == "A512"
    assert hall.state.waiting("social") == 1
    assert hall.take("t-2").label == "A002", "the first number is nobody's and is not given again"
    assert hall.replayed() == hall.state


def test_a_number_that_is_set_aside_anew_after_its_book_forgot_it_keeps_the_place_that_its_paper_says() -> None:
    hall = a_hall()
    hall.take("t-1")
    hall.reserve("t-9", person(7))
    assert tells(hall, replace(PAPER, label="A512", group="walk_in")) == ""
    hall.sign_in("3")
    assert hall.call("3").ticket_id == "t-9", "it was taken ten minutes before the other"
    assert hall.replayed() == hall.state


def test_a_confirmed_number_never_changes() -> None:
    hall = a_hall()
    hall.take("t-9", person(7))
    assert tells(hall, replace(PAPER, label="A512")) == "other_label"
    assert hall.state.tickets["t-9"].label == "A001"


def test_a_number_that_was_called_unconfirmed_gets_its_papers_number_where_it_is() -> None:
    hall = a_hall()
    hall.reserve("t-9", person(7))
    hall.clock.pass_seconds(31)
    hall.sign_in("3")
    hall.call("3")
    assert tells(hall, replace(PAPER, label="A512")) == ""
    current = hall.state.current("3")
    assert current is not None and (current.label, current.confirmed) == ("A512", True)
    assert hall.replayed() == hall.state


# asked for first, and taken back


def asks(hall: OneHall, label: str) -> Any:
    return hall.do(commands.AdoptTyped(label, "3", only_ask=True))


def takes_back(hall: OneHall, ticket: str, counter: str = "3") -> Any:
    return hall.do(commands.TakeBack(counter, hall.press(), ticket))


def test_a_number_is_asked_for_without_taking_it_in() -> None:
    hall = a_hall()
    hall.sign_in("3", "0312")
    label = hall.take("t-1").label
    before = len(hall.events)
    known = asks(hall, label)
    assert isinstance(known, Adopted) and known.known and known.typed_by == ""
    assert reason(asks(hall, "AC07")) is AdoptRefusal.NOT_KNOWN
    assert [reason(asks(hall, number)) for number in ("A002", "A441")] == [AdoptRefusal.NEVER_GIVEN] * 2
    assert reason(asks(hall, "Z99")) is AdoptRefusal.NOT_OF_THIS_HALL
    assert len(hall.events) == before


def test_a_book_in_doubt_does_not_say_that_a_number_was_never_given() -> None:
    hall = OneHall(rules())
    hall.sign_in("3", "0312")
    hall.do(commands.DoubtNumbers("restored"))
    assert reason(asks(hall, "A002")) is AdoptRefusal.NOT_KNOWN


def test_a_slip_is_taken_back_and_the_number_is_free_for_whoever_really_has_it() -> None:
    hall = a_hall()
    hall.sign_in("3", "0312")
    typed = type_in(hall, "AC07")
    assert typed.typed_by == "0312"
    for _ in range(2):
        assert isinstance(takes_back(hall, typed.ticket.ticket_id), Accepted)
    assert hall.state.waiting("social") == 0
    assert hall.replayed() == hall.state
    assert tells(hall) == ""
    assert hall.state.tickets["t-9"].state is TicketState.WAITING


def test_the_next_number_of_the_sequence_is_given_after_a_slip_with_it_was_taken_back() -> None:
    hall = a_hall()
    hall.sign_in("3", "0312")
    typed = type_in(hall, "A001")
    takes_back(hall, typed.ticket.ticket_id)
    assert hall.take("t-1").label == "A001"


def test_nobody_else_takes_a_typed_number_back_and_nobody_one_that_was_called_or_told_of() -> None:
    hall = a_hall()
    hall.sign_in("3", "0312")
    hall.sign_in("5", "0305")
    called = type_in(hall, "A441").ticket.ticket_id
    assert takes_back(hall, called, "5") == CommandRefused(CommandRefusal.NOT_TAKEN_BACK)
    hall.call("3")
    assert takes_back(hall, called) == CommandRefused(CommandRefusal.NOT_TAKEN_BACK)
    told = type_in(hall, "AC07").ticket.ticket_id
    tells(hall)
    assert takes_back(hall, told) == CommandRefused(CommandRefusal.NOT_TAKEN_BACK)
    assert takes_back(hall, told, "6") == CommandRefused(CommandRefusal.NOT_SIGNED_IN)
