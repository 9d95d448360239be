"""What the window binds to: the page and what stands around it. Views come from any thread, touches go out at once.

A property is announced only when it changed, so that the second hand never rebuilds a page under a finger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Qt, QTimer, QUrl, Signal, Slot

from kiosk.domain.calendar import CHINA
from kiosk.journeys.intents import Intent
from kiosk.journeys.pages import Failure, FailureReason, View
from screens.citizen import frame
from screens.citizen.faces import Shown, shown
from screens.citizen.settings import ScreenSettings
from screens.citizen.touches import intent
from screens.theme.line_breaks import readable
from screens.theme.panel import Panel

_PAGES = Path(__file__).parent / "pages"


def time_now() -> datetime:
    return datetime.now(CHINA)


class Terminal(QObject):
    """One citizen's window in values. `arrived` carries a View from any thread to Qt's."""

    arrived = Signal(object)
    turned = Signal(str, QUrl, "QVariantMap", bool, arguments=["name", "source", "face", "forward"])  # type: ignore[arg-type]
    renewed = Signal("QVariantMap", arguments=["face"])  # type: ignore[arg-type]
    headerChanged = Signal()
    railChanged = Signal()
    slotsChanged = Signal()
    timeChanged = Signal()
    stumbled = Signal(object)  # an exception, for the log

    def __init__(
        self,
        settings: ScreenSettings,
        panel: Panel,
        send: Callable[[Intent], None],
        now: Callable[[], datetime] = time_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._panel = panel
        self._send = send
        self._now = now
        self._view: View | None = None
        self._shown: Shown | None = None
        self._ready = False
        self._trail: list[str] = []
        self._around: dict[str, Any] = {"header": {}, "rail": {"steps": [], "at": 0}, "slots": [], "time": _NO_TIME}
        self.arrived.connect(self.take_in, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._next_minute)
        self._next_minute()

    def show(self, view: View) -> None:
        """May be called from any thread; the page follows on Qt's."""
        self.arrived.emit(view)

    @property
    def view(self) -> View | None:
        return self._view

    @property
    def page_name(self) -> str:
        return self._shown.name if self._shown else ""

    @Slot(str, str)
    def touch(self, name: str, argument: str) -> None:
        if self._view is not None:
            self._send(intent(name, argument, self._view))

    @Slot()
    def ready(self) -> None:
        """The window exists: what has arrived so far is shown now."""
        self._ready = True
        if self._view is not None:
            self._paint(self._view)

    @Slot(object)
    def take_in(self, view: View) -> None:
        self._view = view
        if self._ready:
            self._paint(view)

    def _paint(self, view: View) -> None:
        self._panel.set_language(view.language.value)
        self._panel.set_look(elder=view.elder, high_contrast=view.contrast)
        self._around_page(view)
        page, before = self._page_of(view), self._shown
        self._shown = page
        if before is None or before.name != page.name:
            source = QUrl.fromLocalFile(str(_PAGES / f"{page.file}.qml"))
            self.turned.emit(page.name, source, readable(page.face), self._onward(page.name))
        elif before.face != page.face:
            self.renewed.emit(readable(page.face))

    def _page_of(self, view: View) -> Shown:
        """A page that cannot be put into words is a bug: what was there goes away, and the screen apologises."""
        try:
            return shown(view)
        except Exception as bug:
            self.stumbled.emit(bug)
            return shown(replace(view, page=Failure(FailureReason.UNEXPECTED), person=None, item=""))

    def _onward(self, name: str) -> bool:
        """Whether this page lies ahead; a page seen before on this way lies behind."""
        if name in self._trail:
            del self._trail[self._trail.index(name) + 1 :]
            return False
        self._trail.append(name)
        return True

    def _around_page(self, view: View) -> None:
        self._put("header", readable(frame.header(view, self._settings, self._now())), self.headerChanged)
        self._put("rail", frame.rail(view), self.railChanged)
        self._put("slots", frame.slots(view, self._settings), self.slotsChanged)
        self._put("time", readable(frame.time(view)), self.timeChanged)

    def _put(self, name: str, value: Any, changed: Any) -> None:
        if self._around[name] != value:
            self._around[name] = value
            changed.emit()

    @Slot()
    def _next_minute(self) -> None:
        now = self._now()
        if self._view is not None:
            self._put("header", readable(frame.header(self._view, self._settings, now)), self.headerChanged)
        self._clock.start(60_000 - now.second * 1000 - now.microsecond // 1000 + 20)

    def _get_header(self) -> dict[str, Any]:
        return dict(self._around["header"])

    def _get_rail(self) -> dict[str, Any]:
        return dict(self._around["rail"])

    def _get_slots(self) -> list[Any]:
        return list(self._around["slots"])

    def _get_time(self) -> dict[str, Any]:
        return dict(self._around["time"])

    header = Property("QVariantMap", _get_header, notify=headerChanged)  # type: ignore[arg-type]
    rail = Property("QVariantMap", _get_rail, notify=railChanged)  # type: ignore[arg-type]
    slots = Property("QVariantList", _get_slots, notify=slotsChanged)  # type: ignore[arg-type]
    time = Property("QVariantMap", _get_time, notify=timeChanged)  # type: ignore[arg-type]


_NO_TIME = {"left": -1, "whole": 60, "warning": False, "last": "", "number": "", "words": ""}
