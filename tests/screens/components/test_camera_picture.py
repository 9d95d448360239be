"""What stands on the page is what the camera sees now, or nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.camera import CameraFailure, Frame, Picture
from screens.components.camera_picture import CameraPicture

WIDTH, HEIGHT = 64, 36
BLUE, RED = bytes((255, 0, 0, 255)), bytes((0, 0, 255, 255))  # blue, green, red, 255


class Scripted:
    """A Camera that shows one colour, and counts who looks."""

    def __init__(self) -> None:
        self.lookers = self.sequence = 0
        self.dot: bytes | None = BLUE

    def status(self) -> DeviceStatus:
        return DeviceStatus(DeviceState.ONLINE)

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        on_status(self.status())

    def wake(self) -> None:
        self.lookers += 1

    def let_go(self) -> None:
        self.lookers -= 1

    def frame(self, after: int = 0) -> Frame | None:
        self.sequence += 1
        return None if self.dot is None else Frame(self.sequence, 1, WIDTH, HEIGHT, 0, self.dot * (WIDTH * HEIGHT))

    def snapshot(self, done: Callable[[Picture | CameraFailure], None]) -> None:
        done(CameraFailure.BUSY)

    def page(self, done: Callable[[Picture | CameraFailure], None]) -> None:
        done(CameraFailure.BUSY)

    def close(self) -> None:
        self.dot = None


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QQuickWindow]:
    window = QQuickWindow()
    window.setColor(QColor("white"))
    window.resize(320, 320)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def test_the_newest_picture_stands_in_its_own_shape_in_the_middle(window: QQuickWindow, qtbot: QtBot) -> None:
    camera, item = Scripted(), CameraPicture(window.contentItem())
    item.setSize(QSizeF(320, 320))
    item.look_through(camera)
    qtbot.waitUntil(lambda: window.grabWindow().pixelColor(160, 160) == QColor(0, 0, 255))
    assert window.grabWindow().pixelColor(160, 20) == QColor("white")
    camera.dot = RED
    qtbot.waitUntil(lambda: window.grabWindow().pixelColor(160, 160) == QColor(255, 0, 0))
    item.stop()


def test_when_frames_stop_coming_nothing_is_shown(window: QQuickWindow, qtbot: QtBot) -> None:
    camera, item = Scripted(), CameraPicture(window.contentItem())
    item.setSize(QSizeF(320, 320))
    item.look_through(camera)
    qtbot.waitUntil(lambda: item.showing)
    camera.dot = None
    qtbot.waitUntil(lambda: not item.showing)
    assert window.grabWindow().pixelColor(160, 160) == QColor("white")
    item.stop()


def test_a_page_that_is_left_lets_the_camera_go(window: QQuickWindow, qtbot: QtBot) -> None:
    camera, item = Scripted(), CameraPicture(window.contentItem())
    item.look_through(camera)
    assert camera.lookers == 1
    item.setVisible(False)
    assert camera.lookers == 0
    item.stop()
    assert camera.lookers == 0


def test_pages_that_come_and_go_leave_no_picture_behind(window: QQuickWindow, qtbot: QtBot) -> None:
    camera = Scripted()
    for _ in range(40):
        item = CameraPicture(window.contentItem())
        item.setSize(QSizeF(320, 320))
        item.look_through(camera)
        qtbot.waitUntil(lambda item=item: item.showing)
        item.setVisible(False)
        item.setParentItem(None)
        item.deleteLater()
        assert camera.lookers == 0
        assert not item.showing
    qtbot.waitUntil(lambda: not window.contentItem().childItems())
    assert sum(isinstance(one, Frame) for one in gc.get_objects()) <= 1
