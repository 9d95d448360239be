"""A clerk presses keys: each press is one call, and the page says what the hall says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from kiosk.domain.published import Text
from kiosk.domain.ticket import Group, HallUnreachable, TicketState, TicketView
from kiosk.hall.core.answers import (
    CommandRefusal,
    CommandRefused,
    CounterPhase,
    Restored,
    RestoreRefusal,
    RestoreRefused,
)
from kiosk.hall.core.messages import CounterChanged
from tests.screens.caller.conftest import Opening
from tests.screens.looking import named, settle, tap, touch, until, words_at, words_of
from tests.screens.staff_scenes import counter_view, waiting_people

IDLE, CALLED = counter_view(CounterPhase.IDLE), counter_view(CounterPhase.CALLED)


def test_a_double_press_asks_the_hall_once(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.open_door.clear()
    tap(caller.window, "key-call")
    tap(caller.window, "key-call")
    QTest.keyClick(caller.window, Qt.Key.Key_F1)
    until(lambda: caller.hall.asked == ["call"])
    caller.hall.answers = [CALLED]
    caller.hall.open_door.set()
    until(lambda: caller.desk.page["phase"] == "called")
    assert caller.hall.asked == ["call"]


def test_two_quick_touches_of_a_finger_ask_the_hall_once(open_caller: Opening) -> None:
    caller, finger = open_caller(IDLE), QTest.createTouchDevice()
    caller.hall.open_door.clear()
    touch(caller.window, "key-call", finger)
    touch(caller.window, "key-call", finger)
    caller.hall.answers = [CALLED]
    caller.hall.open_door.set()
    until(lambda: caller.desk.page["phase"] == "called")
    assert caller.hall.asked == ["call"]


def test_a_held_f_key_is_one_press(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    for repeats in (False, True, True, True):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "", repeats)
        QCoreApplication.sendEvent(caller.window, press)
        until(lambda: caller.desk.page["out"] == "")
    assert caller.hall.asked == ["recall"]


def test_the_same_key_twice_within_a_second_is_one_press(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    for _ in range(2):
        QTest.keyClick(caller.window, Qt.Key.Key_F2)
        until(lambda: caller.desk.page["out"] == "")
    caller.clock.pass_by(0.9)
    QTest.keyClick(caller.window, Qt.Key.Key_F2)
    settle()
    assert caller.hall.asked == ["recall"]
    caller.clock.pass_by(0.2)
    QTest.keyClick(caller.window, Qt.Key.Key_F2)
    until(lambda: caller.hall.asked == ["recall", "recall"])


def test_a_press_says_whom_the_clerk_saw_and_a_late_one_is_told_of(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    assert CALLED.current is not None
    caller.hall.answers = [CommandRefused(CommandRefusal.ANOTHER_TICKET)]
    QTest.keyClick(caller.window, Qt.Key.Key_F8)
    until(lambda: caller.desk.page["sentence"].get("key") == "refused.another_ticket")
    assert caller.hall.about == [CALLED.current.ticket_id]
    assert "这个窗口现在是另一个号，刚才那一下没有算。请看清再按。" in words_of(caller.window.rootObject())


def test_every_key_works_by_mouse_and_by_its_f_key(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    for name, key in (("recall", Qt.Key.Key_F2), ("pass", Qt.Key.Key_F3), ("finish", Qt.Key.Key_F8)):
        caller.hall.asked.clear()
        tap(caller.window, f"key-{name}")
        until(lambda: caller.desk.page["out"] == "")
        caller.clock.pass_by(1)
        QTest.keyClick(caller.window, key)
        until(lambda: caller.desk.page["out"] == "")
        assert caller.hall.asked == [name, name]


def test_start_has_its_own_key_on_f9(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    caller.hall.answers = [counter_view(CounterPhase.SERVING)]
    QTest.keyClick(caller.window, Qt.Key.Key_F9)
    until(lambda: caller.desk.page["phase"] == "serving")
    assert caller.desk.page["filled"] == "finish"


def test_the_pause_key_resumes_while_paused(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.PAUSED))
    QTest.keyClick(caller.window, Qt.Key.Key_F7)
    until(lambda: caller.hall.asked == ["resume"])


def test_a_key_without_a_function_in_this_version_does_not_exist(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    for key in (Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6):
        QTest.keyClick(caller.window, key)
    settle()
    assert caller.hall.asked == []
    words = words_of(caller.window.rootObject())
    assert not {"转移", "挂起", "回呼", "F4", "F5", "F6"} & set(words)


def test_a_key_that_cannot_be_used_now_says_why_and_asks_nobody(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SERVING))
    tap(caller.window, "key-call")
    settle()
    assert caller.hall.asked == []
    assert words_at(caller.window.rootObject(), "sentence") == "已经开始办理，办完请按「办结」。"


def test_what_the_hall_refuses_is_said_in_a_sentence(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.IDLE, 0, passed=()))
    caller.hall.answers = [CommandRefused(CommandRefusal.NOBODY_WAITING)]
    tap(caller.window, "key-call")
    until(lambda: words_at(caller.window.rootObject(), "sentence") == "现在没有人等候。")
    assert caller.desk.page["out"] == ""


def test_a_lost_answer_is_not_pressed_again_but_looked_up(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.answers = [HallUnreachable.TIMED_OUT]
    caller.hall.shown = CALLED
    looks = caller.hall.views
    tap(caller.window, "key-call")
    until(lambda: caller.desk.page["phase"] == "called")
    assert caller.hall.asked == ["call"]
    assert caller.hall.views > looks


def test_a_hint_from_the_hall_brings_the_new_view(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.IDLE, 0))
    caller.hall.shown = counter_view(CounterPhase.IDLE, 3)
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: caller.desk.page["waiting"] == 3)


def test_another_counters_hint_is_none_of_ours(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    looks = caller.hall.views
    caller.line.feed.on_message(CounterChanged("5"))
    settle()
    assert caller.hall.views == looks


def test_a_cut_line_is_said_with_its_time_and_every_key_says_so(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: not caller.desk.page["link"]["up"])
    assert caller.desk.page["link"]["since"] == "09:58"
    assert caller.desk.page["filled"] == ""
    tap(caller.window, "key-call")
    settle()
    assert caller.hall.asked == []
    assert "09:58 起连接中断" in words_of(caller.window.rootObject())
    caller.line.feed.on_link(None)
    until(lambda: caller.desk.page["link"]["up"])
    assert caller.desk.page["filled"] == "call"


def test_an_unknown_token_is_a_technicians_matter_and_said_so(open_caller: Opening) -> None:
    caller = open_caller(HallUnreachable.NOT_ALLOWED, link_up=False)
    until(lambda: caller.desk.page["link"]["word"] == "not_allowed")
    assert "大厅不认识本机" in words_of(caller.window.rootObject())


def test_the_last_tries_of_a_pin_are_counted_and_then_the_seconds(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SIGNED_OUT, 0))
    few = CommandRefused(CommandRefusal.WRONG_PIN, tries_left=2)
    shut, said = CommandRefused(CommandRefusal.TOO_MANY_TRIES, wait_seconds=60), []
    for answer in (few, shut):
        caller.hall.answers = [answer]
        caller.desk.signing.forget()
        for digit in "0312":
            caller.desk.signing.type(digit)
        caller.desk.signing.goTo("pin")
        for digit in "0000":
            caller.desk.signing.type(digit)
        caller.desk.signing.enter()
        until(lambda: not caller.hall.answers and not caller.desk.page["out"])
        said.append(caller.desk.page["sentence"]["values"])
    assert [(one["count"], one["seconds"]) for one in said] == [(2, 0), (0, 60)]
    assert "输错次数太多，60 秒后再试。" in words_of(caller.window.rootObject())
    caller.clock.pass_by(18)
    until(lambda: "输错次数太多，42 秒后再试。" in words_of(caller.window.rootObject()))
    caller.clock.pass_by(42)
    until(lambda: caller.desk.page["sentence"] == {})


def test_a_refused_sign_out_names_its_key(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    caller.hall.answers = [CommandRefused(CommandRefusal.UNFINISHED)]
    tap(caller.window, "sign-out")
    until(lambda: "先办结或过号，再按「退出登录」。" in words_of(caller.window.rootObject()))
    tap(caller.window, "key-call")
    until(lambda: "先办结或过号，再按「叫号」。" in words_of(caller.window.rootObject()))


def test_a_clerk_signs_in_by_the_keys_on_the_screen(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SIGNED_OUT, 0))
    caller.hall.answers = [IDLE]
    for digit in "0312":
        tap(caller.window, f"digit-{digit}")
    tap(caller.window, "entry-pin")
    for digit in "246810":
        tap(caller.window, f"digit-{digit}")
    assert "246810" not in " ".join(words_of(caller.window.rootObject()))
    tap(caller.window, "sign-in")
    until(lambda: caller.desk.page["signed"])
    assert caller.hall.asked == ["sign-in 0312 246810"]


def test_a_clerk_signs_in_by_the_keyboard_and_a_wrong_pin_is_typed_again(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SIGNED_OUT, 0))
    caller.hall.answers = [CommandRefused(CommandRefusal.WRONG_PIN)]
    _type(caller.window, "0312\r999999\r")
    until(lambda: "工号或密码不对，请重新输入密码。" in words_of(caller.window.rootObject()))
    assert caller.desk.signing.clerk == "0312"
    assert caller.desk.signing.pinLength == 0
    caller.hall.answers = [IDLE]
    _type(caller.window, "246810\r")
    until(lambda: caller.desk.page["signed"])
    assert caller.desk.signing.clerk == ""


def test_the_time_at_the_counter_runs_on_between_the_halls_answers(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.SERVING))
    assert caller.desk.timer == "04:12"
    caller.clock.pass_by(63)
    assert caller.desk.timer == "05:15"


def test_a_passed_person_comes_back_by_one_key(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.restoring = Restored(_ticket("A011"))
    tap(caller.window, "tab-passed")
    settle()
    tap(caller.window, "restore-A011")
    until(lambda: "A011 已恢复排队。" in words_of(caller.window.rootObject()))
    assert caller.hall.asked == ["restore p1"]


def test_a_person_who_was_restored_once_is_told_to_take_a_new_number(open_caller: Opening) -> None:
    caller = open_caller(IDLE)
    caller.hall.restoring = RestoreRefused(RestoreRefusal.ALREADY_RESTORED)
    caller.desk.restore("p1")
    until(lambda: "这个号已经恢复过一次，请群众重新取号。" in words_of(caller.window.rootObject()))


def test_docked_the_same_keys_stand_on_the_bar_and_the_number_too(open_caller: Opening) -> None:
    caller = open_caller(CALLED)
    tap(caller.window, "dock")
    until(caller.bar.isVisible)
    assert not caller.window.isVisible()
    assert named(caller.bar.rootObject(), "current-number").property("text") == "A017"
    QTest.keyClick(caller.bar, Qt.Key.Key_F2)
    until(lambda: caller.hall.asked == ["recall"])
    tap(caller.bar, "undock")
    until(caller.window.isVisible)


def test_a_list_of_two_hundred_keeps_its_place_when_one_leaves(open_caller: Opening) -> None:
    people = waiting_people(200)
    caller = open_caller(counter_view(CounterPhase.IDLE, 200, waiting=people))
    assert caller.desk.waiting.rowCount() == 200
    removed: list[int] = []
    caller.desk.waiting.rowsRemoved.connect(lambda _, first, last: removed.append(last - first + 1))
    caller.hall.shown = counter_view(CounterPhase.IDLE, 199, waiting=people[1:])
    caller.line.feed.on_message(CounterChanged("3"))
    until(lambda: caller.desk.waiting.rowCount() == 199)
    assert removed == [1]


def _type(window: object, text: str) -> None:
    for letter in text:
        key = Qt.Key.Key_Return if letter == "\r" else getattr(Qt.Key, f"Key_{letter}")
        QTest.keyClick(window, key)
    settle()


def _ticket(label: str) -> TicketView:
    return TicketView(
        "p1", label, "social", "i", "2026-11-23", TicketState.WAITING, Group.WALK_IN, "", "", 0, 3, 0, 0, ()
    )


def test_names_of_the_hall_are_shown_in_the_clerks_language(open_caller: Opening) -> None:
    caller = open_caller(counter_view(CounterPhase.IDLE, counter_name=Text("综合", "General")), language="en")
    words = words_of(caller.window.rootObject())
    assert "General" in words and "Counter 3" in words
