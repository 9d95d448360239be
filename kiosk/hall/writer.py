"""The one thread that decides and stores. It takes whatever waits as one batch, so that a commit serves many at once.

Answers go back to the servers' loop with one wake-up a batch. When several ask at once it waits a moment before the
next batch (`gathering.py`), so that those just answered can ask again.
"""

from __future__ import annotations

import threading
import time
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from kiosk.domain.events import Event
from kiosk.hall.core import commands
from kiosk.hall.gathering import Gathering
from kiosk.hall.live_queue import LiveQueue
from kiosk.hall.publication import Publication
from kiosk.hall.work import Delivery, Job, Look, Unavailability, Unavailable
from kiosk.ports.log import Log
from kiosk.sync.streams import Incoming

LONGEST_BATCH = 256
LONGEST_QUEUE = 2000
BEAT_S = 1.0  # how often time itself is work: evaluations that end, days that change, settings that came down


class Writer:
    """`on_stored` gets the stored events, on the loop. `put` and everything else belong to the loop's thread."""

    def __init__(
        self,
        queue: LiveQueue,
        publication: Publication,
        on_stored: Callable[[list[tuple[int, Event]]], None],
        log: Log,
    ) -> None:
        self._queue = queue
        self._publication = publication
        self._on_stored = on_stored
        self._log = log
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hall-writer", daemon=True)
        self._loop: AbstractEventLoop | None = None
        self._closing = False
        self._since: float | None = None
        self._gathering = Gathering(self._waiting)

    def start(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._thread.start()

    async def do(self, work: commands.Command | Look | Incoming) -> Any:
        """The answer, once it is stored; `Unavailable` when it is not."""
        assert self._loop is not None  # noqa: S101  started first
        if self._closing:
            return Unavailable(Unavailability.CLOSING)
        if self._waiting.qsize() >= LONGEST_QUEUE:
            return Unavailable(Unavailability.OVERLOADED)
        answer: Future[Any] = self._loop.create_future()
        self._waiting.put(Job(work, answer))
        self._gathering.came()
        return await answer

    def busy_s(self) -> float:
        """Seconds since the present batch was begun; 0 between two."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def close(self, wait_s: float = 5.0) -> None:
        """Ends after the present batch; what waits behind it is answered CLOSING."""
        self._closing = True
        self._waiting.put(None)
        self._thread.join(wait_s)

    # --- on the writer's thread ---

    def _run(self) -> None:
        beat = time.monotonic()
        going = True
        while going:
            now = time.monotonic()
            if now >= beat:
                self._beat()
                beat = time.monotonic() + BEAT_S
            jobs, going = self._batch(beat - now)
            if jobs:
                self._do(jobs)
        self._refuse_the_rest()

    def _do(self, jobs: list[Job]) -> None:
        begun = self._since = time.monotonic()
        self._deliver(self._queue.process(jobs))
        self._since = None
        self._gathering.done(len(jobs), begun)

    def _beat(self) -> None:
        try:
            rules = self._publication.news()
        except Exception as bug:  # without this thread nobody gets a number
            self._log.bug("hall_publication", bug)
            return
        if rules is not None:
            self._queue.rules = rules
        if self._queue.rules is not None and not self._queue.is_quiet():
            self._deliver(self._queue.process([Job(commands.Tick())]))

    def _batch(self, wait_s: float) -> tuple[list[Job], bool]:
        """What waits now, at most `LONGEST_BATCH`; False when the hall is closing."""
        jobs: list[Job] = []
        try:
            job = self._waiting.get(timeout=max(0.0, wait_s))
            self._gathering.wait()
            while job is not None:
                jobs.append(job)
                if len(jobs) == LONGEST_BATCH:
                    return jobs, True
                job = self._waiting.get_nowait()
        except Empty:
            return jobs, True
        return jobs, False

    def _deliver(self, delivery: Delivery) -> None:
        assert self._loop is not None  # noqa: S101  started first
        try:
            self._loop.call_soon_threadsafe(self._hand_over, delivery)
        except RuntimeError:
            return  # the loop has ended: nobody waits for an answer any more

    def _refuse_the_rest(self) -> None:
        left: list[Job] = []
        while not self._waiting.empty():
            job = self._waiting.get_nowait()
            if job is not None:
                left.append(job)
        if left:
            self._deliver(Delivery([(job, Unavailable(Unavailability.CLOSING)) for job in left], []))

    # --- on the loop ---

    def _hand_over(self, delivery: Delivery) -> None:
        for job, answer in delivery.answers:
            if job.answer is not None and not job.answer.done():
                job.answer.set_result(answer)
        if delivery.stored:
            self._on_stored(list(delivery.stored))
