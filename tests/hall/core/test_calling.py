"""The clerk's keys: the right next person, one counter for a person, one person at a counter."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.answers import CommandRefusal, CommandRefused
from kiosk.hall.core.scene import Accepted
from tests.hall.one_hall import CONSULT, OneHall, person


def refusal(answer: Any) -> CommandRefusal:
    assert isinstance(answer, CommandRefused), answer
    return answer.reason


def hall_with(*tickets: str) -> OneHall:
    hall = OneHall()
    hall.sign_in("3", "0305")
    for ticket in tickets:
        hall.take(ticket)
    return hall


def test_the_clerk_calls_whoever_came_first() -> None:
    hall = hall_with("t-1", "t-2")
    assert hall.call("3") == Accepted("t-1")
    ticket = hall.state.tickets["t-1"]
    assert (ticket.state, ticket.counter, ticket.clerk) == (TicketState.CALLED, "3", "0305")


def test_two_counters_never_get_one_person() -> None:
    hall = hall_with("t-1", "t-2")
    hall.sign_in("5", "0307")
    assert (hall.call("3").ticket_id, hall.call("5").ticket_id) == ("t-1", "t-2")
    hall.finish("3")
    assert refusal(hall.call("3")) is CommandRefusal.NOBODY_WAITING


def test_a_counter_with_somebody_there_calls_nobody_else() -> None:
    hall = hall_with("t-1", "t-2")
    hall.call("3")
    assert refusal(hall.call("3")) is CommandRefusal.UNFINISHED


def test_a_press_sent_twice_has_one_effect() -> None:
    hall = hall_with("t-1", "t-2")
    press = commands.CallNext("3", "press-1")
    assert hall.do(press) == hall.do(press) == Accepted("t-1")
    finish = commands.Finish("3", "press-2")
    hall.do(finish)
    assert hall.do(finish) == Accepted("")
    assert hall.do(press) == Accepted("")  # even when the old press arrives last of all
    assert hall.kinds().count(EventKind.CALLED) == 1


def test_a_counter_calls_only_from_its_own_queues() -> None:
    hall = OneHall()
    hall.take("t-1")
    hall.sign_in("1")
    assert refusal(hall.call("1")) is CommandRefusal.NOBODY_WAITING


def test_a_counter_of_two_queues_takes_the_earlier_of_both() -> None:
    hall = OneHall()
    hall.take("t-1", item=CONSULT)
    hall.clock.pass_seconds(5)
    hall.take("t-2")
    hall.sign_in("3")
    assert hall.call("3").ticket_id == "t-1"


def test_the_reason_of_a_choice_is_kept_with_the_call() -> None:
    hall = hall_with("t-1")
    hall.take("t-2", person(2, Group.GREEN))
    hall.call("3")
    called = hall.events[-1]
    assert (called.ticket_id, called.data["reasons"]) == ("t-2", ["priority_turn"])


def test_the_green_channel_and_walk_ins_take_turns() -> None:
    hall = hall_with("w-1", "w-2")
    for name in ("g-1", "g-2", "g-3"):
        hall.take(name, person(int(name[2]) + 50, Group.GREEN))
    order = []
    for _ in range(5):
        order.append(hall.call("3").ticket_id)
        hall.finish("3")
    assert order == ["g-1", "g-2", "w-1", "g-3", "w-2"]


def test_nobody_calls_at_a_counter_without_a_clerk() -> None:
    hall = OneHall()
    hall.take("t-1")
    assert refusal(hall.call("3")) is CommandRefusal.NOT_SIGNED_IN


def test_a_counter_that_is_not_published_does_nothing() -> None:
    assert refusal(OneHall().call("99")) is CommandRefusal.UNKNOWN_COUNTER


# 待确认


def test_a_reservation_its_terminal_has_not_confirmed_is_skipped_for_half_a_minute() -> None:
    hall = OneHall()
    hall.reserve("doubtful", person(1))
    hall.take("sure", person(2))
    hall.sign_in("3")
    hall.clock.pass_seconds(29)
    assert hall.call("3").ticket_id == "sure"


def test_after_half_a_minute_it_is_called_in_its_turn_and_marked() -> None:
    hall = OneHall()
    hall.reserve("doubtful", person(1))
    hall.take("sure", person(2))
    hall.sign_in("3")
    hall.clock.pass_seconds(30)
    assert hall.call("3").ticket_id == "doubtful"
    assert hall.events[-1].data["unconfirmed"] is True


def test_time_alone_makes_no_reservation_void() -> None:
    hall = OneHall()
    hall.reserve("doubtful", person(1))
    hall.clock.pass_seconds(3 * 3600)
    hall.do(commands.Tick())
    assert hall.state.tickets["doubtful"].state is TicketState.RESERVED


# 开始 重呼 过号 办结


def test_five_recalls_and_no_more() -> None:
    hall = hall_with("t-1")
    hall.call("3")
    answers = [hall.do(commands.Recall("3", hall.press())) for _ in range(6)]
    assert answers[:5] == [Accepted("t-1")] * 5
    assert refusal(answers[5]) is CommandRefusal.RECALL_LIMIT


def test_who_is_being_served_is_neither_recalled_nor_passed_over() -> None:
    hall = hall_with("t-1")
    hall.call("3")
    assert hall.do(commands.Start("3", hall.press())) == Accepted("t-1")
    assert refusal(hall.do(commands.Recall("3", hall.press()))) is CommandRefusal.ALREADY_STARTED
    assert refusal(hall.pass_over("3")) is CommandRefusal.ALREADY_STARTED
    assert refusal(hall.do(commands.Start("3", hall.press()))) is CommandRefusal.ALREADY_STARTED


def test_passing_over_frees_the_counter_for_the_next() -> None:
    hall = hall_with("t-1", "t-2")
    hall.call("3")
    hall.pass_over("3")
    assert hall.state.tickets["t-1"].state is TicketState.PASSED
    assert hall.call("3").ticket_id == "t-2"


def test_service_time_begins_with_start_and_without_it_with_the_call() -> None:
    hall = hall_with("t-1", "t-2")
    hall.call("3")
    hall.clock.pass_seconds(20)
    hall.do(commands.Start("3", hall.press()))
    hall.clock.pass_seconds(100)
    hall.finish("3")
    hall.serve("3", 50)
    done = [event.data for event in hall.events if event.kind is EventKind.DONE]
    assert [(data["service_ms"], data["occupied_ms"]) for data in done] == [(100_000, 120_000), (50_000, 50_000)]


@pytest.mark.parametrize("key", [commands.Start, commands.Recall, commands.PassOver, commands.Finish])
def test_the_keys_around_a_ticket_do_nothing_without_one(key: type[commands.CounterCommand]) -> None:
    hall = hall_with()
    assert refusal(hall.do(key("3", hall.press()))) is CommandRefusal.NO_TICKET


@pytest.mark.parametrize("key", [commands.Start, commands.Recall, commands.PassOver, commands.Finish])
def test_a_key_that_arrives_late_leaves_whoever_came_since_alone(key: type[commands.TicketCommand]) -> None:
    hall = hall_with("t-1", "t-2")
    hall.serve("3", 60)
    late = key("3", hall.press(), "t-1")
    assert refusal(hall.do(late)) is CommandRefusal.NO_TICKET
    hall.call("3")
    before = len(hall.events)
    assert refusal(hall.do(late)) is CommandRefusal.ANOTHER_TICKET
    assert len(hall.events) == before
    assert hall.do(key("3", hall.press(), "t-2")) == Accepted("t-2")


def test_a_clock_set_back_neither_reorders_people_nor_makes_services_negative() -> None:
    hall = hall_with("t-1")
    hall.clock.set_wall(hall.clock.now().wall_ms - 3_600_000)
    hall.take("t-2")
    assert hall.call("3").ticket_id == "t-1"
    hall.finish("3")
    assert hall.call("3").ticket_id == "t-2"
    assert all(event.data["waited_ms"] == 0 for event in hall.events if event.kind is EventKind.CALLED)
