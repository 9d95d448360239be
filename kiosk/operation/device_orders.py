"""What a device's worker is asked to do: a bounded queue of jobs, and a poke that says "look at once"."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

from kiosk.ports.devices import DeviceStatus


class Supervised(Protocol):
    """What a driver shows its worker: calls that block for their own limits only and tell failures as a status."""

    def open(self) -> DeviceStatus:
        """Opens the port and lets the device prove what it is."""

    def beat(self) -> DeviceStatus:
        """One look at the device; called at the worker's pace while it is open."""

    def reset(self) -> DeviceStatus:
        """Asks the device to start afresh, opening its port if need be; without such a command, looks once more."""

    def close(self) -> None:
        """Lets go of the port; never fails, may be called twice."""

    def interrupt(self) -> None:
        """Ends, from any thread, a wait that is under way; lasts until the next `open`."""


@runtime_checkable
class Resting(Protocol):
    """A device that needs to be looked at less often while nobody wants anything of it. A poke ends its rest."""

    @property
    def rest_s(self) -> float:
        """Seconds from its last beat to its next as it is now; 0 for the worker's own pace, which is the quickest.

        A pulled plug is noticed one beat later: so long a rest makes it.
        """


D = TypeVar("D", bound=Supervised)


@dataclass(frozen=True, slots=True)
class Job(Generic[D]):
    """Work for an open device. Exactly one of the three is called, whatever happens."""

    work: Callable[[D], None]
    refused: Callable[[DeviceStatus], None]  # it was never started
    lost: Callable[[], None]  # it was started and did not come back
    limit_s: float = 30.0


T = TypeVar("T")


class Once(Generic[T]):
    """Hands the first answer on and drops every later one, from whatever thread they come."""

    def __init__(self, done: Callable[[T], None]) -> None:
        self._done: Callable[[T], None] | None = done
        self._lock = threading.Lock()

    def __call__(self, answer: T) -> None:
        with self._lock:
            done, self._done = self._done, None
        if done is not None:
            done(answer)


class Orders(Generic[D]):
    """At most `bound` jobs wait; a poke waits beside them and never takes a place."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._jobs: deque[Job[D]] = deque()
        self._poked = False
        self._shut = False
        self._changed = threading.Condition()

    def put(self, job: Job[D]) -> bool:
        """False when the queue is full or shut."""
        with self._changed:
            if self._shut or len(self._jobs) >= self._bound:
                return False
            self._jobs.append(job)
            self._changed.notify_all()
            return True

    def poke(self) -> None:
        with self._changed:
            self._poked = True
            self._changed.notify_all()

    def wait(self, until_s: float) -> Job[D] | None:
        """The next job; None when the time (monotonic seconds) or a poke came first."""
        with self._changed:
            while not self._jobs and not self._poked:
                left = until_s - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
            self._poked = False
            return self._jobs.popleft() if self._jobs else None

    def shut(self) -> list[Job[D]]:
        """Takes no more jobs; what still waited."""
        with self._changed:
            self._shut = True
            jobs = list(self._jobs)
            self._jobs.clear()
            return jobs

    def reopen(self) -> None:
        with self._changed:
            self._shut = False
