"""What the staff should see to stands on the caller until somebody says that they go; and who has the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterPhase
from kiosk.hall.core.messages import CounterChanged
from tests.screens.caller.conftest import Opening
from tests.screens.caller.scenes import dock, put_behind
from tests.screens.looking import items_of, named, settle, tap, until, words_at, words_of
from tests.screens.staff_scenes import counter_view, staff_notices, taken

DEVICE, COMPLAINT, CARD, HELP = staff_notices()
SEEN = counter_view(CounterPhase.SERVING, notices=staff_notices())


def test_each_notice_says_what_where_when_and_a_complaint_its_number(open_caller: Opening) -> None:
    words = " ".join(words_of(open_caller(SEEN).window.rootObject()))
    assert "凭证打印机缺纸" in words
    assert "自助机 T2  09:53  请换一卷纸" in words
    assert "09:54  编号 3F9A2C  材料看不懂，不知道要带什么" in words
    assert "自助机 T1 忘了身份证" in words
    assert "0000N1" not in words  # nobody was told the number of a card


def test_f10_takes_the_first_notice_that_nobody_took(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    caller.hall.answers = [counter_view(CounterPhase.SERVING, notices=(COMPLAINT, CARD, taken(DEVICE), HELP))]
    QTest.keyClick(caller.window, Qt.Key.Key_F10)
    until(lambda: caller.desk.page["open"] == 2)
    assert caller.hall.asked == ["take n-4"]
    assert "自助机 T2  09:53  工号 0312（3 号窗口）已去" in words_of(caller.window.rootObject())


def test_another_notice_is_taken_by_its_own_key(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    caller.hall.answers = [counter_view(CounterPhase.SERVING, notices=(DEVICE, COMPLAINT, taken(CARD), HELP))]
    settle()
    tap(caller.window, "take-n-1")
    until(lambda: caller.hall.asked == ["take n-1"] and not caller.desk.page["out"])


@pytest.mark.parametrize(
    "refusal, sentence",
    [
        (CommandRefusal.NOTICE_TAKEN, "已经有同事去处理了。"),
        (CommandRefusal.UNKNOWN_NOTICE, "这件事已经过去了。"),
    ],
)
def test_a_notice_that_is_gone_or_a_colleagues_is_said_so(
    open_caller: Opening, refusal: CommandRefusal, sentence: str
) -> None:
    caller = open_caller(SEEN)
    caller.hall.answers = [CommandRefused(refusal)]
    caller.desk.takeFirstNotice()
    until(lambda: sentence in words_of(caller.window.rootObject()))


def test_without_a_hall_nobody_takes_a_notice_and_is_told_why(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    caller.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: not caller.desk.page["link"]["up"])
    QTest.keyClick(caller.window, Qt.Key.Key_F10)
    settle()
    assert caller.hall.asked == []
    assert "大厅没有连上，按键暂时不能用。" in words_of(caller.window.rootObject())


def test_whoever_is_about_to_sign_in_sees_what_nobody_took_and_the_newest(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SIGNED_OUT, 0, notices=SEEN.notices))
    settle()
    words = words_of(caller.window.rootObject())
    assert "有 3 件事没人去处理，登录后按 F10。最近一件：" in words
    newest = max((one for one in SEEN.notices if not one.taken_by), key=lambda one: one.at_ms)
    shown = [item.property("text") for item in items_of(named(caller.window.rootObject(), "sign-in-notices"))]
    assert any(newest.terminal in (text or "") for text in shown)
    caller.hall.shown = counter_view(CounterPhase.SIGNED_OUT, 0)
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: not any("最近一件" in each for each in words_of(caller.window.rootObject())))


def test_a_held_key_takes_one_notice(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    caller.hall.open_door.clear()
    for _ in range(3):
        QTest.keyClick(caller.window, Qt.Key.Key_F10)
    caller.hall.open_door.set()
    until(lambda: not caller.desk.page["out"])
    assert caller.hall.asked == ["take n-4"]


def test_a_notice_that_is_mended_leaves_by_itself(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    caller.hall.shown = counter_view(CounterPhase.SERVING)
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: caller.desk.notices.rowCount() == 0)
    assert not [item for item in items_of(caller.window.rootObject()) if item.objectName() == "notice"]


def test_docked_f10_shows_the_notices_before_one_is_taken(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    tap(caller.window, "dock")
    until(caller.bar.isVisible)
    assert words_at(caller.bar.rootObject(), "bar-notices") == "3 件事要看 F10"
    QTest.keyClick(caller.bar, Qt.Key.Key_F10)
    until(caller.window.isVisible)
    assert caller.hall.asked == []


@pytest.mark.parametrize("docked", [False, True])
def test_a_window_without_the_keyboard_says_so_and_a_click_brings_it_back(open_caller: Opening, docked: bool) -> None:
    caller = open_caller(SEEN)
    view = dock(caller, 1280) if docked else caller.window
    view.requestActivate()
    until(view.isActive)
    assert "behind" not in names(view)
    put_behind(caller)
    until(lambda: "behind" in names(view))
    tap(view, "current-number")
    until(view.isActive)
    until(lambda: "behind" not in names(view))


def test_undocked_and_docked_the_keyboard_goes_along(open_caller: Opening) -> None:
    caller = open_caller(SEEN)
    tap(caller.window, "dock")
    until(lambda: caller.bar.isActive())
    tap(caller.bar, "undock")
    until(lambda: caller.window.isActive())


def names(view: QQuickView) -> set[str]:
    return {item.objectName() for item in items_of(view.rootObject())}
