"""What the fleet's routes take and tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.city.fleet.beats import AlarmReason, Beat, NumbersLeft
from kiosk.city.fleet.registry import FleetRefusal, NodeRole
from kiosk.city.forms import Both, Count, Identity, Millis, OnWire, Told
from kiosk.domain.published import Text

DeviceWord = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
QueueCode = Annotated[str, Field(max_length=20, pattern=r"^[a-z][a-z0-9-]*$")]


class NumbersOnWire(OnWire):
    left: Count
    low_water: Count


class BeatOnWire(OnWire):
    """How a node is. Silence is an alarm of its own; so is a device whose state nobody knows."""

    node: Identity = Field(examples=["T1"])
    role: NodeRole = NodeRole.TERMINAL
    at_ms: Millis = Field(examples=[1_795_000_000_000], description="By the node's own clock.")
    version: Identity = Field(examples=["0.1.0"])
    backlog: Count = Field(default=0, description="Events that wait to be sent.")
    quarantine: Count = Field(default=0, description="Events that its upstream refused.")
    clock_trusted: bool = True
    devices: dict[DeviceWord, dict[DeviceWord, DeviceWord]] = Field(
        default_factory=dict,
        max_length=20,
        examples=[{"receiptPrinter": {"state": "online", "paper": "low"}, "idCard": {"state": "online"}}],
    )
    numbers: dict[QueueCode, NumbersOnWire] = Field(default_factory=dict, max_length=100)

    def beat(self) -> Beat:
        numbers = {queue: NumbersLeft(one.left, one.low_water) for queue, one in self.numbers.items()}
        return Beat(
            self.node, self.role, self.at_ms, self.version, self.backlog, self.quarantine, self.clock_trusted,
            self.devices, numbers,
        )  # fmt: skip


class Beats(OnWire):
    """A hall tells of itself and of its terminals in one request."""

    beats: list[BeatOnWire] = Field(min_length=1, max_length=100)


class NodeRow(Told):
    hall: str
    node: str
    role: str
    heard_ms: int
    at_ms: int
    version: str
    backlog: int
    quarantine: int
    clock_trusted: bool
    devices: dict[str, dict[str, str]]
    numbers: dict[str, NumbersOnWire]
    wrong: str = Field(description="Reasons of its open alarms, with commas.")


class Nodes(Told):
    nodes: list[NodeRow]


class AlarmRow(Told):
    alarm_id: str
    hall: str
    node: str
    reason: AlarmReason
    raised_ms: int
    cleared_ms: int | None
    acknowledged_ms: int | None
    acknowledged_by: str


class Alarms(Told):
    rows: list[AlarmRow]
    next: str


class HallPlace(OnWire):
    name: Both
    address: Both


class NewHall(HallPlace):
    hall: Annotated[str, Field(max_length=20, pattern=r"^[a-z][a-z0-9-]*$", examples=["beihe"])]


class HallRow(Told):
    hall: str
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str


class Halls(Told):
    halls: list[HallRow]


class TerminalPlace(OnWire):
    place: Both
    machine: Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[A-Za-z0-9]+$", examples=["1"])]


class TerminalRow(Told):
    terminal: str
    place_zh: str
    place_en: str
    machine: str
    letter: str = Field(description="As the hall's number rules say today; empty: none.")
    made_ms: int
    made_by: str
    retired_ms: int | None


class Terminals(Told):
    terminals: list[TerminalRow]


class NewCode(OnWire):
    role: NodeRole = NodeRole.TERMINAL
    node: Identity = Field(examples=["T5"])


class CodeTold(Told):
    """Told once; good for half an hour and one machine."""

    code_id: str
    code: str = Field(examples=["K7RP-X4DQ"])
    expires_ms: int


class CodeRow(Told):
    code_id: str
    role: NodeRole
    node: str
    made_ms: int
    made_by: str
    expires_ms: int
    used_ms: int | None
    revoked_ms: int | None


class Codes(Told):
    codes: list[CodeRow]


def text(both: Both) -> Text:
    return Text(both.zh, both.en)


TOLD: Mapping[StrEnum, tuple[int, str]] = {
    FleetRefusal.UNKNOWN_HALL: (404, "This city has no such hall."),
    FleetRefusal.UNKNOWN_TERMINAL: (404, "This hall has no such terminal in service."),
    FleetRefusal.UNKNOWN_CODE: (404, "There is no such code that could still be used."),
    FleetRefusal.HALL_TAKEN: (409, "There is a hall of this name."),
    FleetRefusal.RETIRED: (409, "This terminal is out of service for good; register it again first."),
    FleetRefusal.UNKNOWN_ALARM: (404, "This hall has no such alarm."),
    FleetRefusal.OTHER_HALL: (403, "This token belongs to another hall."),
}
