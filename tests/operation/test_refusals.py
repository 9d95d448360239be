"""What an operator can mend ends with one sentence that says what, why and what to do, and with code 2."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.operation.configuration import Configuration
from kiosk.operation.display import refused_by_display
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.halls import evaluator_hall
from kiosk.operation.log import STRICT, EventLog
from kiosk.operation.process import begin
from kiosk.operation.refusal import refusal_of
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.wiring import hall_members
from kiosk.serving.door import DoorError, DoorProblem, listen_at

MAIN = Path(__file__).resolve().parents[2] / "main.py"
_OF_A_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", STRICT)


def run(*arguments: str, **display: str) -> tuple[int, str]:
    """Exit code and what was said, of a machine without a display, or with this one."""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_DISPLAY} | display
    command = [sys.executable, str(MAIN), *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def logged(state: Path, role: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (state / "logs" / f"{role}.log").read_text().splitlines()]


def test_a_hall_whose_port_is_taken_says_which_and_logs_it_once(tmp_path: Path) -> None:
    with listen_at("127.0.0.1", 0) as taken:
        port = int(taken.getsockname()[1])
        file = tmp_path / "kiosk.toml"
        file.write_text(f"[hall]\nlisten_port = {port}\n")
        code, said = run("--config", str(file), "--state", str(tmp_path / "state"), "hall")
    assert code == ExitCode.WRONG_ARGUMENTS
    assert f"Port {port} on 127.0.0.1 is taken by another program" in said
    errors = [line["event"] for line in logged(tmp_path / "state", "hall") if line["level"] == "error"]
    assert errors.count("port_taken") == 1
    assert "bug" not in errors


def test_an_address_of_another_machine_is_told_apart_from_a_port_that_is_taken() -> None:
    with pytest.raises(DoorError) as told:
        listen_at("192.0.2.7", 0)
    assert told.value.problem is DoorProblem.NOT_THIS_MACHINES


def test_a_state_folder_that_is_a_file_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = run("--state", str(tmp_path / "file"), "city")
    assert code == ExitCode.WRONG_ARGUMENTS
    assert said.count("\n") == 1
    assert f"Cannot make {tmp_path / 'file'}: a file stands where a folder must be" in said


def test_a_window_without_a_display_says_what_to_set(tmp_path: Path) -> None:
    code, said = run("--state", str(tmp_path), "board")
    assert (code, said.strip()) == (
        ExitCode.WRONG_ARGUMENTS,
        "no display: set DISPLAY (or WAYLAND_DISPLAY), or run without a role for the journey",
    )


@pytest.mark.parametrize("role", [["terminal"], []])
def test_a_display_that_is_set_and_does_not_answer_is_named_with_what_to_do(tmp_path: Path, role: list[str]) -> None:
    code, said = run("--state", str(tmp_path), *role, DISPLAY=":7777")
    assert (code, said.strip()) == (
        ExitCode.FAILED,
        "no display answers at DISPLAY=:7777: start it, set DISPLAY to one that runs, or unset it and run without a "
        "role for the journey",
    )


def test_a_dead_display_asks_nothing_of_who_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7777")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert refused_by_display("terminal", argparse.Namespace()) is None
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert refused_by_display("hall", argparse.Namespace()) is None
    assert refused_by_display("caller", argparse.Namespace()) is ExitCode.FAILED


def test_one_of_two_displays_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISPLAY", ":7777")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert refused_by_display("board", argparse.Namespace()) is ExitCode.FAILED
    with socket.socket(socket.AF_UNIX) as there:
        there.bind(str(tmp_path / "wayland-0"))
        there.listen()
        assert refused_by_display("board", argparse.Namespace()) is None


@pytest.mark.parametrize(
    "error, event",
    [
        (PermissionError(13, "no", "/state/run/hall.lock"), "place_not_permitted"),
        (FileNotFoundError(2, "no", "/state"), "place_not_there"),
        (NotADirectoryError(20, "no", "/state/run"), "place_is_a_file"),
        (OSError(30, "no", "/"), "place_read_only"),
        (OSError(28, "no", "/state/logs"), "place_full"),
    ],
)
def test_what_the_disk_refuses_is_no_mistake_of_the_program(error: OSError, event: str) -> None:
    refusal = refusal_of(error, Path("/state"), "hall")
    assert refusal is not None
    assert (refusal.event, refusal.code) == (event, ExitCode.WRONG_ARGUMENTS)
    assert str(error.filename) in refusal.sentence


def test_what_lies_elsewhere_and_what_is_no_refusal_stays_a_bug(tmp_path: Path) -> None:
    assert refusal_of(PermissionError(13, "no", "/elsewhere/file"), tmp_path, "hall") is None
    assert refusal_of(FileNotFoundError(2, "no", str(tmp_path / "gone")), tmp_path, "hall") is None
    assert refusal_of(TimeoutError("late"), tmp_path, "hall") is None
    assert refusal_of(ValueError(), tmp_path, "hall") is None


def test_a_folder_refused_in_the_middle_is_in_the_log_and_no_bug_is(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    process = begin(state, "hall", EventLog(state.logs, "hall", speak=False))
    assert process is not None
    (tmp_path / "hall").write_text("")
    with pytest.raises(OSError), process:
        state.data("hall")
    assert [line["event"] for line in logged(tmp_path, "hall") if line["level"] == "error"] == ["place_is_a_file"]


def test_an_evaluator_that_joined_nothing_says_so_instead_of_ready_and_nothing_is_to_be_deleted(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    process = begin(state, "evaluator", EventLog(state.logs, "evaluator", speak=False))
    assert process is not None
    parsed = argparse.Namespace()
    start = Start(parsed, None, Configuration(), state)
    with process:
        hall = evaluator_hall(start, process.log)
        process.lacks_token = not hall.has_token
        process.ready()
    told = [(line["event"], line["level"]) for line in logged(tmp_path, "evaluator")]
    assert told[1:3] == [("no_token", "warning"), ("window_without_token", "warning")]
    assert "process_ready" not in dict(told)
    assert not state.tokens.exists()


def test_a_hall_in_a_fresh_folder_says_that_nobody_is_known_yet(tmp_path: Path) -> None:
    log = EventLog(tmp_path, "hall", speak=False)
    assert hall_members(StateFolder(tmp_path), log) == {}
    log.close()
    [line] = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert (line["event"], line["level"]) == ("nobody_known", "warning")
