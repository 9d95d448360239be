"""Owns every device of this process: one worker each, one watch over all, one quick way to shut down.

Generic over drivers: it knows ports and states, never bytes. A driver's factory attaches its device here and hands out
the port object (CardReader, ReceiptPrinter) that works through the worker.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from kiosk.operation.device_orders import D
from kiosk.operation.device_turn import Limits
from kiosk.operation.device_worker import DeviceWorker
from kiosk.ports.devices import DeviceStatus
from kiosk.ports.log import Log, NoLog

WATCH_EVERY_S = 0.25


class Supervisor:
    """Attach devices, ask their statuses, close once. All calls are safe from any thread."""

    def __init__(self, log: Log | None = None) -> None:
        self._log = log or NoLog()
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
        worker = DeviceWorker(name, make, on_status, limits or Limits(), power, self._log)
        self._workers.append(worker)
        return worker

    def statuses(self) -> dict[str, DeviceStatus]:
        return {worker.name: worker.status() for worker in self._workers}

    def close(self, limit_s: float = 1.8) -> tuple[str, ...]:
        """Stops everything within `limit_s` seconds; the names of devices whose calls still hang."""
        self._closed.set()
        for worker in self._workers:
            worker.stop()
        end = time.monotonic() + limit_s
        return tuple(w.name for w in self._workers if not w.join(max(0.0, end - time.monotonic())))

    def _look_after(self) -> None:
        while not self._closed.wait(WATCH_EVERY_S):
            for worker in tuple(self._workers):
                worker.check(time.monotonic())
