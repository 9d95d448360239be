"""The time of day as a header shows it: wakes once a minute and otherwise not at all."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal

from screens.staff.clocks import Clocks

_A_LITTLE_LATER_MS = 20  # a timer may come early by its coarseness; never show the old minute again


class MinuteClock(QObject):
    changed = Signal()

    def __init__(self, clocks: Clocks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clocks = clocks
        self._text = clocks.hour_minute()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        self._arm()

    def look(self) -> None:
        now = self._clocks.hour_minute()
        if now != self._text:
            self._text = now
            self.changed.emit()
        self._arm()

    def _arm(self) -> None:
        wall = self._clocks.wall()
        left = 60_000 - wall.second * 1000 - wall.microsecond // 1000
        self._timer.start(left + _A_LITTLE_LATER_MS)

    def _get_text(self) -> str:
        return self._text

    text = Property(str, _get_text, notify=changed)
