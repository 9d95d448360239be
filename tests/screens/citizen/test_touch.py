"""Fingers: what each key means, that a hasty second tap falls on nothing, and that news never takes a key away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMetaObject, QObject, QPoint
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.catalogue import Language
from kiosk.journeys import intents as said
from kiosk.journeys import pages as of
from screens.citizen.touches import intent
from screens.citizen.window import CitizenWindow
from tests.screens.citizen import eyes
from tests.screens.citizen.conftest import Sent
from tests.screens.citizen.scenes import dressed, knowledge, pension_item, scenes, view


@pytest.fixture(scope="module")
def glass() -> QObject:
    return QTest.createTouchDevice()


def test_every_key_of_every_page_means_something_to_the_journey(portrait: CitizenWindow, sent: Sent) -> None:
    for name, shown in scenes().items():
        for clothed in (shown, dressed(shown, elder=True)):
            portrait.show_at_once(clothed)
            for key in eyes.keys(portrait.window.rootObject()):
                sent.clear()
                QMetaObject.invokeMethod(key.item, "tapped")
                turning = key.words in ("list-before", "list-after")
                assert turning or len(sent) == 1, f"{name}: {key}"


def test_a_finger_on_the_hero_asks_for_the_departments(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["home"])
    _tap(portrait, glass, "hero")
    assert sent == [said.ShowDepartments()]


def test_a_finger_on_an_item_chooses_that_item(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["home"])
    _tap(portrait, glass, f"item-{pension_item()}")
    assert sent == [said.ChooseItem(pension_item())]


def test_a_number_is_typed_and_corrected_with_fingers(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["number-half"])
    for name in ("digit-1", "digit-X", "digit-erase", "number-clear"):
        _tap(portrait, glass, name)
    assert sent == [said.TypeKey("1"), said.TypeKey("X"), said.EraseKey(), said.EraseKey(whole=True)]


def test_an_incomplete_number_cannot_be_submitted(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["number-half"])
    _tap(portrait, glass, "number-submit")
    assert sent == []


def test_a_second_tap_in_the_same_breath_falls_on_nothing(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["home"])
    portrait.show_at_once(scenes()["check"])
    _touch(portrait, glass, _key(portrait, "take"))
    assert sent == []
    _tap(portrait, glass, "take")
    assert sent == [said.Confirm()]


def test_one_touch_anywhere_on_the_card_goes_on(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["warning"])
    _tap(portrait, glass, "warning-card")
    assert sent == [said.Extend()]


def test_a_touch_beside_the_card_goes_on_too(portrait: CitizenWindow, sent: Sent, glass: QObject) -> None:
    portrait.show_at_once(scenes()["warning"])
    _settle(portrait)
    portrait.window.grabWindow()
    _touch_at(portrait, glass, QPoint(40, 40))
    assert sent == [said.Extend()]


def test_a_number_that_was_given_stays_readable_while_the_terminal_asks(portrait: CitizenWindow) -> None:
    portrait.show_at_once(scenes()["warning-number"])
    read = [text.words for text in eyes.texts(portrait.window.rootObject())]
    assert "您的号码：A017" in read


def test_after_the_last_extension_only_leaving_is_offered(portrait: CitizenWindow) -> None:
    portrait.show_at_once(scenes()["warning-last"])
    assert [key.words for key in eyes.keys(portrait.window.rootObject())] == ["warning-leave"]


def test_news_from_the_hall_leaves_the_keys_that_are_there(portrait: CitizenWindow) -> None:
    portrait.show_at_once(scenes()["home"])
    before = [key.item for key in eyes.keys(portrait.window.rootObject())]
    portrait.show_at_once(of.View(of.Home(), replace(knowledge(), waiting=24, queues={})))
    assert [key.item for key in eyes.keys(portrait.window.rootObject())] == before


def test_typing_a_digit_leaves_the_keypad_that_is_there(portrait: CitizenWindow) -> None:
    portrait.show_at_once(scenes()["number-half"])
    before = _key(portrait, "digit-5")
    portrait.show_at_once(view(of.TypeNumber("9901001950"), step=of.Step.IDENTIFY, back=True))
    assert _key(portrait, "digit-5") is before


def test_a_long_list_turns_its_pages_to_the_last_item(portrait: CitizenWindow, glass: QObject) -> None:
    portrait.show_at_once(scenes()["departments"])
    catalogue = knowledge().catalogue
    assert catalogue is not None
    wanted = {f"department-{one.code}" for one in catalogue.departments if catalogue.items_of(one.code)}
    met: set[str] = set()
    for _ in range(10):
        names = {key.words for key in eyes.keys(portrait.window.rootObject())}
        met |= {name for name in names if name.startswith("department-")}
        if "list-after" not in names:
            break
        _tap(portrait, glass, "list-after")
    assert met == wanted


def test_switches_turn_what_is_shown_now() -> None:
    home = of.View(of.Home(), knowledge())
    assert intent("language", "", home) == said.SetLanguage(Language.ENGLISH)
    assert intent("language", "", dressed(home, language="en")) == said.SetLanguage(Language.CHINESE)
    assert intent("elder", "", dressed(home, elder=True)) == said.SetElder(False)
    assert intent("contrast", "", home) == said.SetContrast(True)
    assert intent("low", "", home) == said.SetLow(True)


def test_a_key_that_nobody_knows_is_a_bug_and_not_silence() -> None:
    with pytest.raises(KeyError):
        intent("fly", "", of.View(of.Home(), knowledge()))


def _key(window: CitizenWindow, name: str) -> QQuickItem:
    return next(item for item in eyes.items(window.window.rootObject()) if item.objectName() == name)


def _tap(window: CitizenWindow, glass: QObject, name: str) -> None:
    _settle(window)
    _touch(window, glass, _key(window, name))


def _settle(window: CitizenWindow) -> None:
    for _ in range(400):
        if window.window.rootObject().property("settled"):
            break
        QTest.qWait(5)


def _touch(window: CitizenWindow, glass: QObject, item: QQuickItem) -> None:
    window.window.grabWindow()
    _touch_at(window, glass, eyes.middle(item))


def _touch_at(window: CitizenWindow, glass: QObject, place: QPoint) -> None:
    QTest.touchEvent(window.window, glass).press(0, place, window.window).commit()  # type: ignore[call-overload]
    QTest.touchEvent(window.window, glass).release(0, place, window.window).commit()  # type: ignore[call-overload]
