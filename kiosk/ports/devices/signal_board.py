"""The lights beside a terminal's openings and the switch at its door, as the inside needs them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class Light(StrEnum):
    """What a light stands beside."""

    CARD = "card"
    TICKET = "ticket"
    SCANNER = "scanner"


class Flash(StrEnum):
    """Words of XFS4IoT's lights."""

    OFF = "off"
    CONTINUOUS = "continuous"
    SLOW = "slow"
    QUICK = "quick"


class SignalBoard(Protocol):
    """All calls are non-blocking; listeners are called on the device's own thread.

    An open door is `userError` with the reason `door_open`; `status().detail("door")` is open, closed, unknown or
    notSupported.
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def light(self, which: Light, flash: Flash) -> None:
        """Until told otherwise; a light that this board has not is passed over. Off by itself when nobody is heard."""

    def close(self) -> None: ...
