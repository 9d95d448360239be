"""When something was on the glass: told by the frame that showed it, not by the code that asked for it.

For the benchmark. Times are nanoseconds of the machine's monotonic clock, which all of its processes share.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtQuick import QQuickWindow

from screens.stage.finding import named


class FirstFrame(QObject):
    """Writes the time of the first frame to `file`, in one step, and is done. Keep it as long as the window."""

    def __init__(self, window: QQuickWindow, file: Path) -> None:
        super().__init__()
        self._window = window
        self._file = file
        window.frameSwapped.connect(self._swapped)

    @Slot()
    def _swapped(self) -> None:
        now = time.monotonic_ns()
        self._window.frameSwapped.disconnect(self._swapped)
        new = self._file.with_suffix(".new")
        new.write_text(str(now), encoding="utf-8")
        new.replace(self._file)


class Sighting(QObject):
    """Waits for the first frame in which an item can be seen; one item at a time."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__(window)
        self._window = window
        self._name = ""
        self.at_ns: int | None = None
        window.frameSwapped.connect(self._swapped)

    def wait_for(self, name: str) -> None:
        """From now on; what was seen before is forgotten."""
        self._name, self.at_ns = name, None

    @Slot()
    def _swapped(self) -> None:
        if self._name and self.at_ns is None:
            now = time.monotonic_ns()
            if named(self._window, self._name) is not None:
                self.at_ns = now
