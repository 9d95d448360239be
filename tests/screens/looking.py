"""Looking at a page as a person would: is every word whole, can it be read, where is the thing with that name?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

from screens.theme.line_breaks import plain
from screens.theme.panel import panel_of


@dataclass(frozen=True)
class Shown:
    """A window that shows something, how to end it, and Qt's complaints about it so far."""

    view: QQuickView
    close: Callable[[], None]
    warnings: list[str]


def until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Lets Qt work until `true`; AssertionError when the time is over."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not become so in time"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)


def settle() -> None:
    for _ in range(5):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def items_of(root: QQuickItem) -> Iterator[QQuickItem]:
    """Every item that is seen, delegates too."""
    if not root.isVisible() or root.opacity() == 0:
        return
    yield root
    for child in root.childItems():
        yield from items_of(child)


def texts_of(root: QQuickItem) -> list[QQuickItem]:
    return [item for item in items_of(root) if item.inherits("QQuickText") and item.property("text")]


def words_of(root: QQuickItem) -> list[str]:
    """As a person reads them: without what holds a line together."""
    return [plain(str(item.property("text"))) for item in texts_of(root)]


def words_at(root: QQuickItem, name: str) -> str:
    """What stands on the text that is called so."""
    return plain(str(named(root, name).property("text")))


def named(root: QQuickItem, name: str) -> QQuickItem:
    found = [item for item in items_of(root) if item.objectName() == name]
    assert found, f"nothing called {name} is seen"
    return found[0]


def tap(view: QQuickView, name: str) -> None:
    """A click at the middle of what is called so, where it was last drawn."""
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _aim(view, name))


def touch(view: QQuickView, name: str, finger: QPointingDevice) -> None:
    """One short touch of a finger at the middle of what is called so."""
    place = _aim(view, name)
    QTest.touchEvent(view, finger).press(0, place, view).commit()
    QTest.touchEvent(view, finger).release(0, place, view).commit()


def stands_up(view: QQuickView, name: str) -> bool:
    """The key that is called so is not pressed, nor still on its way up again from its lip."""
    lip, cap = named(view.rootObject(), name).childItems()[:2]
    return cap.y() == 0 < lip.y()


def _aim(view: QQuickView, name: str) -> QPoint:
    """Rows and columns place their children only before a frame is drawn, and nobody aims at what was not drawn."""
    drawn: list[bool] = []
    connection = view.frameSwapped.connect(lambda: drawn.append(True))
    view.update()
    until(lambda: bool(drawn))
    view.disconnect(connection)
    item = named(view.rootObject(), name)
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def cut_words(view: QQuickView) -> list[str]:
    """Texts that are elided where they may not be, wider than their place, or outside of the window or a clip."""
    root = view.rootObject()
    whole = QRectF(0, 0, root.width(), root.height())
    return [found for text in texts_of(root) for found in _faults(text, whole)]


def overlapping_words(view: QQuickView) -> list[str]:
    """Pairs of texts whose ink lies on one another."""
    texts = [(text, _ink(text)) for text in texts_of(view.rootObject()) if not _scrolls(text)]
    found = []
    for number, (one, here) in enumerate(texts):
        for other, there in texts[number + 1 :]:
            both = here.intersected(there)
            if both.width() > 2 and both.height() > 2:
                found.append(f"{one.property('text')!r} on {other.property('text')!r}")
    return found


def _faults(text: QQuickItem, whole: QRectF) -> Iterator[str]:
    words = repr(text.property("text"))
    if text.property("truncated") and not text.property("mayGiveWay"):
        yield f"{words} is cut"
    if float(text.property("paintedWidth")) > text.width() + 1:
        yield f"{words} is {text.property('paintedWidth'):.0f} wide in {text.width():.0f}"
    if not _scrolls(text) and not whole.adjusted(-1, -1, 1, 1).contains(_ink(text)):
        yield f"{words} leaves the window"
    for key in _keys_around(text):
        if not key.adjusted(-1, -1, 1, 1).contains(_ink(text)):
            yield f"{words} leaves its key"


def _keys_around(text: QQuickItem) -> list[QRectF]:
    found: list[QRectF] = []
    parent = text.parentItem()
    while parent is not None:
        if parent.property("holdsText") is True:
            found.append(parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height())))
        parent = parent.parentItem()
    return found


def _ink(text: QQuickItem) -> QRectF:
    """Where the characters are: of capitals and digits their height, else the middle 70 % of the lines."""
    painted, words = text.boundingRect(), str(text.property("text"))
    if re.fullmatch(r"[A-Z0-9:]+", words):
        base, capital = float(text.property("baselineOffset")), 0.733 * text.property("font").pixelSize()
        return text.mapRectToScene(QRectF(painted.left(), base - capital, painted.width(), capital))
    high = float(text.property("paintedHeight"))
    top = (text.height() - high) / 2
    return text.mapRectToScene(QRectF(painted.left(), top + high * 0.15, painted.width(), high * 0.7))


def _scrolls(text: QQuickItem) -> bool:
    parent = text.parentItem()
    while parent is not None:
        if parent.inherits("QQuickFlickable"):
            return True
        parent = parent.parentItem()
    return False


def filled_surfaces(view: QQuickView) -> list[str]:
    """The large surfaces painted in the accent: a page has one, the next step, or none."""
    panel = panel_of(view.engine())
    accent = QColor(str(dict(panel.palette)["accent"]))
    least = 400 * panel.density**2  # mm²: icons, bars and marks are smaller
    return [
        f"{item.width():.0f}×{item.height():.0f} in {item.parentItem().objectName() or '?'}"
        for item in items_of(view.rootObject())
        if item.inherits("QQuickRectangle") and item.property("color") == accent
        if item.width() * item.height() >= least
    ]
