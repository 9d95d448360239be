"""Python's signal handlers run only when Python runs; a window that draws nothing would hear a TERM never.

A pipe that the signal itself writes to wakes Qt's loop, and with it Python.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading

from PySide6.QtCore import QObject, QSocketNotifier


class Wakeful(QObject):
    """While this lives, a signal is handled at once by whatever handler the process has set."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._before = -1
        if threading.current_thread() is threading.main_thread():
            self._before = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        self._notifier.setEnabled(False)
        if threading.current_thread() is threading.main_thread():
            signal.set_wakeup_fd(self._before)
        self._reading.close()
        self._writing.close()

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._reading.recv(64)
