"""How the devices are that have no page of their own: the header's one word on the machine may not call them well."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.journeys.pages import OtherDevices
from kiosk.operation.terminal.device_notices import PRINTER, READER
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper

_ELSEWHERE = (READER, PRINTER, "speaker")  # the header names the first two itself; the voice has words of its own
_WORKS = (DeviceState.ONLINE, DeviceState.BUSY)
_CANNOT_TELL = (DeviceState.UNKNOWN, DeviceState.STARTING)
_DOOR = "door_open"  # somebody stands there with a key; nothing is broken


def other_devices(statuses: Mapping[str, DeviceStatus]) -> OtherDevices:
    """`statuses`: of all devices of this terminal, by their names."""
    others = [status for name, status in statuses.items() if name not in _ELSEWHERE and status.reason != _DOOR]
    if any(_is_ill(status) for status in others):
        return OtherDevices.ILL
    untold = any(status.device in _CANNOT_TELL for status in others)
    return OtherDevices.UNTOLD if untold else OtherDevices.WELL


def _is_ill(status: DeviceStatus) -> bool:
    return status.device not in (*_WORKS, *_CANNOT_TELL) or status.paper in (Paper.OUT, Paper.JAMMED)
