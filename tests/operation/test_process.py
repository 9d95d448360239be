"""One role is one process in a state folder, and says truly whether it can be used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.operation.process import address_of, begin, read_ready, write_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import NoLog


@pytest.fixture(autouse=True)
def handlers_put_back() -> object:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_second_process_of_the_same_role_is_refused_and_one_after_its_end_is_not(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    first = begin(state, "hall", NoLog())
    assert first is not None
    with first:
        assert begin(state, "hall", NoLog()) is None
        other = begin(state, "city", NoLog())
        assert other is not None
        with other:
            pass
    again = begin(state, "hall", NoLog())
    assert again is not None
    with again:
        pass


def test_a_hall_can_be_found_while_it_is_ready_and_no_longer(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    address = address_of(state, "hall")
    process = begin(state, "hall", NoLog())
    assert process is not None
    with process:
        assert address() is None
        process.ready(port=8700)
        assert address() == "http://127.0.0.1:8700"
    assert address() is None


def test_a_ready_file_that_a_killed_process_left_is_not_believed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    write_ready(tmp_path / "hall.json", {"pid": dead.pid, "port": 8700})
    assert json.loads((tmp_path / "hall.json").read_text())["port"] == 8700
    assert read_ready(tmp_path / "hall.json") is None
    (tmp_path / "hall.json").write_text("{")
    assert read_ready(tmp_path / "hall.json") is None


def test_being_asked_to_stop_reaches_the_event_the_calls_and_the_socket(tmp_path: Path) -> None:
    told: list[str] = []
    process = begin(StateFolder(tmp_path), "terminal", NoLog())
    assert process is not None
    with process:
        socket = process.stop_socket()
        process.on_stop(lambda: told.append("before"))
        os.kill(os.getpid(), signal.SIGTERM)
        assert process.stop.wait(10)
        process.on_stop(lambda: told.append("after"))
        assert socket.recv(1) == bytes([signal.SIGTERM])
    assert told == ["before", "after"]


def test_the_state_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "state").make()
    assert {folder.stat().st_mode & 0o077 for folder in (state.root, state.run, state.logs, state.secrets)} == {0}
    assert state.data("hall").is_dir()
