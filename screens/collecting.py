"""Python's collector on Qt's thread only: a cycle with a QObject in it that another thread took down would crash Qt."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 5_000
_WHOLE_EVERY = 24  # turns, so two minutes: old cycles are few, and a whole look takes some milliseconds


class Collecting(QObject):
    """Keep it as long as the window. What stands at the first look is left out of every later one."""

    def __init__(self) -> None:
        super().__init__()
        self._turns = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def end(self) -> None:
        """Leaves the process as it was, for tests."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _look(self) -> None:
        self._turns += 1
        if self._turns == 1:
            gc.collect()
            gc.freeze()
            return
        gc.collect(2 if self._turns % _WHOLE_EVERY == 0 else 1)
