"""A technician tells the virtual devices what to do from a shell, with the words of the page about devices."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from drivers.virtual_devices.bench import Bench
from kiosk.operation.bench_control import tell
from tests.drivers.stage import Stage

PAGE = Path(__file__).resolve().parents[3] / "docs" / "devices.md"


def test_a_command_is_done_and_its_reply_shown(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    socket = str(stage.folder / "control.sock")
    assert tell([socket, "hang", "device=id-card"]) == 0
    assert tell([socket, "paper", "level=out", "after_lines:=3"]) == 0
    assert stage.do("state")["state"]["id-card"]["hanging"] is True
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"ok": True}] * 2


def test_a_wrong_word_and_a_bench_that_is_not_there_are_told(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell([str(stage.folder / "control.sock"), "hang", "device=toaster"]) == 1
    assert tell([str(tmp_path / "control.sock"), "state"]) == 1
    wrong, away = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert "device must be one of" in wrong["sentence"]
    assert away["reason"] == "unreachable"
    assert tell(["state"]) == tell([str(tmp_path), "hang", "id-card"]) == tell([str(tmp_path), "hang", "on:=no"]) == 2


def test_every_command_in_the_page_about_devices_exists(tmp_path: Path) -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| command | arguments")[2].partition("\n\n")[0]
    told = {word for row in table.splitlines()[2:] for word in re.findall(r"`(\w+)`", row.split("|")[1])}
    bench = Bench(tmp_path)
    try:
        assert len(told) > 50
        assert told <= set(bench.names())
    finally:
        bench.close()
