"""A person with two numbers of one queue: both are shown, F8 ends one, F11 both; and a number that leaves by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.ticket import TicketState
from kiosk.hall.core.answers import CounterPhase
from kiosk.hall.core.messages import CounterChanged
from tests.screens.caller.conftest import Opening
from tests.screens.caller.scenes import VIEWS
from tests.screens.looking import settle, tap, until, words_at, words_of
from tests.screens.staff_scenes import counter_view, current_ticket, linked_ticket

LINKED = VIEWS["linked"]


def test_the_other_number_stands_on_the_ticket_and_what_each_key_ends_is_said(open_caller: Opening) -> None:
    words = words_of(open_caller(LINKED).window.rootObject())
    assert "AC07 在等候" in words
    assert "同一个人还有 AC07。\n「办结」只办结 A017。" in words


def test_f8_ends_the_called_number_only_and_f11_both(open_caller: Opening) -> None:
    caller = open_caller(LINKED)
    QTest.keyClick(caller.window, Qt.Key.Key_F8)
    until(lambda: caller.desk.page["out"] == "")
    QTest.keyClick(caller.window, Qt.Key.Key_F11)
    until(lambda: caller.desk.page["out"] == "")
    caller.clock.pass_by(1)
    tap(caller.window, "key-finish_both")
    until(lambda: caller.hall.asked == ["finish", "finish both", "finish both"])


def test_a_number_that_another_counter_serves_is_shown_but_not_ended_here(open_caller: Opening) -> None:
    other = linked_ticket("AC07", TicketState.SERVING)
    caller = open_caller(counter_view(CounterPhase.CALLED, current=current_ticket(TicketState.CALLED, linked=(other,))))
    assert "AC07 在别的窗口" in words_of(caller.window.rootObject())
    QTest.keyClick(caller.window, Qt.Key.Key_F11)
    settle()
    assert caller.hall.asked == []
    assert "这个人只有一个号，请按「办结」。" not in words_of(caller.window.rootObject())
    assert "另一个号在别的窗口，这里只能办结这一个。" in words_of(caller.window.rootObject())


def test_f11_with_one_number_says_that_f8_is_meant(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SERVING))
    QTest.keyClick(caller.window, Qt.Key.Key_F11)
    settle()
    assert caller.hall.asked == []
    assert "这个人只有一个号，请按「办结」。" in words_of(caller.window.rootObject())


def test_docked_both_numbers_and_their_key_stand_on_the_bar(open_caller: Opening) -> None:
    caller = open_caller(LINKED)
    tap(caller.window, "dock")
    until(caller.bar.isActive)
    assert words_at(caller.bar.rootObject(), "bar-item") == "另有 AC07  F11 一起办结"
    QTest.keyClick(caller.bar, Qt.Key.Key_F11)
    until(lambda: caller.hall.asked == ["finish both"])


def test_a_number_that_its_terminal_took_back_is_said_to_be_gone(open_caller: Opening) -> None:
    ticket = current_ticket(TicketState.CALLED, unconfirmed=True)
    caller = open_caller(counter_view(CounterPhase.CALLED, current=ticket))
    caller.hall.shown = counter_view(CounterPhase.IDLE)
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: "A017 已经不在这个窗口，可以叫下一位。" in words_of(caller.window.rootObject()))


def test_a_number_that_the_clerk_finished_is_not_said_to_have_gone(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SERVING))
    caller.hall.answers = [counter_view(CounterPhase.IDLE)]
    QTest.keyClick(caller.window, Qt.Key.Key_F8)
    until(lambda: caller.desk.page["phase"] == "idle" and caller.hall.views > 1)
    settle()
    assert not caller.desk.page["sentence"]
