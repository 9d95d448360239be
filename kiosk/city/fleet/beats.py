"""What a heartbeat says and what is wrong with it, pure: the reasons for alarms follow from the beat alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

BACKLOG_HIGH = 500  # events that wait to be sent: some ten minutes of a full hall
CLOCK_OFF_MS = 120_000
STANDBY = "standby"  # the role of a hall's second node
STARTS_S = 60  # a device that is still starting then does not start
DISK_LOW_MEGABYTES = 500  # a hall stops giving new numbers at 64


class AlarmReason(StrEnum):
    SILENT_NODE = "silent_node"
    DEVICE_FAULT = "device_fault"
    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    BACKLOG_HIGH = "backlog_high"
    CLOCK_UNTRUSTED = "clock_untrusted"
    CLOCK_OFF = "clock_off"  # two minutes and more from the city's
    QUARANTINE = "quarantine_not_empty"
    NUMBERS_LOW = "numbers_low_water"
    DISK_LOW = "disk_low"
    STANDBY_SERVES = "standby_serves"  # a hall's first node is gone, or cannot store


@dataclass(frozen=True, slots=True)
class NumbersLeft:
    """Of one queue's own part; `low_water` as published, 0: nobody asked to be told."""

    left: int
    low_water: int


@dataclass(frozen=True, slots=True)
class Beat:
    """One node at one moment. `devices` by class: its state in XFS4IoT words, and `paper` where it has any."""

    node: str
    role: str
    at_ms: int
    version: str
    backlog: int = 0
    quarantine: int = 0
    clock_trusted: bool = True
    devices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, NumbersLeft] = field(default_factory=dict)
    uptime_s: int = 0
    disk_megabytes: int | None = None  # None: not known
    last_error: str = ""
    last_error_ms: int = 0
    serves: bool = False  # of a hall's nodes
    ended: bool = False  # stopped properly: its silence says nothing from now on


_WELL = frozenset({"online", "deviceBusy", "notSupported"})
_OUT = frozenset({"out", "jammed"})


def wrong_with(beat: Beat, now_ms: int) -> tuple[AlarmReason, ...]:
    """Sorted. A device whose state is unknown is a fault: nobody reads silence as well."""
    found = {
        AlarmReason.DEVICE_FAULT: any(_is_faulty(one.get("state", "unknown"), beat) for one in beat.devices.values()),
        AlarmReason.PAPER_OUT: any(one.get("paper") in _OUT for one in beat.devices.values()),
        AlarmReason.PAPER_LOW: any(one.get("paper") == "low" for one in beat.devices.values()),
        AlarmReason.BACKLOG_HIGH: beat.backlog >= BACKLOG_HIGH,
        AlarmReason.CLOCK_UNTRUSTED: not beat.clock_trusted,
        AlarmReason.CLOCK_OFF: abs(now_ms - beat.at_ms) >= CLOCK_OFF_MS,
        AlarmReason.QUARANTINE: beat.quarantine > 0,
        AlarmReason.DISK_LOW: beat.disk_megabytes is not None and beat.disk_megabytes < DISK_LOW_MEGABYTES,
        AlarmReason.STANDBY_SERVES: stands_in(beat),
        AlarmReason.NUMBERS_LOW: any(0 < one.low_water >= one.left for one in beat.numbers.values()),
    }
    return tuple(sorted(reason for reason, holds in found.items() if holds))


def stands_in(beat: Beat) -> bool:
    return beat.serves and beat.role == STANDBY


def _is_faulty(state: str, beat: Beat) -> bool:
    return state not in _WELL and not (state == "starting" and beat.uptime_s < STARTS_S)
