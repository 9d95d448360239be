"""What a preview of 25 frames of 1280x720 a second costs the window's process: `python -m
tests.screens.components.preview_cost`.

The camera's far end is a process of its own, and so is the child that sees: what is measured is copying, drawing and
watching.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSizeF, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from drivers.camera.camera import HallCamera, Means
from drivers.camera.device import Care
from drivers.camera.places import source_of
from kiosk.operation.supervisor import Supervisor
from screens.components.camera_picture import CameraPicture
from tests.drivers.stage import eventually

CALM_MS, WATCHED_MS = 2000, 6000


@contextmanager
def far_end(state: Path) -> Iterator[str]:
    """The virtual camera's port."""
    process = subprocess.Popen([sys.executable, "main.py", "--state", str(state), "virtual-devices"])
    try:
        assert eventually((state / "run" / "virtual-devices.json").exists)
        yield str(state / "virtual-devices" / "camera")
    finally:
        process.terminate()
        process.wait(10)


def cost(app: QGuiApplication, camera: HallCamera, width: int, height: int) -> tuple[float, float]:
    """Percent of one core, frames drawn a second."""
    window, at = QQuickWindow(), list[tuple[float, float, int]]()
    window.resize(width, height)
    picture = CameraPicture(window.contentItem())
    picture.setSize(QSizeF(width, height))
    window.show()
    picture.look_through(camera)
    for wait in (CALM_MS, CALM_MS + WATCHED_MS):
        QTimer.singleShot(wait, window, lambda: at.append((time.monotonic(), time.process_time(), picture.painted)))
    QTimer.singleShot(CALM_MS + WATCHED_MS + 50, app.quit)
    app.exec()
    picture.stop()
    (began, used, before), (ended, used_then, after) = at
    return 100 * (used_then - used) / (ended - began), (after - before) / (ended - began)


def main() -> None:
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    app, supervisor = QGuiApplication([]), Supervisor()
    with tempfile.TemporaryDirectory() as folder, far_end(Path(folder)) as port:
        camera = HallCamera(supervisor, "camera", Means(lambda: source_of(port), Care()))
        share, pace = cost(app, camera, 1280, 720)
        print(f"preview of 1280x720: {share:.1f} % of a core at {pace:.1f} frames a second")
        supervisor.close()


if __name__ == "__main__":
    main()
