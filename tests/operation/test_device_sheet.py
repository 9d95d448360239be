"""The sheet on which a role's devices stand for the technician: true, fresh, or nothing at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.operation.device_sheet import FRESH_MS, DeviceSheet, read_sheet
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper

OUT = DeviceStatus(DeviceState.ONLINE, "paper_out", 5_000, paper=Paper.OUT, cover=Cover.CLOSED)


def eventually(holds: Callable[[], object], limit_s: float = 10) -> bool:
    end = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_a_technician_reads_what_a_device_said_and_since_when(tmp_path: Path) -> None:
    file = tmp_path / "terminal.devices"
    sheet = DeviceSheet(file, lambda: {"receipt-printer": OUT})
    assert eventually(lambda: read_sheet(file))
    found = read_sheet(file)
    assert found is not None
    assert found["receipt-printer"].fields == OUT.fields()
    assert found["receipt-printer"].since_ms == 5_000
    sheet.close()
    assert eventually(lambda: not file.exists())


def test_a_change_is_on_the_sheet_long_before_the_next_one_is_due(tmp_path: Path) -> None:
    file, now = tmp_path / "terminal.devices", {"receipt-printer": OUT}
    sheet = DeviceSheet(file, lambda: dict(now), anew_s=600)
    assert eventually(lambda: read_sheet(file))
    now["id-card"] = DeviceStatus(DeviceState.NO_DEVICE, "gone")
    sheet.turn()
    assert eventually(lambda: "id-card" in (read_sheet(file) or {}))
    sheet.close()


def test_a_sheet_that_nobody_renews_is_no_knowledge(tmp_path: Path) -> None:
    file = tmp_path / "terminal.devices"
    file.write_text(json.dumps({"written_ms": 1_000_000, "devices": {}}), encoding="utf-8")
    assert read_sheet(file, 1_000_000 + FRESH_MS) == {}
    assert read_sheet(file, 1_000_001 + FRESH_MS) is None
    assert read_sheet(file, 999_999) is None  # of another life of this machine


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"written_ms": "now", "devices": {}}', '{"written_ms": 0, "devices": {"a": {"fields": 3}}}'],
)
def test_a_spoilt_sheet_is_no_knowledge(tmp_path: Path, text: str) -> None:
    file = tmp_path / "terminal.devices"
    file.write_text(text, encoding="utf-8")
    assert read_sheet(file, 0) is None
    assert read_sheet(tmp_path / "nobody.devices") is None


def test_whoever_ends_with_the_devices_ends_once_they_are_closed() -> None:
    supervisor, ended = Supervisor(), []
    supervisor.at_end(lambda: ended.append(supervisor.statuses()))
    supervisor.close()
    assert ended == [{}]
