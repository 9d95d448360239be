"""A hint from the virtual devices that something about them changed; a bench that is away is looked for again.

Only a hint: the state itself is asked for in the order of one's own commands, so that an older one never wins.
"""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.operation.bench_control import BenchUnreachableError, Control

_TRY_AGAIN_S = 1.0


class BenchWatch(QObject):
    """`stirred` with each change and at least every five seconds; `gone` when nobody serves the socket."""

    stirred = Signal()
    gone = Signal()

    def __init__(self, socket: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket = socket
        self._closing = threading.Event()
        self._control = Control(socket)
        self._thread = threading.Thread(target=self._run, name="bench-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, wait: float = 2.0) -> None:
        self._closing.set()
        self._control.close()
        if self._thread.is_alive():
            self._thread.join(wait)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                for _ in self._control.watch():
                    if not self._closing.is_set():
                        self.stirred.emit()
            except BenchUnreachableError:
                if not self._closing.is_set():
                    self.gone.emit()
            self._closing.wait(_TRY_AGAIN_S)
