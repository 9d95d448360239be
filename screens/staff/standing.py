"""How a staff window stands on its screen: one application, one engine, a size in millimetres, and an end that comes.

`notice` (a process's stop socket) ends the window; `on_window` is handed the window once it shows: there the process
says that it is ready, and a stage begins to listen for whoever drives the window from outside.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickView, QQuickWindow, QSGRendererInterface

from screens.collecting import Collecting
from screens.ending import StopNotice
from screens.staff.burial import bury
from screens.staff.words import words_of
from screens.theme.fonts import has_medium, use_chinese_face
from screens.theme.panel import panel_of

SCREENS = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Standing:
    """`size` in pixels of a window that is not full screen; `language` zh or en."""

    px_per_mm: float
    size: tuple[int, int]
    full_screen: bool = False
    language: str = "zh"
    notice: socket.socket | None = None
    on_window: Callable[[QQuickWindow], object] | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """Millimetres a page was drawn for. A smaller window shrinks the page; a larger one enlarges it only if `grows`."""

    width: float
    height: float
    grows: bool = False

    def density(self, usual: float, width: int, height: int) -> float:
        fitting = min(width / self.width, height / self.height)
        return fitting if self.grows else min(usual, fitting)


def application() -> QGuiApplication:
    """The process's application with the Chinese face; made at the first call."""
    found = QGuiApplication.instance()
    if isinstance(found, QGuiApplication):
        return found
    if "QT_QUICK_BACKEND" not in os.environ and "QSG_RHI_BACKEND" not in os.environ:
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    return QGuiApplication([])


def engine_for(app: QGuiApplication, standing: Standing, *rooms: str) -> QQmlEngine:
    """An engine with our panel, our face and the words of these rooms."""
    engine = QQmlEngine(app)
    family = use_chinese_face(app)
    panel = panel_of(engine)
    panel.set_medium_face(has_medium(family))
    panel.set_density(standing.px_per_mm)
    panel.set_language(standing.language)
    words_of(engine).use("staff", *rooms)
    return engine


class StaffView(QQuickView):
    """One window with one page; its density follows its size."""

    def __init__(self, engine: QQmlEngine, page: Path, extent: Extent, standing: Standing, title: str) -> None:
        super().__init__(engine, None)  # type: ignore[call-overload]
        self._engine, self._page, self._extent, self._usual = engine, page, extent, standing.px_per_mm
        self.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.setTitle(title)
        self.resize(self._first_size(QSize(*standing.size)))
        self.widthChanged.connect(self.fit)
        self.heightChanged.connect(self.fit)

    def _first_size(self, wanted: QSize) -> QSize:
        """The size asked for, smaller in proportion where the screen is too small for it."""
        room = self.screen().availableSize() * 0.92
        offscreen = QGuiApplication.platformName() in ("offscreen", "minimal")
        if offscreen or wanted.boundedTo(room) == wanted:
            return wanted
        return wanted.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def load(self, **properties: Any) -> None:
        """Raises RuntimeError with Qt's own words when the page cannot be made: a bug, found by every page test."""
        self.fit()
        self.setInitialProperties(properties)
        self.setSource(QUrl.fromLocalFile(str(self._page)))
        if self.status() != QQuickView.Status.Ready:
            raise RuntimeError("; ".join(error.toString() for error in self.errors()))

    def end(self) -> None:
        """Takes the page and the window down, before what they show goes away."""
        self.setSource(QUrl())
        self.close()
        bury(self)

    def fit(self) -> None:
        if self.width() > 0 and self.height() > 0:
            panel_of(self._engine).set_density(self._extent.density(self._usual, self.width(), self.height()))


def stand(app: QGuiApplication, view: QQuickView, standing: Standing) -> int:
    """Shows the window and stays until it is closed or the process is asked to stop; the program's exit code."""
    ending = StopNotice(standing.notice, app.quit) if standing.notice is not None else None
    if standing.full_screen:
        view.showFullScreen()
    else:
        view.show()
    kept = standing.on_window(view) if standing.on_window is not None else None
    collecting = Collecting()
    code = app.exec()
    collecting.end()
    del kept, ending
    return code
