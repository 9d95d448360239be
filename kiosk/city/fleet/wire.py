"""What the fleet's routes take and tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.city.fleet.beats import AlarmReason, Beat, NumbersLeft
from kiosk.city.fleet.codes import NodeRole
from kiosk.city.fleet.refusals import FleetRefusal
from kiosk.city.forms import Both, Identity, OnWire, Told
from kiosk.domain.published import Text
from kiosk.sync.heartbeat import BeatOnWire, NumbersOnWire


def beat_of(one: BeatOnWire) -> Beat:
    numbers = {queue: NumbersLeft(left.left, left.low_water) for queue, left in one.numbers.items()}
    return Beat(
        one.node, one.role, one.at_ms, one.version, one.backlog, one.quarantine, one.clock_trusted, one.devices,
        numbers, one.uptime_s, one.disk_megabytes, one.last_error or "", one.last_error_ms, one.serves, one.ended,
    )  # fmt: skip


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
    uptime_s: int
    disk_megabytes: int | None = Field(description="Free; null: not known.")
    last_error: str = Field(description="Name of the last error in its log; empty: none.")
    last_error_ms: int
    serves: bool = Field(description="Of a hall's nodes: it gives the numbers.")
    ended: bool = Field(description="It was stopped properly.")


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
    role: NodeRole = NodeRole.HALL
    node: Identity = Field(examples=["qinglan"], description="A hall's first node is called as its hall.")


class CodeTold(Told):
    """Told once; good for half an hour and one machine."""

    code_id: str
    code: str = Field(examples=["4827-1936-0554"])
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
    tries: int


class Codes(Told):
    codes: list[CodeRow]


class JoinedRow(Told):
    role: NodeRole
    node: str
    since_ms: int
    revoked_ms: int | None = Field(description="Sent away; null: it stands.")


class Joined(Told):
    nodes: list[JoinedRow]


def text(both: Both) -> Text:
    return Text(both.zh, both.en)


TOLD: Mapping[StrEnum, tuple[int, str]] = {
    FleetRefusal.UNKNOWN_HALL: (404, "This city has no such hall."),
    FleetRefusal.UNKNOWN_TERMINAL: (404, "This hall has no such terminal in service."),
    FleetRefusal.UNKNOWN_CODE: (404, "There is no such code that could still be used."),
    FleetRefusal.HALL_TAKEN: (409, "There is a hall of this name."),
    FleetRefusal.UNKNOWN_NODE: (404, "No such node of this hall has joined the city."),
    FleetRefusal.JOINS_ITS_HALL: (409, "This machine joins its hall; a code for it is made there."),
    FleetRefusal.OTHER_NAME: (409, "A hall's first node is called as its hall, and its standby is not."),
    FleetRefusal.TOO_MANY_CODES: (409, "Too many codes are open; wait until some are used or over."),
    FleetRefusal.UNKNOWN_ALARM: (404, "This hall has no such alarm."),
    FleetRefusal.OTHER_HALL: (403, "This token belongs to another hall."),
}
