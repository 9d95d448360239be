"""Tells the hall how the terminal's devices are, so that a clerk sees on the caller that paper is wanted.

Only what a device says about itself and its paper, and only when that changes; that cards come and go is nobody's
business.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.events import Event, EventKind
from kiosk.operation.terminal.stamp import Stamp
from kiosk.ports.devices import CardReader, DeviceState, DeviceStatus, ReceiptPrinter

READER, PRINTER = "id-card", "receipt-printer"
_NOT_YET = (DeviceState.STARTING, DeviceState.UNKNOWN)


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

    def see(self, device: str, status: DeviceStatus) -> None:
        now = (status.device.value, status.paper.value)
        if status.device in _NOT_YET or self._told.get(device) == now:
            return
        self._told[device] = now
        self._record(self._stamp.event(EventKind.DEVICE_CHANGED, device=device, state=now[0], paper=now[1]))
