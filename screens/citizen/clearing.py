"""After a visit the window's process gives its freed memory back: what stood in it is gone, and the machine has it."""

from __future__ import annotations

import gc
import linecache

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtQml import QQmlEngine

from kiosk.operation.lean_start import trim

_HOMES = ("Home", "ElderHome")
_CALM_MS = 1_200  # the page stands and nothing moves any more; takes about 20 ms, before the next hand comes


class Clearing(QObject):
    """Connect `turned` to the terminal's. Keep it as long as the window."""

    def __init__(self, engine: QQmlEngine) -> None:
        super().__init__()
        self._engine = engine
        self._visited = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CALM_MS)
        self._timer.timeout.connect(self._clear)

    @Slot(str, QUrl, "QVariantMap", bool)
    def turned(self, name: str, _page: QUrl, _face: object, _forward: bool) -> None:
        if name not in _HOMES:
            self._visited = True
            self._timer.stop()
        elif self._visited:
            self._timer.start()

    @Slot()
    def _clear(self) -> None:
        self._visited = False
        self._engine.collectGarbage()
        linecache.clearcache()  # PySide reads the source of whatever is imported late, and Python keeps it
        gc.collect(1)
        trim()
