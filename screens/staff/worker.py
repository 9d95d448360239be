"""Blocking work off Qt's thread: one thread, asked for one thing after the other, answers back on Qt's thread.

Qt's thread draws and never waits; everything that may wait (the hall, a socket, a file) is handed to one of these.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.ports.log import Log, NoLog

T = TypeVar("T")
_MOST_WAITING = 32


@dataclass(frozen=True, slots=True)
class Failed:
    """The work itself broke: a bug, already in the log."""

    error: str


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    answer: Callable[[Any], None]


class Worker(QObject):
    """`ask` never blocks. Answers arrive in the order of asking; none arrives after `close`."""

    _done = Signal(object, object)

    def __init__(self, name: str, log: Log | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._log = log or NoLog()
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_MOST_WAITING)
        self._closed = threading.Event()
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[], T], answer: Callable[[T | Failed], None]) -> bool:
        """False when too much waits already; then `answer` is never called. `answer` is a method of a living page."""
        try:
            self._jobs.put_nowait(_Job(work, answer))
        except queue.Full:
            return False
        return True

    def close(self, wait: float = 2.0) -> None:
        """Ends the thread after the work it is in, waiting at most `wait` seconds for it."""
        self._closed.set()
        with contextlib.suppress(queue.Full):
            self._jobs.put_nowait(None)
        self._thread.join(wait)

    def _run(self) -> None:
        while not self._closed.is_set():
            job = self._jobs.get()
            if job is None or self._closed.is_set():
                return
            value = self._worked(job)
            if not self._closed.is_set():
                self._done.emit(job.answer, value)

    def _worked(self, job: _Job) -> Any:
        try:
            return job.work()
        except Exception as error:  # a bug must not leave a key without its answer
            self._log.bug(self._name, error)
            return Failed(type(error).__name__)

    def _deliver(self, answer: Callable[[Any], None], value: Any) -> None:
        if not self._closed.is_set():
            answer(value)
