"""A small pad of digits with keys that can be felt: a clerk's beside the screen, or a citizen's who does not see it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class PadKey(StrEnum):
    """A key by what stands on it. `clear` takes one step back, `cancel` ends."""

    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    STAR = "star"
    HASH = "hash"
    ENTER = "enter"
    CLEAR = "clear"
    CANCEL = "cancel"

    @property
    def digit(self) -> str:
        """Empty for a key that is none."""
        return self.value if self.value.isdigit() else ""


class Keypad(Protocol):
    """All calls are non-blocking; listeners are called on the device's own thread and must be quick.

    A held key is one press. Keys of a pad that is stuck or floods are dropped; its status says which.
    `status().detail("keypad")` is XFS4IoT's: on, inoperative, or unknown where the line cannot be asked.
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def listen(self, on_key: Callable[[PadKey], None]) -> None: ...

    def close(self) -> None: ...
