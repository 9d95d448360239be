"""Clerks come, go, move and pause; nobody who is being served is left behind by it."""

from __future__ import annotations

from typing import Any

from kiosk.domain.events import EventKind
from kiosk.hall.core import commands
from kiosk.hall.core.answers import CommandRefusal, CommandRefused
from kiosk.hall.core.scene import Accepted
from tests.hall.one_hall import OneHall


def refusal(answer: Any) -> CommandRefusal:
    assert isinstance(answer, CommandRefused), answer
    return answer.reason


def test_signing_in_twice_is_signing_in_once() -> None:
    hall = OneHall()
    assert hall.sign_in("3", "0305") == hall.sign_in("3", "0305") == Accepted("")
    assert hall.kinds().count(EventKind.SIGNED_IN) == 1


def test_a_clerk_who_moves_is_signed_out_at_the_counter_before() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.sign_in("5", "0305")
    assert (hall.state.counter("3").clerk, hall.state.counter("5").clerk) == ("", "0305")


def test_a_clerk_with_somebody_at_the_counter_cannot_sign_in_elsewhere() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.call("3")
    assert refusal(hall.sign_in("5", "0305")) is CommandRefusal.CLERK_ELSEWHERE


def test_another_clerk_takes_over_an_idle_counter_but_no_unfinished_one() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.sign_in("3", "0307")
    assert hall.state.counter("3").clerk == "0307"
    hall.take("t-1")
    hall.call("3")
    assert refusal(hall.sign_in("3", "0305")) is CommandRefusal.COUNTER_TAKEN


def test_nobody_signs_out_while_somebody_is_called() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.call("3")
    assert refusal(hall.do(commands.SignOut("3", hall.press()))) is CommandRefusal.UNFINISHED
    hall.finish("3")
    assert hall.do(commands.SignOut("3", hall.press())) == Accepted()
    assert hall.do(commands.SignOut("3", hall.press())) == Accepted()
    assert hall.state.counter("3").clerk == ""


def test_a_paused_counter_finishes_its_ticket_and_calls_nobody() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.take("t-2")
    hall.call("3")
    hall.do(commands.Pause("3", hall.press()))
    hall.finish("3")
    assert refusal(hall.call("3")) is CommandRefusal.PAUSED
    hall.do(commands.Resume("3", hall.press()))
    assert hall.call("3") == Accepted("t-2")


def test_pausing_twice_changes_nothing_and_resuming_needs_a_pause() -> None:
    hall = OneHall()
    assert refusal(hall.do(commands.Pause("3", hall.press()))) is CommandRefusal.NOT_SIGNED_IN
    assert refusal(hall.do(commands.Resume("3", hall.press()))) is CommandRefusal.NOT_SIGNED_IN
    hall.sign_in("3", "0305")
    assert refusal(hall.do(commands.Resume("3", hall.press()))) is CommandRefusal.NOT_PAUSED
    hall.do(commands.Pause("3", hall.press()))
    hall.do(commands.Pause("3", hall.press()))
    assert hall.kinds().count(EventKind.PAUSED) == 1


def test_the_end_of_the_day_signs_everybody_out_and_closes_evaluations() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.serve("3", 60)
    hall.do(commands.CloseDay())
    assert hall.kinds()[-2:] == [EventKind.EVALUATED, EventKind.SIGNED_OUT]
    assert hall.events[-2].data["outcome"] == "not_rated"
