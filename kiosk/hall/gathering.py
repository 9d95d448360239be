"""The moment that a batch waits for those who were answered with the one before, so that they share a commit.

Without it two halves of the askers take turns, and each commit serves one half (with a commit of 4 ms and 8 clients:
873 numbers a second, with it 1,203). It ends as soon as as many wait as there were, so a fast disk loses nothing by it.
"""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue
from typing import Any

SHARE = 0.5  # of the time that the batch before took, at most
LONGEST_S = 0.001


class Gathering:
    """`came` belongs to the thread that puts into the queue, all else to the one that takes from it."""

    def __init__(self, waiting: SimpleQueue[Any]) -> None:
        self._waiting = waiting
        self._enough = threading.Semaphore(0)
        self._wanted = 0  # how many have to wait in the queue; 0 while nobody gathers
        self._before = 0
        self._longest_s = 0.0

    def came(self) -> None:
        """Something was put into the queue."""
        if self._wanted and self._waiting.qsize() >= self._wanted:
            self._wanted = 0
            self._enough.release()

    def done(self, jobs: int, begun: float) -> None:
        """A batch of so many was answered; `begun` by the monotonic clock."""
        self._before = jobs
        self._longest_s = min((time.monotonic() - begun) * SHARE, LONGEST_S)

    def wait(self) -> None:
        """After the first of a batch was taken. A wake-up that comes too late only shortens a later wait."""
        if self._before < 2:
            return
        self._wanted = self._before - 1
        if self._waiting.qsize() < self._wanted:
            self._enough.acquire(timeout=self._longest_s)
        self._wanted = 0
