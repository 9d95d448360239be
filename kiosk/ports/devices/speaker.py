"""The hall's voice as the inside needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class SpeechOutcome(StrEnum):
    SPOKEN = "spoken"
    NO_DEVICE = "no_device"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing to say: pieces in order, each a clip's name or a text to synthesize; said `times` times."""

    key: str  # identity for the log and for "never twice", e.g. call:1234
    text: str  # 请A001号到3号窗口办理
    times: int = 1
    slow: bool = False  # the elder mode's pace
    alone: str = field(default="", repr=False)  # said instead through a headset, where nobody else hears it


class Speaker(Protocol):
    """Says announcements one after the other; none is lost, none overlaps. Never blocks the caller.

    `status().detail("headset")`: present, notPresent, unknown where the sound card cannot tell, notSupported where it
    is not asked.
    """

    def status(self) -> DeviceStatus: ...

    def say(self, announcement: Announcement, done: Callable[[SpeechOutcome], None] | None = None) -> None: ...

    def hush(self) -> None:
        """Drops what waits and stops what sounds (a citizen pressed a key)."""

    def louder(self) -> None:
        """A step louder for what is said from now on, up to the loudest; until `begin_again`."""

    def begin_again(self) -> None:
        """The visit is over: loudness, pace and the sound card's own mixer are the hall's again."""

    def close(self) -> None: ...
