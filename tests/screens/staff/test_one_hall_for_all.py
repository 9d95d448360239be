"""Caller, board and evaluator on one real hall over real HTTP: a person is called, shown, said, served and asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

from kiosk.domain.events import EventKind
from kiosk.domain.signed_ticket import sign
from kiosk.hall.core.answers import CounterView
from screens.board.hall_board import HallBoard
from screens.board.spoken import SpokenFile
from screens.board.voice import CallVoice
from screens.caller.desk import CallerDesk
from screens.caller.window import STANDING as CALLER_STANDING
from screens.caller.window import CallerWindows
from screens.evaluator.desk import EvaluatorDesk
from screens.evaluator.window import STANDING as EVALUATOR_STANDING
from screens.evaluator.window import evaluator_view
from screens.staff.burial import bury
from screens.staff.hall_line import HallLine
from screens.staff.standing import application, engine_for
from screens.staff.worker import Worker
from screens.theme.panel import panel_of
from tests.hall.a_server import PIN, Served, served
from tests.hall.memory import MONDAY_NINE
from tests.hall.one_hall import SOCIAL
from tests.hall.steps import take, wish
from tests.hall.streams import reported, send
from tests.hall.test_numbers import KEY, PAPER, a_city
from tests.screens.board.scenes import ScriptedSpeaker
from tests.screens.looking import items_of, settle, tap, until, words_of


class House:
    """The windows of counter 3 and the hall's board on one real hall; `close` ends them."""

    def __init__(self, hall: Served, folder: Path) -> None:
        application()
        self.hall = hall
        self.workers = [Worker(name) for name in ("keys", "views", "board", "evaluator")]
        keys, views, board, evaluator = self.workers
        caller, self.board_hall, judge = hall.counter("3"), hall.board(), hall.evaluator("3")
        self.lines = [HallLine(each.connection) for each in (caller, self.board_hall, judge)]
        self.speaker = ScriptedSpeaker()
        self.caller = CallerDesk(caller, self.lines[0], keys, views)
        self.voice = CallVoice(self.speaker, SpokenFile(folder / "spoken"), board)
        self.board = HallBoard(self.board_hall, self.lines[1], self.voice, board)
        self.engines = [
            engine_for(application(), EVALUATOR_STANDING, "evaluator"),
            engine_for(application(), CALLER_STANDING, "caller"),
        ]
        self.evaluator = EvaluatorDesk(judge, self.lines[2], evaluator, panel_of(self.engines[0]))
        self.evaluator_view = evaluator_view(self.engines[0], self.evaluator, EVALUATOR_STANDING)
        self.windows = CallerWindows(self.engines[1], self.caller, CALLER_STANDING)

    @property
    def caller_view(self) -> QQuickView:
        return self.windows.window

    def open(self) -> None:
        for view in (self.caller_view, self.evaluator_view):
            view.show()
        for each in (self.caller, self.board, self.evaluator):
            each.start()
        until(lambda: self.caller.page["known"] and self.caller.page["link"]["up"] and self.board.page["known"])
        until(lambda: self.evaluator.page["link"]["up"])

    def sign_in(self) -> None:
        for digit in "0312":
            self.caller.signing.type(digit)
        self.caller.signing.goTo("pin")
        for digit in PIN:
            self.caller.signing.type(digit)
        self.caller.signIn()
        until(lambda: self.caller.page["signed"])
        settle()

    def to_the_front(self) -> None:
        """The keyboard is the caller's."""
        self.caller_view.requestActivate()
        until(self.caller_view.isActive)

    def close(self) -> None:
        for line in self.lines:
            line.close()
        self.windows.end()
        self.evaluator_view.end()
        for worker in self.workers:
            worker.close()
        bury(
            self.windows, self.caller, self.board, self.voice, self.evaluator, *self.lines, *self.workers, *self.engines
        )


@pytest.fixture
def house(qapp: object, tmp_path: Path) -> Iterator[House]:
    with served() as hall:
        made = House(hall, tmp_path)
        made.open()
        yield made
        made.close()


@pytest.fixture
def lettered(qapp: object, tmp_path: Path) -> Iterator[House]:
    """A hall whose terminals have letters, and a key for the codes on its paper."""
    with served(cache=a_city()) as hall:
        made = House(hall, tmp_path)
        made.open()
        yield made
        made.close()


