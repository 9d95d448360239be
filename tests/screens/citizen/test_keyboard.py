"""A keypad beside the screen types a number as the fingers on the glass do, and does nothing anywhere else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.journeys import intents as said
from kiosk.journeys.intents import Intent
from screens.citizen.window import CitizenWindow
from tests.screens.citizen.conftest import Sent
from tests.screens.citizen.scenes import scenes

KEY = Qt.Key


def press(window: CitizenWindow, *keys: Qt.Key | str) -> None:
    for key in keys:
        QTest.keyClick(window.window, key)  # type: ignore[arg-type]


def stand_at(window: CitizenWindow, scene: str) -> None:
    window.show_at_once(scenes()[scene])
    window.window.requestActivate()
    for _ in range(1000):
        if window.window.rootObject().property("settled"):
            return
        QTest.qWait(5)
    raise AssertionError("the page did not settle")


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        (("1", "9"), [said.TypeKey("1"), said.TypeKey("9")]),
        (("x", "X", "*"), [said.TypeKey("X")] * 3),
        ((KEY.Key_Backspace, KEY.Key_Delete), [said.EraseKey()] * 2),
        ((KEY.Key_Escape,), [said.GoBack()]),
        ((KEY.Key_Return, KEY.Key_Enter), []),
        (("a", " ", KEY.Key_Tab, KEY.Key_F5), []),
    ],
)
def test_a_real_key_means_what_the_drawn_one_means(
    portrait: CitizenWindow, sent: Sent, keys: tuple[Qt.Key | str, ...], meant: list[Intent]
) -> None:
    stand_at(portrait, "number-half")
    press(portrait, *keys)
    assert sent == meant


def test_enter_goes_on_when_the_number_is_whole(portrait: CitizenWindow, sent: Sent) -> None:
    stand_at(portrait, "number-complete")
    press(portrait, KEY.Key_Return, KEY.Key_Enter)
    assert sent == [said.SubmitNumber(), said.SubmitNumber()]


def test_on_every_other_page_the_keyboard_does_nothing(portrait: CitizenWindow, sent: Sent) -> None:
    for scene in ("home", "card", "check", "ticket-printed", "complaint"):
        stand_at(portrait, scene)
        press(portrait, "1", KEY.Key_Return, KEY.Key_Escape)
    assert sent == []


def test_any_key_says_that_somebody_is_still_there(portrait: CitizenWindow, sent: Sent) -> None:
    stand_at(portrait, "warning")
    press(portrait, "5")
    assert sent == [said.Extend()]
