"""What the header may say of all the devices together."""

from __future__ import annotations

import pytest

from kiosk.journeys.pages import OtherDevices
from kiosk.operation.terminal.other_devices import other_devices
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper

WELL = DeviceStatus(DeviceState.ONLINE)


def test_a_terminal_without_other_devices_has_none_that_is_ill() -> None:
    broken = DeviceStatus(DeviceState.HARDWARE_ERROR)
    assert other_devices({}) is OtherDevices.WELL
    assert other_devices({"id-card": broken, "receipt-printer": broken, "speaker": broken}) is OtherDevices.WELL


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (WELL, OtherDevices.WELL),
        (DeviceStatus(DeviceState.BUSY), OtherDevices.WELL),
        (DeviceStatus(DeviceState.USER_ERROR, "door_open"), OtherDevices.WELL),
        (DeviceStatus(DeviceState.ONLINE, paper=Paper.LOW), OtherDevices.WELL),
        (DeviceStatus(DeviceState.ONLINE, paper=Paper.OUT), OtherDevices.ILL),
        (DeviceStatus(DeviceState.ONLINE, paper=Paper.JAMMED), OtherDevices.ILL),
        (DeviceStatus(DeviceState.USER_ERROR, "stopped"), OtherDevices.ILL),
        (DeviceStatus(DeviceState.NO_DEVICE), OtherDevices.ILL),
        (DeviceStatus(DeviceState.OFFLINE, "silent"), OtherDevices.ILL),
        (DeviceStatus(DeviceState.STARTING), OtherDevices.UNTOLD),
        (DeviceStatus(DeviceState.UNKNOWN, "untold"), OtherDevices.UNTOLD),
    ],
)
def test_one_of_them_speaks_for_all(status: DeviceStatus, found: OtherDevices) -> None:
    assert other_devices({"camera": WELL, "one": status}) is found


def test_who_is_ill_is_told_before_who_says_nothing() -> None:
    told = {"camera": DeviceStatus(DeviceState.UNKNOWN), "document-printer": DeviceStatus(DeviceState.NO_DEVICE)}
    assert other_devices(told) is OtherDevices.ILL
