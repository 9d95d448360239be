"""The life of one thread with one device: open it, beat, work off its jobs, climb the ladder when it fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Generic

from kiosk.operation.device_orders import D, Job, Orders, Resting
from kiosk.operation.ladder import TROUBLE_OF, Ladder, Step, Trouble
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.log import Log

OUT_OF_SERVICE = "out_of_service:"  # begins the reason of a device that is only looked at slowly


@dataclass(frozen=True, slots=True)
class Limits:
    """Every wait of a worker, in seconds; `queue` in jobs, `given_up` in threads."""

    beat_every_s: float = 1.0
    open_s: float = 8.0
    beat_s: float = 15.0
    patience_s: float = 1.5  # how long a job waits for a lost device to come back
    debounce_s: float = 1.5
    reopen_pause_s: float = 0.25
    slow_pause_s: float = 1.0
    power_pause_s: float = 3.0
    grace_s: float = 0.5  # between the interrupt of an overdue call and giving its thread up
    queue: int = 8
    given_up: int = 2


@dataclass(frozen=True, slots=True)
class Post(Generic[D]):
    """What a turn needs from its worker."""

    name: str
    limits: Limits
    orders: Orders[D]
    report: Callable[[DeviceStatus], None]
    power: Callable[[], bool] | None
    returned: Callable[[], None]
    log: Log
    count: Callable[[str], None]


def beat_after(began_s: float, every_s: float) -> float:
    """The next whole multiple of `every_s`: devices that are looked at as often are looked at together, and a processor
    that one of them has woken serves the others for little (decision 0132). At most
    `every_s` after the time at which it was due.
    """
    early = 0.01 * every_s  # a thread may wake a little before its time
    return ((began_s + early) // every_s + 1) * every_s if every_s > 0 else began_s


class Turn(Generic[D]):
    """The life of one thread with one device object."""

    def __init__(self, post: Post[D], device: D) -> None:
        self.device = device
        self._resting = device if isinstance(device, Resting) else None
        self.job: Job[D] | None = None
        self.overdue_at: float | None = None
        self.ended = threading.Event()
        self._post = post
        self._open = False
        self._ladder = Ladder(power=post.power is not None)
        self._last = DeviceStatus(DeviceState.STARTING)
        self._next_at = time.monotonic()
        self._noted = (DeviceState.STARTING, "", Step.CARRY_ON)
        self.thread = threading.Thread(target=self._live, name=f"device-{post.name}", daemon=True)

    def _live(self) -> None:
        while not self.ended.is_set():
            try:
                self._once()
            except Exception as error:
                self._stumble(error)
        with suppress(Exception):
            self._close()
        self._post.returned()

    def _stumble(self, error: Exception) -> None:
        """A bug in a driver or a listener: told, logged, and the device is opened afresh after a pause."""
        self._post.log.bug(f"device:{self._post.name}", error)
        self._next_at = time.monotonic() + self._post.limits.slow_pause_s
        with suppress(Exception):
            self._forget_job()
        with suppress(Exception):
            self._close()
        if not self.ended.is_set():  # who was given up no longer speaks for the device
            self._post.report(DeviceStatus(DeviceState.HARDWARE_ERROR, "bug"))

    def _once(self) -> None:
        if not self._open and time.monotonic() >= self._next_at:
            self._try_open()
        job = self._post.orders.wait(self._next_at)
        if self.ended.is_set():
            if job is not None:
                job.refused(self._last)
        elif job is not None:
            self._do(job)
        elif self._open:
            self._beat()

    def _try_open(self) -> None:
        with self._due_in(self._post.limits.open_s):
            status = self.device.open()
        self._open = TROUBLE_OF.get(status.device) in (None, Trouble.ILL)
        self._post.count("opened" if self._open else "not_opened")
        if not self._open:
            self._close()
        self._judge(status)

    def _beat(self) -> None:
        began, pace = time.monotonic(), self._post.limits.beat_every_s
        self._next_at = began + pace
        with self._due_in(self._post.limits.beat_s):
            status = self.device.beat()
        self._next_at = beat_after(began, max(pace, self._resting.rest_s if self._resting is not None else 0.0))
        self._judge(status)

    def _do(self, job: Job[D]) -> None:
        if not self._ready():
            job.refused(self._last)
            return
        self.job = job
        with self._due_in(job.limit_s):
            job.work(self.device)
        self.job = None
        self._post.count("jobs")
        self._post.orders.poke()

    def _ready(self) -> bool:
        """A job waits a little for a lost device: a loose plug is not yet a failure."""
        patience = time.monotonic() + self._post.limits.patience_s
        while not self._open and not self.ended.is_set():
            self._try_open()
            if not self._open and (time.monotonic() >= patience or self.ended.wait(self._post.limits.reopen_pause_s)):
                break
        return self._open

    def _judge(self, status: DeviceStatus) -> None:
        if self.ended.is_set():
            return
        self._last = status
        self._ladder = self._ladder.after(status)
        step = self._ladder.step
        out = step is Step.OUT_OF_SERVICE
        self._post.report(replace(status, reason=OUT_OF_SERVICE + status.reason) if out else status)
        self._note(status, step)
        if step is not Step.CARRY_ON:
            self._climb(step)

    def _note(self, status: DeviceStatus, step: Step) -> None:
        rung = (status.device, status.reason, step)
        if rung == self._noted:
            return
        self._noted = rung
        if step not in (Step.CARRY_ON, Step.OUT_OF_SERVICE):
            name, state = self._post.name, status.device.value
            self._post.log.event(
                "device_step", device=name, state=state, reason=status.reason or "none", step=step.value
            )

    def _climb(self, step: Step) -> None:
        limits, ill = self._post.limits, self._ladder.trouble is Trouble.ILL
        pause = limits.slow_pause_s if step is Step.OUT_OF_SERVICE else limits.reopen_pause_s
        if step is Step.RESET:
            self._post.count("reset")
            with self._due_in(limits.beat_s):
                self.device.reset()
        if step is not Step.RETRY and not (ill and self._open):
            self._close()
        if step is Step.POWER and self._switch_power():
            pause = limits.power_pause_s
        self._next_at = time.monotonic() + pause

    def _switch_power(self) -> bool:
        if self._post.power is None:
            return False
        with self._due_in(self._post.limits.beat_s):
            switched = self._post.power()
        if switched:
            self._post.count("power_switched")
            self._post.log.event("device_power_switched", device=self._post.name)
        return switched

    def _close(self) -> None:
        self._open = False
        with self._due_in(self._post.limits.open_s):
            self.device.close()

    def _forget_job(self) -> None:
        job, self.job = self.job, None
        if job is not None:
            job.lost()

    @contextmanager
    def _due_in(self, seconds: float) -> Iterator[None]:
        self.overdue_at = time.monotonic() + seconds
        try:
            yield
        finally:
            self.overdue_at = None
