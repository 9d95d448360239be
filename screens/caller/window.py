"""The caller as a program: two windows on one desk, the large one and the bar over the clerk's own system."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QMouseEvent, QTouchEvent
from PySide6.QtQml import QQmlEngine

from kiosk.hall.client import CounterHall
from kiosk.ports.devices.keypad import Keypad
from kiosk.ports.log import Log, NoLog
from screens.caller.desk import CallerDesk
from screens.caller.pad import PadKeys
from screens.staff.burial import bury
from screens.staff.hall_line import HallLine
from screens.staff.standing import Extent, StaffView, Standing, application, engine_for, stand
from screens.staff.words import sentences
from screens.staff.worker import Worker

HERE = Path(__file__).parent
DESK_PX_PER_MM = 3.78
STANDING = Standing(DESK_PX_PER_MM, (1280, 800))
WINDOW_EXTENT = Extent(336, 209)
_BAR_MM = 24
_BAR_EXTENT = Extent(330, _BAR_MM)


class CallerView(StaffView):
    """A window that comes to the front with the first press anywhere on it: the keyboard works there only."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.come_forward()
        super().mousePressEvent(event)

    def touchEvent(self, event: QTouchEvent) -> None:
        self.come_forward()
        super().touchEvent(event)

    def come_forward(self) -> None:
        if not self.isActive():
            self.raise_()
            self.requestActivate()


class CallerWindows(QObject):
    """The window and the bar; one of them shows."""

    def __init__(self, engine: QQmlEngine, desk: CallerDesk, standing: Standing) -> None:
        super().__init__()
        title = sentences("caller", standing.language)["caller.title"]
        self.window = CallerView(engine, HERE / "Window.qml", WINDOW_EXTENT, standing, title)
        self.window.setMinimumSize(self.window.size() * 0.7)
        self.bar = CallerView(engine, HERE / "Bar.qml", _BAR_EXTENT, standing, title)
        self.bar.setFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.bar.resize(standing.size[0], self._bar_height(standing))
        self.bar.load(desk=desk)
        self.window.load(desk=desk)
        self.window.rootObject().dockWanted.connect(self.dock)  # type: ignore[attr-defined]
        self.bar.rootObject().undockWanted.connect(self.undock)  # type: ignore[attr-defined]

    def dock(self) -> None:
        """The bar takes the screen's upper edge; shown before the other goes, so that a window is always there."""
        screen = self.bar.screen().availableGeometry()
        self.bar.setGeometry(screen.x(), screen.y(), screen.width(), self.bar.height())
        self.bar.show()
        self.bar.fit()
        self.bar.come_forward()
        self.window.hide()

    def undock(self) -> None:
        self.window.show()
        self.window.fit()
        self.window.come_forward()
        self.bar.hide()

    def end(self) -> None:
        self.window.end()
        self.bar.end()

    def _bar_height(self, standing: Standing) -> int:
        return round(_BAR_MM * standing.px_per_mm)


def run(hall: CounterHall, standing: Standing = STANDING, log: Log | None = None, pad: Keypad | None = None) -> int:
    """Shows the caller of `hall.counter` until it is closed or the process is asked to stop; the exit code.

    `pad`: the clerk's pad of keys, where there is one; whoever attached it ends it.
    """
    app = application()
    log = log or NoLog()
    engine = engine_for(app, standing, "caller")
    line = HallLine(hall.connection)
    keys, views = Worker("caller-keys", log), Worker("caller-views", log)
    desk = CallerDesk(hall, line, keys, views)
    windows = CallerWindows(engine, desk, standing)
    keys_of_pad = PadKeys(pad, desk) if pad is not None else None
    desk.start()
    code = stand(app, windows.window, standing)
    windows.end()
    line.close()
    for worker in (keys, views):
        worker.close()
    if keys_of_pad is not None:
        keys_of_pad.end()
    bury(windows, desk, line, keys, views, engine)
    return code


def bar_standing(standing: Standing, width: int) -> Standing:
    """The bar's own standing on a screen of `width` pixels, for pictures and tests."""
    return replace(standing, size=(width, round(_BAR_MM * standing.px_per_mm)))
