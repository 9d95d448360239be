"""The hall hears of every device of a terminal, also of a class that no journey works with."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.events import Event
from kiosk.operation.clock import SystemClock
from kiosk.operation.terminal.device_notices import DeviceNotices
from kiosk.operation.terminal.stamp import Stamp
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper, StatusChange

ONLINE, GONE = DeviceStatus(DeviceState.ONLINE), DeviceStatus(DeviceState.NO_DEVICE, "gone")


class Devices:
    """A supervisor of three."""

    def __init__(self) -> None:
        self.now = {"code-scanner": ONLINE, "speaker": GONE, "id-card": GONE}
        self.tell: Callable[[StatusChange], None] = lambda change: None

    def watch(self, on_change: Callable[[StatusChange], None]) -> None:
        self.tell = on_change

    def statuses(self) -> dict[str, DeviceStatus]:
        return self.now

    def change(self, name: str, status: DeviceStatus) -> None:
        self.now[name] = status
        self.tell(StatusChange(name, {"device": status.device.value}, status.reason, 1))


def test_a_device_of_any_class_that_goes_and_comes_is_told_once_each() -> None:
    told: list[Event] = []
    devices = Devices()
    DeviceNotices(Stamp("T1", SystemClock(), Uuid7(), lambda: 240), told.append).watch_all(devices)
    devices.change("code-scanner", GONE)
    devices.change("code-scanner", DeviceStatus(DeviceState.NO_DEVICE, "another reason"))
    devices.change("code-scanner", DeviceStatus(DeviceState.STARTING))
    devices.change("code-scanner", ONLINE)
    devices.change("speaker", ONLINE)
    devices.change("id-card", ONLINE)
    heard = [(event.data["device"], event.data["state"], event.data["paper"]) for event in told]
    none = Paper.NOT_SUPPORTED.value
    assert heard == [("code-scanner", state, none) for state in ("online", "noDevice", "online")]
