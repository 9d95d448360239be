"""Finds what a person can see in a window: items by name through all delegates, and the texts that stand there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem, QQuickWindow

from screens.theme.line_breaks import plain


def shown(window: QQuickWindow) -> Iterator[QQuickItem]:
    """Every visible item, parents first; `findChild` would miss what delegates made."""
    waiting = [window.contentItem()]
    while waiting:
        item = waiting.pop()
        if item.isVisible() and item.opacity() > 0:
            yield item
            waiting.extend(reversed(item.childItems()))


def named(window: QQuickWindow, name: str) -> QQuickItem | None:
    """The visible item of this name with a size; None when it is not there."""
    return next((i for i in shown(window) if i.objectName() == name and i.width() > 0), None)


def names(window: QQuickWindow) -> list[str]:
    return sorted({item.objectName() for item in shown(window) if item.objectName()})


def texts(window: QQuickWindow) -> list[str]:
    """What can be read, in the order of the tree."""
    found = (item.property("text") for item in shown(window) if item.inherits("QQuickText"))
    return [plain(text) for text in found if isinstance(text, str) and text.strip()]


def middle(item: QQuickItem) -> QPointF:
    """The middle of an item in its window's coordinates."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
