"""However the launcher ends, no process, no port and no lock stays behind. Real processes, real signals."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kiosk.operation.process import claim
from kiosk.operation.protection import PARENT
from kiosk.operation.state_folder import StateFolder

ROLES = ("city", "hall", "terminal", "board")
LIMIT_S = 40.0


def wait_for(what: Callable[[], object], limit_s: float = LIMIT_S) -> None:
    until = time.monotonic() + limit_s
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def is_free(path: Path) -> bool:
    lock = claim(path)
    if lock is not None:
        os.close(lock)
    return lock is not None


def is_refused(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) != 0


class Running:
    """A launcher and what its children told about themselves."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.state = folder, StateFolder(folder)
        command = [sys.executable, "-m", "tests.operation.launcher.small_launcher", str(folder)]
        self.launcher = subprocess.Popen(command, env={**os.environ, PARENT: str(os.getpid())})
        wait_for((folder / "all-ready").exists)
        self.told = [json.loads(self.state.ready(role).read_text()) for role in ROLES]

    def assert_nothing_is_left(self) -> None:
        for told in self.told:
            wait_for(lambda told=told: is_gone(told["pid"]))  # type: ignore[misc]
            wait_for(lambda told=told: is_refused(told["port"]))  # type: ignore[misc]
        for role in (*ROLES, "launcher"):
            wait_for(lambda role=role: is_free(self.state.lock(role)))  # type: ignore[misc]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    began = Running(tmp_path)
    yield began
    with contextlib.suppress(ProcessLookupError):
        began.launcher.kill()
    began.launcher.wait(LIMIT_S)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_windows_first_and_the_city_last(running: Running, number: signal.Signals) -> None:
    running.launcher.send_signal(number)
    assert running.launcher.wait(LIMIT_S) == 0
    running.assert_nothing_is_left()
    order = (running.folder / "order").read_text().split()
    assert order[:2] == ["+city", "+hall"]
    assert set(order[2:4]) == {"+terminal", "+board"}
    assert set(order[4:6]) == {"-terminal", "-board"}
    assert order[6:] == ["-hall", "-city"]
    assert not list(running.state.run.glob("*.json"))


def test_killed_outright_it_takes_all_its_children_with_it(running: Running) -> None:
    running.launcher.kill()
    running.launcher.wait(LIMIT_S)
    running.assert_nothing_is_left()


def test_when_whoever_started_it_is_killed_everything_ends(tmp_path: Path) -> None:
    script = (
        "import os, subprocess, sys, time\n"
        f"os.environ[{PARENT!r}] = str(os.getpid())\n"
        "subprocess.Popen([sys.executable, '-m', 'tests.operation.launcher.small_launcher', sys.argv[1]])\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    state = StateFolder(tmp_path)
    try:
        wait_for((tmp_path / "all-ready").exists)
        told = [json.loads(state.ready(role).read_text())["pid"] for role in (*ROLES,)]
    finally:
        parent.kill()
        parent.wait(LIMIT_S)
    for pid in told:
        wait_for(lambda pid=pid: is_gone(pid))  # type: ignore[misc]
    wait_for(lambda: is_free(state.lock("launcher")))


def test_a_second_launcher_on_the_same_state_folder_is_refused(running: Running) -> None:
    command = [sys.executable, "-m", "tests.operation.launcher.small_launcher", str(running.folder)]
    assert subprocess.run(command, check=False, timeout=LIMIT_S).returncode == 6
    assert running.launcher.poll() is None
