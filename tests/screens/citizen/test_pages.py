"""Every page, in both layouts, both languages and both sizes: nothing cut, nothing on top of another, all touchable."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickItem

from kiosk.journeys.pages import View
from screens.citizen.window import CitizenWindow
from screens.theme.colours import LIGHT
from tests.screens.citizen import eyes
from tests.screens.citizen.scenes import dressed, scenes
from tests.screens.gallery import CLOTHES, PORTRAIT

MM = PORTRAIT.px_per_mm
EVERY = pytest.mark.parametrize("clothes", [name for name in CLOTHES if name not in ("zh-contrast", "zh-low")])


@EVERY
def test_every_page_holds_its_words_and_keys_in_portrait(portrait: CitizenWindow, clothes: str) -> None:
    _look_at_all(portrait, clothes)


@EVERY
def test_every_page_holds_its_words_and_keys_in_landscape(landscape: CitizenWindow, clothes: str) -> None:
    _look_at_all(landscape, clothes)


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_the_low_layout_no_key_lies_above_reach(portrait: CitizenWindow, language: str, elder: bool) -> None:
    reach = int(PORTRAIT.beyond_reach_mm * MM)
    assert reach > 0
    faults: list[str] = []
    for name, view in scenes().items():
        low = dressed(view, language=language, elder=elder, low=True)
        faults += [f"{name}: {fault}" for fault in faults_of(portrait, low)]
        keys = eyes.keys(portrait.window.rootObject())
        faults += [f"{name}: above reach: {key}" for key in keys if key.place.top() < reach]
    assert not faults, "\n".join(faults)


def _look_at_all(window: CitizenWindow, clothes: str) -> None:
    faults: list[str] = []
    for name, view in scenes().items():
        faults += [f"{name}: {fault}" for fault in faults_of(window, dressed(view, **CLOTHES[clothes]))]
    assert not faults, "\n".join(faults)


def faults_of(window: CitizenWindow, view: View) -> list[str]:
    window.show_at_once(view)
    window.window.grabWindow()  # positioners place their children only before a frame is drawn
    root = window.window.rootObject()
    return [*_cut_words(root), *_words_outside(root), *_words_on_words(root), *_hard_to_touch(root)]


def _cut_words(root: QQuickItem) -> list[str]:
    """An item's very long name may give way where it stands whole elsewhere; nothing else may."""
    return [
        f"cut: {seen}"
        for seen in eyes.texts(root)
        if seen.item.property("truncated") and not seen.item.property("mayGiveWay")
    ]


def _words_outside(root: QQuickItem) -> list[str]:
    page = QRectF(0, 0, root.width(), root.height())
    faults = [f"off the page: {seen}" for seen in eyes.texts(root) if not eyes.inside(seen.place, page)]
    for seen in eyes.texts(root):
        card = eyes.holder(seen.item)
        if card is None:
            continue
        room = card.mapRectToScene(QRectF(0, 0, card.width(), card.height()))
        if not eyes.inside(seen.place, room):
            faults.append(f"outside its {card.objectName() or 'card'}: {seen}")
    return faults


def _words_on_words(root: QQuickItem) -> list[str]:
    pairs = combinations(eyes.texts(root), 2)
    return [
        f"on top of each other: {one} and {other}" for one, other in pairs if eyes.overlap(one.place, other.place) > 2
    ]


def _hard_to_touch(root: QQuickItem) -> list[str]:
    page, found = QRectF(0, 0, root.width(), root.height()), eyes.keys(root)
    faults = [f"key without a name: {key}" for key in found if not key.words]
    faults += [f"key off the page: {key}" for key in found if not eyes.inside(key.place, page)]
    faults += [f"too small: {key}" for key in found if min(key.place.width(), key.place.height()) < 20 * MM]
    for one, other in combinations(found, 2):
        if eyes.gap(one.place, other.place) < 3 * MM:
            faults.append(f"too close: {one} and {other}")
    for seen in eyes.texts(root):
        under = [key for key in found if key.item is not eyes.holder(seen.item)]
        faults += [f"a key covers words: {key}, {seen}" for key in under if eyes.overlap(seen.place, key.place) > 2]
    return faults


@EVERY
def test_one_filled_surface_a_page_and_it_is_the_next_step(portrait: CitizenWindow, clothes: str) -> None:
    for name, view in scenes().items():
        portrait.show_at_once(dressed(view, **CLOTHES[clothes]))
        portrait.window.grabWindow()
        filled = [item for item in eyes.items(portrait.window.rootObject()) if _is_filled(item)]
        assert len(filled) <= 1, f"{name}: {filled}"


def _is_filled(item: QQuickItem) -> bool:
    """A rectangle of the accent's colour, larger than an icon or a lit part of the drawn machine."""
    broad = item.inherits("QQuickRectangle") and min(item.width(), item.height()) >= 20 * MM
    return broad and item.property("color") == QColor(LIGHT.accent)


@pytest.mark.parametrize("clothes", [*CLOTHES])
@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_where_the_reader_is_drawn_its_name_can_be_read(
    request: pytest.FixtureRequest, layout: str, clothes: str
) -> None:
    """The drawn card comes down onto the drawn reader, and stops above the reader's name."""
    window: CitizenWindow = request.getfixturevalue(layout)
    for name, view in scenes().items():
        if not name.startswith(("card", "take-your-card")):
            continue
        window.show_at_once(dressed(view, **CLOTHES[clothes]))
        window.window.grabWindow()
        root = window.window.rootObject()
        for scene in (item for item in eyes.items(root) if item.property("padTop") is not None):
            word = next(seen for seen in eyes.texts(scene) if seen.words == scene.property("pad"))
            paper = scene.findChild(QQuickItem, "drawn-card")
            assert paper is not None
            lies = paper.mapRectToScene(QRectF(0, 0, paper.width(), paper.height()))
            assert eyes.overlap(lies, word.place) <= 2, f"{name}: the card covers {word}"