def test_one_person_goes_through_the_whole_counter(house: House) -> None:
    take(house.hall, "t-1")
    house.sign_in()
    until(lambda: house.caller.page["waiting"] == 1)
    tap(house.caller_view, "key-call")
    until(lambda: house.caller.page["phase"] == "called")
    label = house.caller.page["current"]["label"]
    until(lambda: (house.board.page["now"] or {}).get("label") == label)
    until(lambda: house.speaker.texts == [f"请{label}号到3号窗口办理"])
    tap(house.caller_view, "key-recall")
    until(lambda: len(house.speaker.said) == 2 and house.caller.page["out"] == "")
    tap(house.caller_view, "key-start")
    until(lambda: house.caller.page["phase"] == "serving")
    assert house.evaluator.page["page"] == "idle"
    tap(house.caller_view, "key-finish")
    until(lambda: house.evaluator.page["page"] == "grades")
    assert house.caller.page["phase"] == "idle"
    settle()
    tap(house.evaluator_view, "grade-4")
    until(lambda: house.evaluator.page["page"] == "reasons")
    until(lambda: len(house.evaluator.page["reasons"]) == 8)
    settle()
    tap(house.evaluator_view, "submit")
    until(lambda: house.evaluator.page["page"] == "thanks")
    assert house.hall.evaluator("3").open_evaluation() is None


def test_a_double_press_calls_one_person(house: House) -> None:
    take(house.hall, "t-1", "t-2")
    house.sign_in()
    until(lambda: house.caller.page["waiting"] == 2)
    tap(house.caller_view, "key-call")
    tap(house.caller_view, "key-call")
    until(lambda: house.caller.page["phase"] == "called")
    until(lambda: house.caller.page["waiting"] == 1)
    assert house.caller.page["today"]["called"] == 1
    until(lambda: len(house.speaker.said) == 1)


def test_who_takes_a_number_appears_at_the_counter_by_itself(house: House) -> None:
    house.sign_in()
    assert house.caller.page["waiting"] == 0
    take(house.hall, "t-1")
    until(lambda: house.caller.page["waiting"] == 1)
    until(lambda: sum(wait["waiting"] for wait in house.board.page["waits"]) == 1)


def test_a_wrong_pin_is_refused_in_words(house: House) -> None:
    for digit in "0312":
        house.caller.signing.type(digit)
    house.caller.signing.goTo("pin")
    for digit in "111111":
        house.caller.signing.type(digit)
    house.caller.signIn()
    until(lambda: "工号或密码不对，请重新输入密码。" in words_of(house.caller_view.rootObject()))


def test_a_passed_person_is_marked_on_the_board_and_comes_back(house: House) -> None:
    take(house.hall, "t-1")
    house.sign_in()
    until(lambda: house.caller.page["waiting"] == 1)
    tap(house.caller_view, "key-call")
    until(lambda: house.caller.page["phase"] == "called")
    tap(house.caller_view, "key-pass")
    until(lambda: [call["mark"] for call in house.board.page["recent"]] == ["passed"])
    until(lambda: house.caller.page["passed"] == 1)
    house.caller.restore("t-1")
    until(lambda: house.caller.page["waiting"] == 1)


def test_a_passed_person_is_brought_back_by_keys_alone(house: House) -> None:
    take(house.hall, "t-1", "t-2")
    house.sign_in()
    house.to_the_front()
    until(lambda: house.caller.page["waiting"] == 2)
    for _ in range(2):
        QTest.keyClick(house.caller_view, Qt.Key.Key_F1)
        until(lambda: house.caller.page["phase"] == "called")
        QTest.keyClick(house.caller_view, Qt.Key.Key_F3)
        until(lambda: house.caller.page["phase"] == "idle")
    until(lambda: house.caller.page["passed"] == 2 and house.caller.page["waiting"] == 0)
    QTest.keyClick(house.caller_view, Qt.Key.Key_Tab)
    choose(house, "A001")
    QTest.keyClick(house.caller_view, Qt.Key.Key_Return)
    until(lambda: house.caller.page["waiting"] == 1)
    until(lambda: "A001 已恢复排队。" in words_of(house.caller_view.rootObject()))
    until(lambda: "A001" not in board_words(house))  # no longer passed: that person waits
    QTest.keyClick(house.caller_view, Qt.Key.Key_F1)
    until(lambda: (house.caller.page["current"] or {}).get("label") == "A001")
    QTest.keyClick(house.caller_view, Qt.Key.Key_F3)
    until(lambda: house.caller.page["phase"] == "idle" and house.caller.page["passed"] == 2)
    choose(house, "A001")
    QTest.keyClick(house.caller_view, Qt.Key.Key_Return)
    until(lambda: "这个号已经恢复过一次，请群众重新取号。" in words_of(house.caller_view.rootObject()))


