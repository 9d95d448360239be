"""The hall lost its book of numbers: who has not told yet is shown, and a terminal that is gone can be struck off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterPhase
from kiosk.hall.core.messages import CounterChanged
from tests.screens.caller.conftest import Opening
from tests.screens.caller.scenes import VIEWS, CallerStage
from tests.screens.looking import items_of, settle, tap, until, words_of
from tests.screens.staff_scenes import counter_view, doubt_notice

DOUBT = VIEWS["doubt"]
ENTER, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


def test_in_doubt_the_terminals_that_have_not_told_stand_in_a_list_of_their_own(open_caller: Opening) -> None:
    caller = open_caller(DOUBT)
    tap(caller.window, "tab-awaited")
    settle()
    words = words_of(caller.window.rootObject())
    assert {"未回话 2", "自助机 T2", "自助机 T4"} <= set(words)
    assert any("备用号" in sentence for sentence in words)


def test_without_a_doubt_there_is_no_such_list(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.IDLE))
    assert "tab-awaited" not in names(caller)


def test_by_keys_a_terminal_is_struck_off_after_a_second_word(open_caller: Opening) -> None:
    caller = open_caller(DOUBT)
    caller.hall.answers = [counter_view(CounterPhase.IDLE, notices=(doubt_notice("T2"),))]
    for key in (TAB, TAB, TAB, Qt.Key.Key_Down, ENTER):
        QTest.keyClick(caller.window, key)
    settle()
    assert caller.hall.asked == []
    assert "strike-question" in names(caller)
    QTest.keyClick(caller.window, ENTER)
    until(lambda: caller.desk.awaited.rowCount() == 1)
    assert caller.hall.asked == ["strike off T4"]


def test_escape_keeps_on_waiting_and_then_leads_back(open_caller: Opening) -> None:
    caller = open_caller(DOUBT)
    tap(caller.window, "tab-awaited")
    settle()
    tap(caller.window, "strike-T2")
    QTest.keyClick(caller.window, ESCAPE)
    settle()
    assert "strike-question" not in names(caller)
    QTest.keyClick(caller.window, ESCAPE)
    settle()
    assert "waiting-number" in names(caller)
    assert caller.hall.asked == []


def test_one_that_told_while_the_clerk_was_asked_is_not_struck_off(open_caller: Opening) -> None:
    caller = open_caller(DOUBT)
    tap(caller.window, "tab-awaited")
    settle()
    tap(caller.window, "strike-T2")
    caller.hall.shown = counter_view(CounterPhase.IDLE, notices=(doubt_notice("T4"),))
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: caller.desk.awaited.rowCount() == 1)
    settle()
    assert "strike-question" not in names(caller)


def test_a_terminal_that_nobody_waits_for_any_more_is_said_so(open_caller: Opening) -> None:
    caller = open_caller(DOUBT)
    caller.hall.answers = [CommandRefused(CommandRefusal.NOT_AWAITED)]
    tap(caller.window, "tab-awaited")
    settle()
    tap(caller.window, "strike-T2")
    settle()
    tap(caller.window, "strike-sure")
    until(lambda: "不用等这台自助机了。" in words_of(caller.window.rootObject()))


def test_when_all_have_told_the_list_says_so_and_is_gone_after_leaving(open_caller: Opening) -> None:
    caller = open_caller(DOUBT)
    tap(caller.window, "tab-awaited")
    caller.hall.shown = counter_view(CounterPhase.IDLE)
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: "都报来了。" in words_of(caller.window.rootObject()))
    QTest.keyClick(caller.window, ESCAPE)
    settle()
    assert "tab-awaited" not in names(caller)


def names(caller: CallerStage) -> set[str]:
    return {item.objectName() for item in items_of(caller.window.rootObject())}
