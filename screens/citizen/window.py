"""The citizen's window as a thing: made before the terminal's core, fed by it, closed with it.

Drawn by Qt Quick's software renderer unless the environment says otherwise, because hall machines have weak graphics.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QSG_RENDER_LOOP", "basic")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlError
from PySide6.QtQuick import QQuickView

from kiosk.journeys.intents import Intent
from kiosk.journeys.pages import View
from screens.citizen.clearing import Clearing
from screens.citizen.settings import ScreenSettings
from screens.citizen.terminal import Terminal, time_now
from screens.collecting import Collecting
from screens.theme.fonts import has_medium, use_chinese_face
from screens.theme.panel import panel_of

_WINDOW = Path(__file__).parent / "Window.qml"


def application() -> QGuiApplication:
    """The one application of this process, with the Chinese face set for all of it."""
    found = QGuiApplication.instance()
    made = found if isinstance(found, QGuiApplication) else QGuiApplication(sys.argv[:1])
    use_chinese_face(made)
    return made


def fitted(wanted: QSize, desktop: QSize) -> QSize:
    """The panel's size, or the largest of its proportions that leaves room for frame and title on this desktop."""
    room = QSize(desktop.width() * 95 // 100, desktop.height() * 90 // 100)
    if wanted.boundedTo(room) == wanted:
        return wanted
    return wanted.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


class CitizenWindow(QObject):
    """`show_view` may be called from any thread; everything else belongs to Qt's thread.

    `send` is called on Qt's thread with every touch and must not block.
    """

    stopping = Signal()

    def __init__(
        self, settings: ScreenSettings, send: Callable[[Intent], None], now: Callable[[], datetime] = time_now
    ) -> None:
        super().__init__()
        self._application = application()
        self._settings = settings
        self.complaints: deque[str] = deque(maxlen=100)
        self.window = QQuickView()
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.setTitle("自助服务终端")
        engine = self.window.engine()
        engine.warnings.connect(self._complained)
        self.panel = panel_of(engine)
        self.panel.set_machine(settings.front)
        self.panel.set_still(settings.reduced_motion)
        self.panel.set_medium_face(has_medium(self._application.font().family()))
        self.terminal = Terminal(settings, self.panel, send, now, parent=self)
        self.terminal.arrived.connect(self._fit_later, Qt.ConnectionType.QueuedConnection)
        self.clearing = Clearing(engine)
        self.terminal.turned.connect(self.clearing.turned)
        self.stopping.connect(self._application.quit, Qt.ConnectionType.QueuedConnection)
        self._size_first()
        self.window.setInitialProperties({"terminal": self.terminal})
        self.window.setSource(QUrl.fromLocalFile(str(_WINDOW)))
        self.window.widthChanged.connect(self.fit)
        self.window.heightChanged.connect(self.fit)

    def show_view(self, view: View) -> None:
        self.terminal.show(view)

    def show_at_once(self, view: View) -> None:
        """The same on Qt's own thread, for whoever wants to look at the page right after; the page before is gone."""
        self.terminal.take_in(view)
        self.fit()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def open(self) -> None:
        if self._settings.full_screen:
            self.window.setCursor(Qt.CursorShape.BlankCursor)
            self.window.showFullScreen()
        else:
            self.window.show()

    def run(self) -> int:
        """Opens the window and stays until `stop`."""
        self.open()
        collecting = Collecting()
        code = self._application.exec()
        collecting.end()
        return code

    def stop(self) -> None:
        """May be called from any thread."""
        self.stopping.emit()

    def grab(self, path: Path) -> bool:
        """Writes the window's picture as PNG."""
        return bool(self.window.grabWindow().save(str(path)))

    def close(self) -> None:
        self.window.close()
        self.window.setSource(QUrl())

    @Slot()
    def fit(self) -> None:
        """Everything keeps its proportions: the panel's millimetres are fitted into the window's pixels."""
        size, settings = self.window.size(), self._settings
        if size.isEmpty():
            return
        density = min(size.width() / settings.width_mm, size.height() / settings.height_mm)
        self.panel.set_density(density)
        view = self.terminal.view
        low = settings.beyond_reach_mm * density if view is not None and view.low else 0
        self.panel.set_shape(landscape=settings.landscape, keys_from=int(low))

    @Slot(object)
    def _fit_later(self, _: View) -> None:
        self.fit()

    def _size_first(self) -> None:
        wanted = QSize(self._settings.width, self._settings.height)
        free = self._settings.full_screen or self._application.platformName() in ("offscreen", "minimal")
        self.window.resize(wanted if free else fitted(wanted, self.window.screen().availableSize()))
        self.fit()

    @Slot(list)
    def _complained(self, errors: list[QQmlError]) -> None:
        self.complaints.extend(error.toString() for error in errors)
