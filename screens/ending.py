"""How a window's process is asked to stop: Qt's loop hears a signal through a socket, not through Python."""

from __future__ import annotations

import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Slot


class StopNotice(QObject):
    """Calls `stop` on Qt's thread as soon as `notice` can be read. Keep it as long as the window."""

    def __init__(self, notice: socket.socket, stop: Callable[[], None]) -> None:
        super().__init__()
        self._notice = notice
        self._stop = stop
        self._notifier = QSocketNotifier(notice.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    @Slot()
    def _read(self) -> None:
        self._notifier.setEnabled(False)
        self._stop()
