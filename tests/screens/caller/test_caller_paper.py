"""Somebody stands at the counter with a number on paper: the clerk scans or types it, and hears what the hall says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.signed_ticket import TicketData, sign
from kiosk.domain.ticket import HallUnreachable, TicketState
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused, CounterPhase, Restored
from screens.staff.words import sentences
from tests.screens.caller.conftest import Opening
from tests.screens.caller.scenes import CallerStage
from tests.screens.looking import named, settle, tap, until, words_of
from tests.screens.staff_scenes import counter_view, hall_ticket

IDLE = counter_view(CounterPhase.IDLE)
CODE = sign(TicketData("0193f", "AC07", "social", "RSJ-001", "2026-11-23", 1, "T1", "walk_in"), b"an invented key")
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def test_a_scanned_ticket_is_asked_at_once_from_whatever_list_stands_there(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = Adopted(hall_ticket("AC07"), known=False)
    tap(caller.window, "tab-passed")
    strokes(caller, CODE)
    QTest.keyClick(caller.window, ENTER)
    until(lambda: "大厅原来没有，已录入等候，前面 3 位。" in words_of(caller.window.rootObject()))
    assert caller.hall.asked == [f"scan {CODE}"]
    assert "AC07" in words_of(caller.window.rootObject())


def test_a_scanner_that_ends_with_tab_is_understood(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    strokes(caller, CODE)
    QTest.keyClick(caller.window, Qt.Key.Key_Tab)
    until(lambda: caller.hall.asked == [f"scan {CODE}"])


def test_caps_lock_and_a_digit_typed_before_do_not_spoil_a_scan(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    for letter in "7" + CODE.swapcase():
        caller.desk.paper.type(letter)
    caller.desk.paper.enter()
    until(lambda: caller.hall.asked == [f"scan {CODE}"])


def test_enter_only_asks_for_a_typed_number(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = Adopted(hall_ticket("A001"), known=True)
    QTest.keyClick(caller.window, Qt.Key.Key_F12)
    strokes(caller, "a001")
    for _ in range(3):
        QTest.keyClick(caller.window, ENTER)
    until(lambda: "大厅有这个号，正在等候，前面 3 位。" in words_of(caller.window.rootObject()))
    assert caller.hall.asked == ["ask A001"]


def test_a_number_that_the_hall_has_not_got_is_taken_in_by_a_key_of_its_own_and_by_no_enter(
    open_caller: Opening,
) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = AdoptRefused(AdoptRefusal.NEVER_GIVEN)
    strokes(caller, "a777")
    for _ in range(3):
        QTest.keyClick(caller.window, ENTER)
        until(lambda: caller.desk.paper.stage == "unknown")
    asked = words_of(caller.window.rootObject())
    assert any("大厅没有 A777，今天还没有发到这个号" in words and "0312" in words for words in asked)
    assert caller.hall.asked == ["ask A777"]
    caller.hall.adopting = Adopted(hall_ticket("A777"), known=False, typed_by="0312")
    QTest.keyClick(caller.window, ENTER, Qt.KeyboardModifier.ControlModifier)
    until(lambda: "大厅原来没有，已录入等候，前面 3 位。" in words_of(caller.window.rootObject()))
    assert caller.hall.asked == ["ask A777", "type A777"]


def test_an_older_hall_that_cannot_look_up_is_said_and_takes_in_by_the_key_of_its_own_alone(
    open_caller: Opening,
) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = AdoptRefused(AdoptRefusal.HALL_TOO_OLD)
    strokes(caller, "a777")
    QTest.keyClick(caller.window, ENTER)
    until(lambda: caller.desk.paper.stage == "unknown")
    assert any("这个大厅的版本较旧，不能先查 A777" in words for words in words_of(caller.window.rootObject()))
    assert caller.hall.asked == ["ask A777"]


def test_a_number_typed_in_by_mistake_is_taken_back_by_the_clerk_who_did(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    for typed_by in ("0305", "0312"):
        caller.hall.adopting = Adopted(hall_ticket("A777"), known=True, typed_by=typed_by)
        caller.desk.paper.forget()
        strokes(caller, "a777")
        QTest.keyClick(caller.window, ENTER)
        until(lambda: caller.desk.paper.stage == "answered")
        QTest.keyClick(caller.window, Qt.Key.Key_Delete)
        until(lambda: not caller.desk.page["out"])
    until(lambda: "A777 已撤回，不再等候。" in words_of(caller.window.rootObject()))
    assert caller.hall.asked == ["ask A777", "ask A777", "take back " + hall_ticket("A777").ticket_id]
    assert caller.desk.paper.stage == "typing"


def test_a_slip_is_mended_and_escape_leads_back_to_who_waits(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = AdoptRefused(AdoptRefusal.NOT_KNOWN)
    strokes(caller, "a12")
    QTest.keyClick(caller.window, ENTER)
    until(lambda: caller.desk.paper.stage == "unknown")
    QTest.keyClick(caller.window, ESCAPE)
    QTest.keyClick(caller.window, Qt.Key.Key_Backspace)
    assert caller.desk.paper.label == "A1"
    QTest.keyClick(caller.window, ESCAPE)
    assert caller.desk.paper.label == ""
    QTest.keyClick(caller.window, ESCAPE)
    settle()
    assert named(caller.window.rootObject(), "waiting-number")
    assert caller.hall.asked == ["ask A12"]


def test_a_clerk_without_a_keyboard_types_by_the_keys_on_the_screen(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = AdoptRefused(AdoptRefusal.NOT_OF_THIS_HALL)
    tap(caller.window, "tab-paper")
    caller.window.grabWindow()  # every key is in its place
    for letter in "Z99":
        tap(caller.window, f"letter-{letter}")
    tap(caller.window, "letter-enter")
    until(lambda: "今天本厅不发这样的号。请核对票面。" in words_of(caller.window.rootObject()))
    tap(caller.window, "paper-back")
    assert caller.desk.paper.stage == "typing"


def test_the_counters_own_keys_go_on_working_meanwhile(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.answers = [counter_view(CounterPhase.CALLED)]
    strokes(caller, "a1")
    QTest.keyClick(caller.window, Qt.Key.Key_F1)
    until(lambda: caller.desk.page["phase"] == "called")
    assert caller.desk.paper.label == "A1"


def test_a_passed_number_found_by_its_paper_is_restored_by_enter(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = Adopted(hall_ticket("A011", TicketState.PASSED, restorable=True), known=True)
    caller.hall.restoring = Restored(hall_ticket("A011"))
    strokes(caller, CODE)
    QTest.keyClick(caller.window, ENTER)
    until(lambda: caller.desk.paper.stage == "answered")
    QTest.keyClick(caller.window, ENTER)
    until(lambda: "大厅有这个号，正在等候，前面 3 位。" in words_of(caller.window.rootObject()))
    assert caller.hall.asked[-1] == "restore p1"


def test_a_lost_answer_is_said_and_enter_asks_again(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    strokes(caller, CODE)
    QTest.keyClick(caller.window, ENTER)
    until(lambda: caller.desk.paper.stage == "answered")
    assert sentences("caller", "zh")["paper.no_answer"] in words_of(caller.window.rootObject())
    caller.hall.adopting = Adopted(hall_ticket("AC07"), known=True)
    QTest.keyClick(caller.window, ENTER)
    until(lambda: len(caller.hall.asked) == 2 and caller.desk.paper.answer.get("label") == "AC07")


def test_without_the_hall_nothing_is_asked_and_the_number_stays(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: not caller.desk.page["link"]["up"])
    strokes(caller, "a1")
    QTest.keyClick(caller.window, ENTER)
    QTest.keyClick(caller.window, ENTER)
    settle()
    assert caller.hall.asked == []
    assert caller.desk.paper.label == "A1"
    assert "大厅没有连上，按键暂时不能用。" in words_of(caller.window.rootObject())


def test_docked_a_scan_is_read_to_its_end_before_the_window_opens_with_the_answer(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.adopting = Adopted(hall_ticket("AC07"), known=True)
    tap(caller.window, "dock")
    until(caller.bar.isActive)
    for letter in CODE:
        QTest.keyClick(caller.bar, letter)
    assert "票面号码 已扫票码  回车 查  Esc 清除" in words_of(caller.bar.rootObject())
    QTest.keyClick(caller.bar, ENTER)
    until(lambda: caller.hall.asked == [f"scan {CODE}"] and caller.window.isVisible())
    until(lambda: "大厅有这个号，正在等候，前面 3 位。" in words_of(caller.window.rootObject()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_to_a_number_can_be_said(language: str) -> None:
    said = set(sentences("caller", language))
    assert {f"refused.{reason.value}" for reason in AdoptRefusal} <= said
    assert {"paper.not_known", "paper.never_given", "paper.hall_too_old"} <= said
    states = {state.value for state in TicketState if state is not TicketState.PASSED} | {"restorable", "passed"}
    assert {f"paper.{state}" for state in states} <= said


def strokes(caller: CallerStage, text: str) -> None:
    for letter in text:
        QTest.keyClick(caller.window, letter)
    settle()
