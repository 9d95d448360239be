"""Owns every device of this process: one worker each, one watch over all, one quick way to shut down.

Generic over drivers: it knows ports and states, never bytes. A driver's factory attaches its device here and hands out
the port object (CardReader, ReceiptPrinter) that works through the worker.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from kiosk.operation.device_counters import SAVE_EVERY_S, DeviceCounters
from kiosk.operation.device_orders import D
from kiosk.operation.device_turn import Limits
from kiosk.operation.device_worker import DeviceWorker
from kiosk.ports.devices import DeviceState, DeviceStatus, StatusChange, change_of
from kiosk.ports.log import Log, NoLog

WATCH_EVERY_S = 0.5
CLOSE_S, LAST_SAVE_S = 1.7, 0.2  # under 2 s together, whatever hangs


class SelfDriven(Protocol):
    """A device whose work is done by processes that are killed when they are late, as a player's is."""

    @property
    def name(self) -> str: ...

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def stop(self) -> None:
        """Ends at once what is under way; does not wait."""

    def join(self, limit_s: float) -> bool:
        """True when its thread has ended within `limit_s` seconds."""


class Supervisor:
    """Attach devices, ask their statuses, close once. All calls are safe from any thread."""

    def __init__(
        self,
        log: Log | None = None,
        counters: DeviceCounters | None = None,
        ports: Mapping[str, str] | None = None,
    ) -> None:
        """`ports`: a device's name and where it is plugged in, for the log."""
        self._ports = ports or {}
        self.counters = counters or DeviceCounters()
        self._log = log or NoLog()
        self._listeners: list[Callable[[StatusChange], None]] = []
        self._endings: list[Callable[[], None]] = []
        self._workers: list[DeviceWorker[Any]] = []
        self._self_driven: list[SelfDriven] = []
        self._closed = threading.Event()
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look_after, name="device-watch", daemon=True)
        self._watch.start()
        # The disk may hang too: whoever writes watches nobody.
        self._keep = threading.Thread(target=self._keep_counters, name="device-counters", daemon=True)
        self._keep.start()

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
        told, port = self._teller(name, on_status), self._ports.get(name, "")
        worker = DeviceWorker(name, make, told, limits or Limits(), power, self._log, self.counters, port)
        self._workers.append(worker)
        return worker

    def adopt(self, device: SelfDriven) -> None:
        """One that keeps its own deadlines is told of and ended with the others."""
        self._self_driven.append(device)
        device.watch(self._teller(device.name, lambda status: None))

    def watch(self, on_change: Callable[[StatusChange], None]) -> None:
        """`on_change` hears, on the devices' threads, which fields of whose status changed; it must be quick."""
        self._listeners.append(on_change)

    def at_end(self, call: Callable[[], None]) -> None:
        """Called once everything is closed; it must be quick."""
        self._endings.append(call)

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
        return {one.name: one.status() for one in self._everybody()}

    def _everybody(self) -> list[DeviceWorker[Any] | SelfDriven]:
        return [*self._workers, *self._self_driven]

    def close(self, limit_s: float = CLOSE_S) -> tuple[str, ...]:
        """Stops everything within `limit_s` seconds and a last saving; the names of devices whose calls still hang."""
        self._closed.set()
        for one in self._everybody():
            one.stop()
        end = time.monotonic() + limit_s
        hanging = tuple(one.name for one in self._everybody() if not one.join(max(0.0, end - time.monotonic())))
        self._ended.set()
        self._keep.join(LAST_SAVE_S)
        for call in self._endings:
            call()
        return hanging

    def _look_after(self) -> None:
        while not self._closed.wait(WATCH_EVERY_S):
            for worker in tuple(self._workers):
                try:
                    worker.check(time.monotonic())
                except Exception as error:  # the watch has to outlive a bug: without it whatever hangs is not noticed
                    self._log.bug(f"device_watch:{worker.name}", error)

    def _keep_counters(self) -> None:
        while not self._ended.wait(SAVE_EVERY_S):
            self.counters.save()
        self.counters.save()
