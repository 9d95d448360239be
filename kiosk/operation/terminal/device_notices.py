"""Tells the hall how the terminal's devices are, so that a clerk sees on the caller that paper is wanted.

Only what a device says about itself and its paper, and only when that changes; that cards come and go is nobody's
business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.domain.events import Event, EventKind
from kiosk.operation.terminal.stamp import Stamp
from kiosk.ports.devices import CardReader, DeviceState, DeviceStatus, ReceiptPrinter, StatusChange

READER, PRINTER = "id-card", "receipt-printer"
_UNTOLD = (READER, PRINTER, "speaker")  # the first two are watched by their own ports
_NOT_YET = (DeviceState.STARTING, DeviceState.UNKNOWN)


class Watched(Protocol):
    """The supervisor, as far as it is asked here."""

    def watch(self, on_change: Callable[[StatusChange], None]) -> None: ...

    def statuses(self) -> Mapping[str, DeviceStatus]: ...


class DeviceNotices:
    """`record` stores an event without blocking; it is called on the devices' threads."""

    def __init__(self, stamp: Stamp, record: Callable[[Event], None]) -> None:
        self._stamp = stamp
        self._record = record
        self._told: dict[str, tuple[str, str]] = {}

    def watch(self, reader: CardReader, printer: ReceiptPrinter) -> None:
        """Also tells how they are now: what the hall heard before the last stop may be over."""
        reader.watch(lambda status: self.see(READER, status), lambda kind: None)
        printer.watch(lambda status: self.see(PRINTER, status))
        self.see(READER, reader.status())
        self.see(PRINTER, printer.status())

    def watch_all(self, devices: Watched) -> None:
        """Every other device that this terminal has, whatever its class. A voice that is away is the log's business."""

        def changed(change: StatusChange) -> None:
            status = devices.statuses().get(change.name)
            if status is not None and change.name not in _UNTOLD:
                self.see(change.name, status)

        devices.watch(changed)
        for name, status in devices.statuses().items():
            if name not in _UNTOLD:
                self.see(name, status)

    def see(self, device: str, status: DeviceStatus) -> None:
        now = (status.device.value, status.paper.value)
        if status.device in _NOT_YET or self._told.get(device) == now:
            return
        self._told[device] = now
        self._record(self._stamp.event(EventKind.DEVICE_CHANGED, device=device, state=now[0], paper=now[1]))
