"""A number for a request: once per request, once per person and queue, never a second time on the same day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import Group, Holder, Refused, Reserved, TakeRefusal, TicketState
from kiosk.hall.core.answers import Restored, RestoreRefusal, RestoreRefused
from kiosk.hall.core.commands import Restore
from kiosk.hall.core.rules import rules_of
from tests.hall.one_hall import CONSULT, DAY, OneHall, person, published, with_numbers


def refusal(answer: object) -> TakeRefusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_the_first_citizen_of_the_day_gets_number_one() -> None:
    hall = OneHall()
    answer = hall.reserve("t-1", person(1))
    assert isinstance(answer, Reserved)
    ticket = answer.ticket
    assert (ticket.label, ticket.queue, ticket.state) == ("A001", "social", TicketState.RESERVED)
    assert (ticket.day, ticket.ahead, ticket.counters) == (DAY, 0, ("3", "5", "6"))
    assert (ticket.name, ticket.tail) == ("张*三", "0001")


def test_the_same_request_gets_the_same_number_however_often_it_comes() -> None:
    hall = OneHall()
    first = hall.reserve("t-1", person(1))
    assert hall.reserve("t-1", person(1)) == first
    assert hall.kinds().count(EventKind.RESERVED) == 1


def test_a_person_who_waits_is_shown_the_ticket_instead_of_getting_another() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    answer = hall.reserve("t-2", person(1))
    assert refusal(answer) is TakeRefusal.ALREADY_WAITING
    assert isinstance(answer, Refused)
    assert answer.ticket is not None
    assert answer.ticket.ticket_id == "t-1"


def test_the_same_person_may_wait_in_another_queue() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    assert hall.take("t-2", person(1), CONSULT).label == "C001"


def test_two_people_are_two_even_under_different_versions_of_the_citys_key() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    assert isinstance(hall.reserve("t-2", replace(person(1), key_version=2)), Reserved)


def test_after_the_service_the_same_person_may_take_a_number_again() -> None:
    hall = OneHall()
    hall.take("t-1", person(1))
    hall.sign_in("3")
    hall.serve("3", 60)
    assert isinstance(hall.reserve("t-2", person(1)), Reserved)


def test_nobody_has_to_say_who_they_are_to_ask_a_question() -> None:
    hall = OneHall()
    assert isinstance(hall.reserve("t-1", Holder(), CONSULT), Reserved)
    assert isinstance(hall.reserve("t-2", Holder(), CONSULT), Reserved)


def test_an_item_that_needs_a_name_gives_no_anonymous_number() -> None:
    assert refusal(OneHall().reserve("t-1", Holder())) is TakeRefusal.IDENTITY_REQUIRED


def test_an_item_that_nobody_published_is_unknown() -> None:
    assert refusal(OneHall().reserve("t-1", person(1), "XX-999")) is TakeRefusal.UNKNOWN_ITEM


def test_when_the_numbers_are_used_up_the_hall_says_so() -> None:
    rules = published()
    hall = OneHall(rules_of("hall-1", with_numbers(rules.hall, 1, 2), rules.catalogue, rules.reasons))
    hall.take("t-1")
    hall.take("t-2")
    assert refusal(hall.reserve("t-3", person(3))) is TakeRefusal.NUMBERS_EXHAUSTED


def test_new_ranges_published_at_noon_wait_for_the_next_day() -> None:
    hall = OneHall()
    hall.take("t-1")
    hall.rules = rules_of(
        "hall-1", with_numbers(hall.rules.hall, 5001, 5999, 4), hall.rules.catalogue, hall.rules.reasons
    )
    assert hall.take("t-2").label == "A002"


def test_a_queue_published_at_noon_opens_with_the_next_day() -> None:
    hall = OneHall()
    hall.state.spaces.pop("social")
    assert refusal(hall.reserve("t-1", person(1))) is TakeRefusal.QUEUE_CLOSED


def test_a_void_number_is_not_given_again() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.report(EventKind.VOIDED, "t-1")
    assert refusal(hall.reserve("t-1", person(1))) is TakeRefusal.VOIDED
    answer = hall.reserve("t-2", person(1))
    assert isinstance(answer, Reserved)
    assert answer.ticket.label == "A002"


def test_a_request_given_up_before_it_arrived_gets_no_number() -> None:
    hall = OneHall()
    hall.report(EventKind.VOIDED, "t-1")
    assert refusal(hall.reserve("t-1", person(1))) is TakeRefusal.VOIDED


def test_people_ahead_are_those_who_wait_confirmed() -> None:
    hall = OneHall()
    hall.take("t-1")
    hall.take("t-2")
    hall.reserve("t-3", person(3))
    answer = hall.reserve("t-4", person(4))
    assert isinstance(answer, Reserved)
    assert answer.ticket.ahead == 2


def test_a_walk_in_is_told_of_the_green_channel_before_him() -> None:
    hall = OneHall()
    hall.take("t-1")
    hall.take("t-2", person(2, Group.GREEN))
    answer = hall.reserve("t-3", person(3))
    assert isinstance(answer, Reserved)
    assert answer.ticket.ahead == 2


def test_the_estimate_learns_from_the_day() -> None:
    hall = OneHall()
    hall.sign_in("3")
    for number in range(6):
        hall.take(f"t-{number}")
        hall.serve("3", 60)
    hall.take("t-a")
    answer = hall.reserve("t-b", person(99))
    assert isinstance(answer, Reserved)
    assert (answer.ticket.wait_low, answer.ticket.wait_high) == (1, 2)


# 过号 and its way back


def passed_hall() -> OneHall:
    hall = OneHall()
    hall.take("t-1", person(1))
    hall.sign_in("3")
    hall.call("3")
    hall.pass_over("3")
    return hall


def restore_refusal(answer: object) -> RestoreRefusal:
    assert isinstance(answer, RestoreRefused), answer
    return answer.reason


def test_a_passed_person_is_offered_the_way_back_instead_of_a_new_number() -> None:
    hall = passed_hall()
    answer = hall.reserve("t-2", person(1))
    assert refusal(answer) is TakeRefusal.PASSED_RECENTLY
    assert isinstance(answer, Refused)
    assert answer.ticket is not None
    assert answer.ticket.restorable


def test_a_restored_ticket_stands_at_its_place_by_arrival_again() -> None:
    hall = passed_hall()
    hall.take("t-2", person(2))
    answer = hall.do(Restore("t-1"))
    assert isinstance(answer, Restored)
    assert (answer.ticket.state, answer.ticket.ahead, answer.ticket.counter) == (TicketState.WAITING, 0, "")
    assert hall.call("3").ticket_id == "t-1"


def test_restoring_twice_for_a_lost_answer_has_one_effect() -> None:
    hall = passed_hall()
    first = hall.do(Restore("t-1"))
    assert hall.do(Restore("t-1")) == first
    assert hall.kinds().count(EventKind.RESTORED) == 1


def test_a_ticket_comes_back_once_only() -> None:
    hall = passed_hall()
    hall.do(Restore("t-1"))
    hall.call("3")
    hall.pass_over("3")
    assert restore_refusal(hall.do(Restore("t-1"))) is RestoreRefusal.ALREADY_RESTORED
    assert isinstance(hall.reserve("t-2", person(1)), Reserved)


@pytest.mark.parametrize(("minutes", "comes_back"), [(29, True), (30, False)])
def test_a_passed_ticket_comes_back_within_half_an_hour(minutes: int, comes_back: bool) -> None:
    hall = passed_hall()
    hall.clock.pass_seconds(minutes * 60)
    answer = hall.do(Restore("t-1"))
    assert isinstance(answer, Restored) is comes_back
    if not comes_back:
        assert restore_refusal(answer) is RestoreRefusal.TOO_LATE
        assert isinstance(hall.reserve("t-2", person(1)), Reserved)


def test_who_was_not_passed_has_nothing_to_restore() -> None:
    hall = OneHall()
    hall.take("t-1")
    assert restore_refusal(hall.do(Restore("t-1"))) is RestoreRefusal.NOT_PASSED
    assert restore_refusal(hall.do(Restore("t-9"))) is RestoreRefusal.UNKNOWN_TICKET
