"""What a technician reads of each device: nothing silent is well, and every trouble has its reason and next step."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pytest

from drivers.camera.orders import End
from drivers.configured import configured_devices
from drivers.device_classes import schema
from drivers.document_printer.condition import Condition as Queue
from drivers.document_printer.errands import Fault
from drivers.id_card.conversation import NoAnswer
from drivers.keypad.pad import CLERK_NAME
from drivers.receipt_printer.status import Condition
from drivers.serial_link import LinkFault
from drivers.speaker.player import Heard
from drivers.speaker.synthesis import SynthesisFailure
from kiosk.operation.device_sheet import Listed
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper
from screens.maintenance.devices import Row, Sheets, device_rows, judged
from screens.maintenance.window import Machine
from screens.staff.words import sentences
from tests.screens.maintenance.scenes import NAMES, NOW, WELL, told

KNOWN = sentences("maintenance", "zh")
ANSWERED = (Fault.NOT_FOUND, Fault.TOO_LONG)  # of a job, never of the printer
FLAGS = ("cover_open", "paper_out", "cutter_error", "unrecoverable", "head_hot", "other_error", "offline")
QUEUED = ("cover_open", "jammed", "paper_out", "toner_out", "no_filter", "other_error", "away", "stopped", "refuses")


def row_of(status: DeviceStatus, name: str = "receipt-printer", role: str = "terminal") -> Row:
    device = Listed(name, NAMES[name], "/dev/ttyUSB0")
    (row,) = device_rows([device], {role: {name: told(status)}}, KNOWN, NOW)
    return row


def rows_without(sheets: Sheets, port: str) -> list[str]:
    rows = device_rows([Listed("camera", "camera", port)], sheets, KNOWN, NOW)
    return [KNOWN[row["state"]] for row in rows]


def test_a_device_that_the_configuration_has_not_is_not_there_and_not_well() -> None:
    assert rows_without({}, "") == ["未启用"]
    assert rows_without({"terminal": {}}, "") == ["未启用"]


def test_a_device_whose_program_says_nothing_is_unknown_whatever_it_was() -> None:
    assert rows_without({}, "/dev/video0") == ["状态未知"]
    assert rows_without({"terminal": {}}, "/dev/video0") == ["状态未知"]


@pytest.mark.parametrize(
    "status",
    [
        DeviceStatus(DeviceState.UNKNOWN, "untold"),
        DeviceStatus(DeviceState.UNKNOWN),
        DeviceStatus(DeviceState.NOT_SUPPORTED),
        DeviceStatus(DeviceState.ONLINE, paper=Paper.UNKNOWN, cover=Cover.CLOSED),
        DeviceStatus(DeviceState.ONLINE, paper=Paper.FULL, cover=Cover.UNKNOWN),
        DeviceStatus(DeviceState.ONLINE, details=(("toner", "unknown"),)),
        DeviceStatus(DeviceState.ONLINE, details=(("keypad", "unknown"),)),
        DeviceStatus(DeviceState.ONLINE, details=(("scanner", "unknown"),)),
        DeviceStatus(DeviceState.ONLINE, details=(("door", "unknown"),)),
        DeviceStatus(DeviceState.ONLINE, details=(("strip 3", "unknown"),)),
    ],
)
def test_what_a_device_cannot_tell_is_shown_as_unknown_and_says_what_to_do(status: DeviceStatus) -> None:
    row = row_of(status)
    assert row["kind"] == "unknown"
    assert row["icon"] == "unknown"
    assert row["why"] in KNOWN
    assert row["act"] in KNOWN


def test_a_device_of_a_class_that_has_no_words_yet_is_listed_by_its_own_name() -> None:
    device = Listed("palm-reader", "palm-reader", "/dev/ttyUSB7")
    (row,) = device_rows([device], {"terminal": {"palm-reader": told(DeviceStatus(DeviceState.NO_DEVICE))}}, KNOWN, NOW)
    assert (row["name"], row["device"], KNOWN[row["state"]]) == ("", "palm-reader", "没有接上")


def test_a_starting_device_is_neither_well_nor_ill() -> None:
    assert judged(DeviceStatus(DeviceState.STARTING).fields()) == ("info", "starting")


def test_every_well_device_is_well_and_has_nothing_to_do() -> None:
    for name, status in WELL.items():
        row = row_of(status, name)
        assert (row["kind"], row["state"], row["why"], row["act"]) == ("ok", "state.online", "", "")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (DeviceStatus(DeviceState.ONLINE, "paper_out", paper=Paper.OUT, cover=Cover.CLOSED), "缺纸"),
        (DeviceStatus(DeviceState.ONLINE, paper=Paper.LOW, cover=Cover.CLOSED), "纸将尽"),
        (DeviceStatus(DeviceState.USER_ERROR, "cover_open", paper=Paper.FULL, cover=Cover.OPEN), "盖子开着"),
        (DeviceStatus(DeviceState.HARDWARE_ERROR, "presenter_jammed", paper=Paper.JAMMED), "卡纸"),
        (DeviceStatus(DeviceState.NO_DEVICE, "out_of_service:gone"), "断开了"),
        (DeviceStatus(DeviceState.OFFLINE, "silent"), "没有回应"),
        (DeviceStatus(DeviceState.HARDWARE_ERROR, "hung"), "驱动卡住"),
        (DeviceStatus(DeviceState.HARDWARE_ERROR, "a_reason_of_tomorrow"), "故障"),
    ],
)
def test_a_trouble_is_named_on_its_line(status: DeviceStatus, says: str) -> None:
    row = row_of(status)
    assert KNOWN[row["state"]] == says
    assert row["kind"] in ("bad", "warn")
    assert row["since"] == "09:52:12"
    assert row["age"] == 6
    assert row["out"] is status.reason.startswith("out_of_service:")


def test_a_state_of_another_day_has_its_date() -> None:
    device = Listed("camera", "camera", "/dev/video0")
    (row,) = device_rows([device], {"terminal": {"camera": told(WELL["camera"], 3000)}}, KNOWN, NOW)
    assert row["since"] == "11-21 07:58"


def reasons() -> Iterable[tuple[str, str]]:
    """Class and reason of everything that the drivers say."""

    def of(kind: str, *families: type[StrEnum]) -> Iterable[tuple[str, str]]:
        return [(kind, one.value) for family in families for one in family]

    yield from of("id-card", LinkFault, NoAnswer)
    yield from (("document-printer", fault.value) for fault in Fault if fault not in ANSWERED)
    yield from of("camera", End)
    yield from (("speaker", heard.value) for heard in Heard if heard is not Heard.HEARD)
    yield from of("speaker", SynthesisFailure)
    yield from (("receipt-printer", Condition(**{flag: True}).trouble) for flag in FLAGS)
    yield from (("document-printer", Queue(**{flag: True}).trouble) for flag in QUEUED)
    yield from [("camera", "frozen"), ("camera", "silent"), ("code-scanner", "flooding"), ("keypad", "key_stuck")]
    yield from [("code-scanner", "command_refused"), ("signal-board", "door_open"), ("signal-board", "order_refused")]
    yield from [("signal-board", "too_few_lines"), ("counter-display", "strips_away"), ("receipt-printer", "hung")]
    yield from [("receipt-printer", "presenter_jammed"), ("id-card", "bug"), ("document-printer", "untold")]


def test_whatever_a_driver_says_the_technician_reads_why_and_what_to_do() -> None:
    untold = [
        (kind, code)
        for kind, code in reasons()
        for family in ("why", "act")
        if not {f"{family}.{kind}.{code}", f"{family}.{code}"} & set(KNOWN)
    ]
    assert untold == []


def test_every_state_has_a_general_sentence_for_reasons_of_tomorrow() -> None:
    bad = [state for state in DeviceState if judged({"device": state.value})[0] == "bad"]
    assert {f"{family}.{state.value}" for family in ("state", "why", "act") for state in bad} <= set(KNOWN)


def test_every_device_that_a_machine_could_have_is_listed_with_its_command(tmp_path: Path) -> None:
    wanted = {"code_scanner": {"port": "/dev/hall/code-scanner", "engine": "newland"}, "speaker": {"engine": "silent"}}
    found = {one.name: one for one in configured_devices(schema().model_validate(wanted), lambda port, name: port)}
    assert set(NAMES) <= set(found)
    assert found["code-scanner"].probe == ("code-scanner", "--port", "/dev/hall/code-scanner", "--engine", "newland")
    assert [found[name].port for name in ("camera", "document-printer", "speaker", CLERK_NAME)] == ["", "", "", ""]
    assert Machine((), "", "/logs", {"terminal": tmp_path / "terminal.devices"}).told() == {}


def test_no_password_of_a_camera_is_shown() -> None:
    wanted = {"camera": {"port": "rtsp://hall:secret@192.0.2.9/stream"}}
    found = configured_devices(schema().model_validate(wanted), lambda port, name: port)
    camera = next(one for one in found if one.name == "camera")
    assert camera.port == "rtsp://192.0.2.9/stream"
    assert "secret" not in " ".join(camera.probe)
