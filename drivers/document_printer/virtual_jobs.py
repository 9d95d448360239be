"""The virtual printer's jobs and its tray: one page after the other, each taking its time, while nothing is in the way.

Nothing runs by itself: whoever looks brings it up to the clock first. Job states are RFC 8011's, 5.3.7 [A].
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

PAGE_S = 0.3
TRAY = 8  # pages that lie in it; the oldest falls out
MOST_JOBS = 200


class JobState(IntEnum):
    PENDING = 3
    PROCESSING = 5
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


OVER = (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)


@dataclass
class PrintJob:
    """`document`: what is to be printed; None until it came, empty once it is out or forgotten."""

    number: int
    name: str
    user: str
    state: JobState = JobState.PENDING
    document: bytes | None = None


@dataclass
class Jobs:
    """`blocked`: whether something is in the way of a page; `came` and `failed` hear of each page
    that came out, and of each that was given up."""

    blocked: Callable[[], bool]
    came: Callable[[], None] = lambda: None
    failed: Callable[[], None] = lambda: None
    page_s: float = PAGE_S
    clock: Callable[[], float] = time.monotonic
    failing: int = 0  # so many of the next jobs are given up in the middle
    pages: int = 0
    tray: deque[bytes] = field(default_factory=lambda: deque(maxlen=TRAY))
    _known: dict[int, PrintJob] = field(default_factory=dict)
    _last: int = 0
    _begun_s: float | None = None

    def make(self, name: str, user: str) -> PrintJob | None:
        """None while as many as there may be are known."""
        if len(self._known) >= MOST_JOBS:
            return None
        self._last += 1
        job = self._known[self._last] = PrintJob(self._last, name, user)
        return job

    def of(self, user: str) -> tuple[PrintJob, ...]:
        return tuple(job for job in self._known.values() if not user or job.user == user)

    def get(self, number: int | None) -> PrintJob | None:
        return self._known.get(number or 0)

    def forget(self, job: PrintJob) -> None:
        self._known.pop(job.number, None)

    def cancel(self, job: PrintJob) -> None:
        if job.state == JobState.PROCESSING:
            self._begun_s = None
        job.state, job.document = JobState.CANCELED, b""

    def clear(self) -> None:
        """As after the mains were pulled: nothing is known any more."""
        self._known.clear()
        self._begun_s, self.failing = None, 0

    def up_to_now(self) -> None:
        """Call it before whatever is in the way changes, and after: time with something in the way does not count."""
        now = self.clock()
        if self.blocked():
            self._begun_s = None
            return
        while not self.blocked() and (job := self._next()) is not None:
            job.state = JobState.PROCESSING
            if self._begun_s is None:
                self._begun_s = now
            if now - self._begun_s < self.page_s:
                return
            self._begun_s += self.page_s
            self._end(job)
        self._begun_s = None

    def _next(self) -> PrintJob | None:
        return next((job for job in self._known.values() if job.document and job.state not in OVER), None)

    def _end(self, job: PrintJob) -> None:
        document, job.document = job.document or b"", b""
        if self.failing > 0:
            self.failing, job.state = self.failing - 1, JobState.ABORTED
            self.failed()
            return
        job.state = JobState.COMPLETED
        self.pages += 1
        self.tray.append(document)
        self.came()
