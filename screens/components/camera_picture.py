"""A camera's moving picture on a page: the newest frame out of shared memory, drawn without being decoded or turned.

A painted item, because the software scene graph shows no VideoOutput and image providers grow with every frame. When
frames stop coming it shows nothing: an old picture is not shown as if it were now.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.ports.devices.camera import Camera, Frame

LOOK_MS = 20  # half a frame at 25 a second: a look that finds nothing new costs nothing
STALE_S = 1.0


class CameraPicture(QQuickPaintedItem):
    """`look_through` begins, `stop` ends; a page that goes stops by itself when it is no longer visible."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._camera: Camera | None = None
        self._frame: Frame | None = None
        self._seen_s = 0.0
        self.painted = 0  # frames
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.visibleChanged.connect(self._mind)

    def look_through(self, camera: Camera) -> None:
        self.stop()
        self._camera = camera
        camera.wake()
        self._timer.start()

    def stop(self) -> None:
        camera, self._camera = self._camera, None
        self._timer.stop()
        self._frame = None
        self.update()
        if camera is not None:
            camera.let_go()

    @property
    def showing(self) -> bool:
        return self._frame is not None

    def _mind(self) -> None:
        if not self.isVisible():
            self.stop()

    def _look(self) -> None:
        if self._camera is None:
            return
        frame = self._camera.frame(self._frame.sequence if self._frame is not None else 0)
        if frame is not None:
            self._frame, self._seen_s = frame, time.monotonic()
            self.update()
        elif self._frame is not None and time.monotonic() - self._seen_s > STALE_S:
            self._frame = None
            self.update()

    def paint(self, painter: QPainter) -> None:
        frame = self._frame
        if frame is None:
            return
        image = QImage(frame.pixels, frame.width, frame.height, 4 * frame.width, QImage.Format.Format_RGB32)
        painter.drawImage(self._place(frame), image)
        self.painted += 1

    def _place(self, frame: Frame) -> QRectF:
        """As large as it fits, in its own shape, in the middle."""
        part = min(self.width() / frame.width, self.height() / frame.height)
        width, height = frame.width * part, frame.height * part
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
