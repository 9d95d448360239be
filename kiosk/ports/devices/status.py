"""How a device is, in the words of XFS4IoT (Common.Status.device, Printer paper, CardReader media) [A].

`unknown` means "cannot tell now"; `not_supported` means "this device can never tell". Neither is ever read as "all is
well" or as "no paper".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

NOT_SUPPORTED = "notSupported"


class DeviceState(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    BUSY = "deviceBusy"


class Paper(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"


class CardMedia(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    PRESENT = "present"
    NOT_PRESENT = "notPresent"


class Cover(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """One device at one moment. `reason` is a code for the log, never a person's data; `since_ms` is monotonic.

    `details` is for what only one class has (a stacker, a lamp, a shutter): pairs of a word and its state, both of the
    class's own choice, so that a new class needs no new field here. A word that is missing is not supported.
    """

    device: DeviceState
    reason: str = ""
    since_ms: int = 0
    paper: Paper = Paper.NOT_SUPPORTED
    cover: Cover = Cover.NOT_SUPPORTED
    media: CardMedia = CardMedia.NOT_SUPPORTED
    details: tuple[tuple[str, str], ...] = ()

    def detail(self, word: str) -> str:
        return dict(self.details).get(word, NOT_SUPPORTED)

    def fields(self) -> dict[str, str]:
        """Everything but `since_ms`, by name, as words."""
        own = {"device": self.device.value, "reason": self.reason, "paper": self.paper.value}
        return own | {"cover": self.cover.value, "media": self.media.value} | dict(self.details)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What changed about one device: as XFS4IoT's Common.StatusChangedEvent, only the changed fields.

    `reason` and `since_ms` (monotonic) are those of the new status, changed or not.
    """

    name: str
    changed: Mapping[str, str]
    reason: str
    since_ms: int


def change_of(name: str, before: DeviceStatus, now: DeviceStatus) -> StatusChange | None:
    """None when nothing but the time differs. A detail that is no longer told is `notSupported` from now on."""
    was, new = before.fields(), now.fields()
    changed = {word: new.get(word, NOT_SUPPORTED) for word in was | new if new.get(word) != was.get(word)}
    return StatusChange(name, MappingProxyType(changed), now.reason, now.since_ms) if changed else None


def can_print(printer: DeviceStatus) -> bool:
    """Whether a printer says of itself that a ticket would come out now; one that cannot tell does not say so."""
    answers = printer.device in (DeviceState.ONLINE, DeviceState.BUSY)
    return answers and printer.paper in (Paper.FULL, Paper.LOW) and printer.cover is not Cover.OPEN
