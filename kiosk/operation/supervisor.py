"""Owns every device of this process: one worker each, one watch over all, one quick way to shut down.

Generic over drivers: it knows ports and states, never bytes. A driver's factory attaches its device here and hands out
the port object (CardReader, ReceiptPrinter) that works through the worker.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from kiosk.operation.device_counters import SAVE_EVERY_S, DeviceCounters
from kiosk.operation.device_orders import D
from kiosk.operation.device_turn import Limits
from kiosk.operation.device_worker import DeviceWorker
from kiosk.ports.devices import DeviceState, DeviceStatus, StatusChange, change_of
from kiosk.ports.log import Log, NoLog

WATCH_EVERY_S = 0.25


class Supervisor:
    """Attach devices, ask their statuses, close once. All calls are safe from any thread."""

    def __init__(self, log: Log | None = None, counters: DeviceCounters | None = None) -> None:
        self.counters = counters or DeviceCounters()
        self._log = log or NoLog()
        self._listeners: list[Callable[[StatusChange], None]] = []
        self._workers: list[DeviceWorker[Any]] = []
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._look_after, name="device-watch", daemon=True)
        self._watch.start()

    def attach(
        self,
        name: str,
        make: Callable[[], D],
        on_status: Callable[[DeviceStatus], None],
        limits: Limits | None = None,
        power: Callable[[], bool] | None = None,
    ) -> DeviceWorker[D]:
        """Starts a worker at once.

        `make` builds a fresh, unopened device object; `power` switches its USB port off and on and tells whether it
        could; None where there is no such step. `on_status` is called on the device's thread.
        """
        told = self._teller(name, on_status)
        worker = DeviceWorker(name, make, told, limits or Limits(), power, self._log, self.counters)
        self._workers.append(worker)
        return worker

    def watch(self, on_change: Callable[[StatusChange], None]) -> None:
        """`on_change` hears, on the devices' threads, which fields of whose status changed; it must be quick."""
        self._listeners.append(on_change)

    def _teller(self, name: str, on_status: Callable[[DeviceStatus], None]) -> Callable[[DeviceStatus], None]:
        before = DeviceStatus(DeviceState.STARTING)

        def told(now: DeviceStatus) -> None:
            nonlocal before
            change, before = change_of(name, before, now), now
            on_status(now)
            self._tell(change)

        return told

    def _tell(self, change: StatusChange | None) -> None:
        if change is None:
            return
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception as error:
                self._log.bug(f"device_watcher:{change.name}", error)

    def statuses(self) -> dict[str, DeviceStatus]:
        return {worker.name: worker.status() for worker in self._workers}

    def close(self, limit_s: float = 1.8) -> tuple[str, ...]:
        """Stops everything within `limit_s` seconds; the names of devices whose calls still hang."""
        self._closed.set()
        for worker in self._workers:
            worker.stop()
        end = time.monotonic() + limit_s
        hanging = tuple(w.name for w in self._workers if not w.join(max(0.0, end - time.monotonic())))
        self.counters.save()
        return hanging

    def _look_after(self) -> None:
        save_at = time.monotonic() + SAVE_EVERY_S
        while not self._closed.wait(WATCH_EVERY_S):
            for worker in tuple(self._workers):
                worker.check(time.monotonic())
            if time.monotonic() >= save_at:
                self.counters.save()
                save_at = time.monotonic() + SAVE_EVERY_S
