"""What the benchmark calls seen is what a frame showed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView

from screens.stage.frames import FirstFrame, Sighting
from tests.screens.looking import until

PAGE = b"""
import QtQuick
Rectangle {
    width: 60; height: 40
    property bool called
    Text { objectName: "number"; text: "A001"; visible: parent.called }
}
"""


@pytest.fixture
def window(qapp: object) -> Iterator[QQuickView]:
    view = QQuickView()
    component = QQmlComponent(view.engine())
    component.setData(PAGE, "page.qml")
    page = component.create()
    assert isinstance(page, QQuickItem)
    page.setParentItem(view.contentItem())
    view.resize(60, 40)
    yield view
    page.setParentItem(None)  # type: ignore[arg-type]
    view.close()


def test_the_first_frame_is_written_down_once(window: QQuickView, tmp_path: Path) -> None:
    file = tmp_path / "first"
    before = time.monotonic_ns()
    note = FirstFrame(window, file)
    window.show()
    until(file.exists)
    first = int(file.read_text())
    assert before < first < time.monotonic_ns()
    window.contentItem().childItems()[0].setProperty("color", "red")
    window.grabWindow()
    assert int(file.read_text()) == first
    del note


def test_a_number_is_seen_when_a_frame_shows_it_and_not_before(window: QQuickView) -> None:
    sighting = Sighting(window)
    sighting.wait_for("number")
    window.show()
    until(window.isExposed)
    window.grabWindow()
    assert sighting.at_ns is None
    asked = time.monotonic_ns()
    window.contentItem().childItems()[0].setProperty("called", True)
    until(lambda: sighting.at_ns is not None)
    assert sighting.at_ns is not None and sighting.at_ns > asked
    sighting.wait_for("number")
    assert sighting.at_ns is None
