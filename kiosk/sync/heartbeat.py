"""How a node is, told upstream every few seconds: `POST /v1/fleet/heartbeats`, version 1 of the protocol.

A terminal, caller, evaluator or board tells its hall; a hall tells its city of itself and of whom it heard. Nothing of
it is stored on the way: what counts is how a node is now, and that it speaks at all.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.events import END_OF_TIME_MS

PATH = "/v1/fleet/heartbeats"
MOST_BEATS = 100  # in one request

Identity = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_-]*$")]
DeviceWord = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
Count = Annotated[int, Field(ge=0, le=1 << 40)]
Millis = Annotated[int, Field(ge=0, lt=END_OF_TIME_MS)]


class _Wire(BaseModel):
    """Unknown fields are a newer node's, and ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class NumbersOnWire(_Wire):
    left: Count
    low_water: Count


class BeatOnWire(_Wire):
    """How a node is. Silence is an alarm of its own; so is a device whose state nobody knows."""

    node: Identity = Field(examples=["T1"])
    role: Word = Field(default="terminal", examples=["terminal"])
    at_ms: Millis = Field(examples=[1_795_000_000_000], description="By the node's own clock.")
    version: Identity = Field(examples=["0.1.0"])
    uptime_s: Count = Field(default=0, description="Since its process started.")
    disk_megabytes: Count | None = Field(default=None, description="Free where its state lies; null: not known.")
    last_error: Word | None = Field(default=None, description="Name of the last error in its log, if there was one.")
    last_error_ms: Millis = 0
    backlog: Count = Field(default=0, description="Events that wait to be sent.")
    quarantine: Count = Field(default=0, description="Events that its upstream refused.")
    clock_trusted: bool = True
    serves: bool = Field(default=False, description="Of a hall's nodes: this one gives the numbers now.")
    ended: bool = Field(default=False, description="It was stopped properly and will be silent from now on.")
    devices: dict[DeviceWord, dict[DeviceWord, DeviceWord]] = Field(
        default_factory=dict,
        max_length=20,
        examples=[{"receipt-printer": {"state": "online", "paper": "low"}, "id-card": {"state": "online"}}],
    )
    numbers: dict[Word, NumbersOnWire] = Field(default_factory=dict, max_length=100)


class BeatsOnWire(_Wire):
    """A hall tells of itself and of its machines in one request."""

    beats: list[BeatOnWire] = Field(min_length=1, max_length=MOST_BEATS)


class HeardOnWire(_Wire):
    done: bool = True
