"""Blocking work of the web application: a few threads, a bounded queue before them, and an end to every wait.

Whoever finds the queue full, or waited in it for too long, is told to come again: nothing of theirs was begun.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from kiosk.sync.answers import Overloaded

T = TypeVar("T")


class StillRunning:
    """The work was begun and goes on; nobody waits for it any longer."""


class Lane:
    """`most`: so much may wait or run. Seconds: how long anything may wait, and how long whoever asked waits in all."""

    def __init__(self, name: str, threads: int, most: int, wait_s: float, answer_s: float) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._most = most
        self._wait_s = wait_s
        self._answer_s = answer_s
        self._inside = 0
        self._lock = threading.Lock()

    @property
    def inside(self) -> int:
        """How much waits or runs."""
        return self._inside

    async def run(self, work: Callable[[], T]) -> T | Overloaded | StillRunning:
        """On one event loop only."""
        if self._inside >= self._most:
            return Overloaded()
        with self._lock:
            self._inside += 1
        began = time.monotonic()

        def in_time() -> T | Overloaded:
            return Overloaded() if time.monotonic() - began > self._wait_s else work()

        running = self._threads.submit(in_time)
        running.add_done_callback(self._left)  # on the work's own thread: the loop may have ended by then
        heard = asyncio.wrap_future(running)
        heard.add_done_callback(_note)
        done, _ = await asyncio.wait((heard,), timeout=self._answer_s)
        return running.result() if done else StillRunning()

    def _left(self, running: Future[Any]) -> None:
        with self._lock:
            self._inside -= 1

    def close(self, wait: bool) -> None:
        self._threads.shutdown(wait=wait, cancel_futures=True)


def _note(heard: asyncio.Future[Any]) -> None:
    """A mistake in work that nobody waits for any longer is nobody's."""
    if not heard.cancelled():
        heard.exception()
