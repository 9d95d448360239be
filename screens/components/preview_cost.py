"""What a preview costs the process that shows it: copying, drawing, watching. Seeing is the camera's own child's."""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager

from PySide6.QtCore import QSizeF, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.ports.devices.camera import Camera
from screens.components.camera_picture import CameraPicture

WIDTH, HEIGHT = 1280, 720
CALM_S = 2.0


def preview_cost(looking: AbstractContextManager[Camera], seconds: float) -> tuple[float, float]:
    """A picture of the camera in a window off-screen for so long: percent of one core, frames drawn a second."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    app, window, at = QGuiApplication([]), QQuickWindow(), list[tuple[float, float, int]]()
    window.resize(WIDTH, HEIGHT)
    picture = CameraPicture(window.contentItem())
    picture.setSize(QSizeF(WIDTH, HEIGHT))
    window.show()

    def note() -> None:
        at.append((time.monotonic(), time.process_time(), picture.painted))
        if len(at) == 1:
            QTimer.singleShot(round(seconds * 1000), window, note)
        else:
            app.quit()

    with looking as camera:
        picture.look_through(camera)
        QTimer.singleShot(round(CALM_S * 1000), window, note)
        app.exec()
        picture.stop()
    (began, used, before), (ended, used_then, painted) = at
    return 100 * (used_then - used) / (ended - began), (painted - before) / (ended - began)