def test_a_number_that_the_hall_never_heard_of_is_scanned_and_called(lettered: House) -> None:
    lettered.sign_in()
    lettered.to_the_front()
    for letter in sign(PAPER, KEY):
        QTest.keyClick(lettered.caller_view, letter)
    QTest.keyClick(lettered.caller_view, Qt.Key.Key_Return)
    until(lambda: "大厅原来没有，已录入等候，前面没有人。" in words_of(lettered.caller_view.rootObject()))
    QTest.keyClick(lettered.caller_view, Qt.Key.Key_F1)
    until(lambda: (lettered.caller.page["current"] or {}).get("label") == "AC07")


def test_both_numbers_of_a_person_are_shown_and_end_with_f11(lettered: House) -> None:
    take(lettered.hall, "t-1")
    holder = wish("t-1").holder
    own: dict[str, Any] = {"label": "AC01", "queue": "social", "item": SOCIAL, "taken_ms": MONDAY_NINE - 60_000,
           "holder": holder.hash, "key_version": 1, "name": holder.name, "tail": holder.tail}  # fmt: skip
    assert send(lettered.hall, reported(EventKind.TAKEN, "t-own", **own)).status_code == 200
    lettered.sign_in()
    lettered.to_the_front()
    QTest.keyClick(lettered.caller_view, Qt.Key.Key_F1)
    until(lambda: "A001 在等候" in words_of(lettered.caller_view.rootObject()))
    QTest.keyClick(lettered.caller_view, Qt.Key.Key_F11)
    until(lambda: lettered.caller.page["phase"] == "idle" and lettered.caller.page["waiting"] == 0)
    assert lettered.caller.page["today"]["done"] == 1


def choose(house: House, label: str) -> None:
    """Down the list until that number is the chosen one."""
    for _ in range(3):
        settle()
        if [item for item in items_of(house.caller_view.rootObject()) if item.objectName() == f"chosen-{label}"]:
            return
        QTest.keyClick(house.caller_view, Qt.Key.Key_Down)
    raise AssertionError(f"{label} cannot be chosen")


def board_words(house: House) -> list[str]:
    return [call["label"] for call in (house.board.page["now"] or {"label": ""}, *house.board.page["recent"])]


def test_a_clerk_takes_a_notice_with_one_key_and_the_colleague_at_the_next_counter_sees_it(house: House) -> None:
    house.sign_in()
    house.to_the_front()
    colleague = house.hall.counter("5")
    assert isinstance(colleague.sign_in("0305", PIN), CounterView)
    complaint = reported(EventKind.COMPLAINED, reason="C01")
    send(house.hall, complaint)
    until(lambda: house.caller.page["open"] == 1)
    number = complaint.event_id[-6:].upper()
    until(lambda: any(number in words for words in words_of(house.caller_view.rootObject())))
    QTest.keyClick(house.caller_view, Qt.Key.Key_F10)
    until(lambda: house.caller.page["open"] == 0)
    seen = colleague.view()
    assert isinstance(seen, CounterView) and seen.notices[0].taken_by == "0312"
    QTest.keyClick(house.caller_view, Qt.Key.Key_F10)
    until(lambda: "现在没有要去处理的事。" in words_of(house.caller_view.rootObject()))


def test_a_hall_that_goes_away_is_noticed_by_all_three(house: House) -> None:
    house.sign_in()
    house.hall.stop()
    until(lambda: not house.caller.page["link"]["up"] and not house.board.page["link"]["up"])
    until(lambda: not house.evaluator.page["link"]["up"])
    assert house.caller.page["filled"] == ""
