"""Looks at a drawn window as a person would: which words and keys are there, and where exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtQuick import QQuickItem

from screens.theme.line_breaks import plain

SLACK = 1.0  # pixels


@dataclass(frozen=True)
class Seen:
    item: QQuickItem
    words: str
    place: QRectF

    def __str__(self) -> str:
        x, y = round(self.place.x()), round(self.place.y())
        return f"{self.words!r} at {x},{y} {round(self.place.width())}×{round(self.place.height())}"


def items(root: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item below one, delegates included (findChild misses them)."""
    for child in root.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from items(child)


def texts(root: QQuickItem) -> list[Seen]:
    found = (item for item in items(root) if item.inherits("QQuickText") and str(item.property("text")).strip())
    return [Seen(item, plain(str(item.property("text"))), _painted(item)) for item in found]


def keys(root: QQuickItem) -> list[Seen]:
    found = (item for item in items(root) if item.property("touchable") is True)
    return [Seen(item, item.objectName(), _whole(item)) for item in found]


def holder(item: QQuickItem) -> QQuickItem | None:
    """The nearest card or key that this text stands on."""
    above = item.parentItem()
    while above is not None and above.property("holdsText") is not True:
        above = above.parentItem()
    return above


def middle(item: QQuickItem) -> QPoint:
    """Where a finger aims: the middle of an item, in its window."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def inside(inner: QRectF, outer: QRectF, slack: float = SLACK) -> bool:
    return outer.adjusted(-slack, -slack, slack, slack).contains(inner)


def overlap(one: QRectF, other: QRectF) -> float:
    """How deep two rectangles lie in each other, in pixels; 0 when they do not."""
    common = one.intersected(other)
    return 0.0 if common.isEmpty() else min(common.width(), common.height())


def gap(one: QRectF, other: QRectF) -> float:
    """Pixels between two rectangles that face each other; below 0 when they overlap; infinite when only diagonal."""
    across = max(one.left(), other.left()) - min(one.right(), other.right())
    down = max(one.top(), other.top()) - min(one.bottom(), other.bottom())
    if across > 0 and down > 0:
        return float("inf")
    return max(across, down)


def _whole(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _painted(item: QQuickItem) -> QRectF:
    """Where the words really are: as wide as they were painted, as high as their lines."""
    bounds = item.boundingRect()
    if item.objectName() == "ticket-number":
        base, capital = float(item.property("baselineOffset")), 0.733 * item.property("font").pixelSize()
        return item.mapRectToScene(QRectF(bounds.left(), base - capital, bounds.width(), capital))
    return item.mapRectToScene(QRectF(bounds.left(), 0, bounds.width(), item.height()))
