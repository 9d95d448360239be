"""The lasting side of a device: its orders, its told status, and the thread that is at work on it now.

A call into a device can hang in the kernel for ever. Then its thread is given up (it is a daemon and ends when the call
returns), its job is told that it is lost, and a new thread starts with a new device object.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Generic

from kiosk.operation.device_counters import DeviceCounters
from kiosk.operation.device_orders import D, Job, Orders
from kiosk.operation.device_turn import OUT_OF_SERVICE, Limits, Post, Turn
from kiosk.operation.steady_status import SteadyStatus
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.log import Log

_AT_WORK = (DeviceState.STARTING, DeviceState.ONLINE, DeviceState.BUSY)


class DeviceWorker(Generic[D]):
    """One device. `submit`, `poke` and `status` never block; `report` and the jobs run on the device's thread."""

    def __init__(
        self,
        name: str,
        make: Callable[[], D],
        on_status: Callable[[DeviceStatus], None],
        limits: Limits,
        power: Callable[[], bool] | None,
        log: Log,
        counters: DeviceCounters | None = None,
        port: str = "",
    ) -> None:
        """`port`: where the configuration says it is plugged in, for the log."""
        self.name = name
        self._where = {"port": port} if port else {}
        self.limits = limits
        self._log = log
        self._make = make
        self._on_status = on_status
        self._orders: Orders[D] = Orders(limits.queue)
        self._steady = SteadyStatus(limits.debounce_s, DeviceStatus(DeviceState.STARTING))
        self._counters = counters or DeviceCounters()
        self._post = Post(name, limits, self._orders, self.report, power, self._returned, log, self._count)
        self._lock = threading.RLock()
        self._written: tuple[str, ...] = ()
        self._given_up = 0
        self._stopped = False
        self._turn: Turn[D] | None = None
        self._start_turn()

    def _count(self, word: str) -> None:
        self._counters.add(self.name, word)

    def status(self) -> DeviceStatus:
        return self._steady.told

    def submit(self, job: Job[D]) -> bool:
        """False when the queue is full, nobody works here any more, or the worker was stopped."""
        return self._orders.put(job)

    def poke(self) -> None:
        """Makes the next beat come now."""
        self._orders.poke()

    def report(self, status: DeviceStatus) -> None:
        with self._lock:
            told = self._steady.see(status, time.monotonic())
        if told is None:
            return
        self._write(told)
        try:
            self._on_status(told)
        except Exception as error:
            self._log.bug(f"device_listener:{self.name}", error)

    def _write(self, told: DeviceStatus) -> None:
        """One line a change of the machine; that cards come and go is nobody's business here."""
        state, reason = told.device.value, told.reason or "none"
        paper, cover = told.paper.value, told.cover.value
        if (state, reason, paper, cover) == self._written:
            return
        self._written = (state, reason, paper, cover)
        device, where = self.name, self._where
        if reason.startswith(OUT_OF_SERVICE):
            why = reason.removeprefix(OUT_OF_SERVICE) or "none"
            self._log.event("device_out_of_service", device=device, state=state, reason=why, **where)
            self._count("out_of_service")
        elif told.device in _AT_WORK and not told.reason:
            self._log.event("device_state", device=device, state=state, reason=reason, paper=paper, cover=cover)
        else:
            more = {"paper": paper, "cover": cover, **where}
            self._log.event("device_wants_somebody", device=device, state=state, reason=reason, **more)

    def check(self, now_s: float) -> None:
        """Called by the supervisor's watch: interrupts a call that is overdue, then gives its thread up."""
        turn = self._turn
        overdue_at = turn.overdue_at if turn is not None else None
        if turn is None or overdue_at is None or now_s < overdue_at:
            return
        self._safely(turn.device.interrupt)
        if now_s >= overdue_at + self.limits.grace_s:
            self._give_up(turn)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            turn = self._turn
        if turn is not None:
            turn.ended.set()
            self._safely(turn.device.interrupt)
        self._orders.poke()
        self._refuse_all(DeviceStatus(DeviceState.OFFLINE, "closed"))

    def join(self, limit_s: float) -> bool:
        """True when the thread has ended within `limit_s` seconds."""
        turn = self._turn
        if turn is None or turn.thread is threading.current_thread():
            return True
        turn.thread.join(limit_s)
        return not turn.thread.is_alive()

    def _start_turn(self) -> None:
        turn = Turn(self._post, self._make())
        self._turn = turn
        turn.thread.start()

    def _give_up(self, turn: Turn[D]) -> None:
        with self._lock:
            if turn is not self._turn:
                return
            self._given_up += 1
            turn.ended.set()
            job, turn.job = turn.job, None
            self._turn = None
            again = self._given_up <= self.limits.given_up and not self._stopped
        self._log.event("device_hung", device=self.name)
        self._count("hung")
        self.report(DeviceStatus(DeviceState.HARDWARE_ERROR, "hung" if again else f"{OUT_OF_SERVICE}hung"))
        if job is not None:
            self._safely(job.lost)
        self._after_giving_up(again)

    def _after_giving_up(self, again: bool) -> None:
        if again:
            self._start_turn()
            return
        self._refuse_all(self.status())

    def _refuse_all(self, status: DeviceStatus) -> None:
        for job in self._orders.shut():
            self._safely(partial(job.refused, status))

    def _safely(self, call: Callable[[], None]) -> None:
        """Whoever watches and ends all devices does not stumble over one driver's or one page's mistake."""
        try:
            call()
        except Exception as error:
            self._log.bug(f"device:{self.name}", error)

    def _returned(self) -> None:
        """A thread came back from its last call; if nobody took its place, the device is tried again."""
        with self._lock:
            if self._turn is not None and self._turn.thread is threading.current_thread():
                return
            self._given_up -= 1
            if self._turn is None and not self._stopped:
                self._orders.reopen()
                self._start_turn()
