"""Children that crash, hang, never get ready or leave something behind."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kiosk.operation.launcher import Child, Launcher, Patience, Stage
from kiosk.operation.log import EventLog
from kiosk.operation.process import read_ready
from kiosk.operation.state_folder import StateFolder
from tests.operation.launcher.small_launcher import small_child
from tests.operation.launcher.test_leaving_nothing import LIMIT_S, is_gone, wait_for

QUICK = Patience(ready_s=LIMIT_S, stop_s=LIMIT_S, first_pause_s=0.05, longest_pause_s=0.2, tries_at_start=3)


class Hall:
    """A launcher on the main thread; `meanwhile` runs beside it and ends it."""

    def __init__(self, folder: Path) -> None:
        self.state = StateFolder(folder).make()
        self.log = EventLog(self.state.logs, "launcher", speak=False)
        self.stop = threading.Event()

    def run(self, *children: Child, patience: Patience = QUICK, meanwhile: Callable[[], None] | None = None) -> int:
        launcher = Launcher((Stage(children),), self.state, self.log, self.stop, patience)
        beside = threading.Thread(target=self._beside, args=(meanwhile,)) if meanwhile else None
        if beside:
            beside.start()
        try:
            return launcher.run()
        finally:
            if beside:
                beside.join()

    def _beside(self, meanwhile: Callable[[], None]) -> None:
        try:
            meanwhile()
        finally:
            self.stop.set()

    def pid(self, name: str) -> int:
        facts = read_ready(self.state.ready(name))
        return int(facts["pid"]) if facts else 0

    def events(self) -> list[str]:
        written = self.log.path.read_text().splitlines() if self.log.path.exists() else []
        return [json.loads(line)["event"] for line in written]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    yield Hall(tmp_path)


def test_a_killed_hall_comes_back_by_itself_with_a_port_that_others_can_find(hall: Hall, tmp_path: Path) -> None:
    seen: list[int] = []

    def kill_it_once() -> None:
        wait_for(lambda: hall.pid("hall"))
        seen.append(hall.pid("hall"))
        os.kill(seen[0], signal.SIGKILL)
        wait_for(lambda: hall.pid("hall") not in (0, seen[0]))
        seen.append(hall.pid("hall"))

    assert hall.run(small_child(tmp_path, "hall"), meanwhile=kill_it_once) == 0
    assert len(set(seen)) == 2
    assert "child_restarting" in hall.events()


def test_a_child_that_never_gets_ready_is_given_up_and_everything_stops(hall: Hall, tmp_path: Path) -> None:
    code = hall.run(small_child(tmp_path, "city"), small_child(tmp_path, "hall", "exit=1"))
    assert code == 1
    assert hall.events().count("child_crashed") == QUICK.tries_at_start
    assert hall.pid("city") == 0


def test_a_child_that_refuses_its_configuration_is_not_tried_again(hall: Hall, tmp_path: Path) -> None:
    assert hall.run(small_child(tmp_path, "hall", "exit=2")) == 2
    assert hall.events().count("child_started") == 1


def test_a_child_that_was_ready_once_is_tried_for_ever(hall: Hall, tmp_path: Path) -> None:
    def watch() -> None:
        wait_for(lambda: hall.events().count("child_restarting") > QUICK.tries_at_start)

    assert hall.run(small_child(tmp_path, "hall", "crash-after=0.3"), meanwhile=watch) == 0
    assert "child_given_up" not in hall.events()


def test_when_every_window_is_closed_everything_stops_and_one_closed_window_stays_closed(
    hall: Hall, tmp_path: Path
) -> None:
    def close_both() -> None:
        for name in ("terminal", "board"):
            wait_for(lambda name=name: hall.pid(name))  # type: ignore[misc]
            os.kill(hall.pid(name), signal.SIGTERM)
        wait_for(lambda: "launcher_stopped" in hall.events())

    windows = (small_child(tmp_path, "terminal", window=True), small_child(tmp_path, "board", window=True))
    assert hall.run(small_child(tmp_path, "hall"), *windows, meanwhile=close_both) == 0
    assert hall.events().count("child_started") == 3
    assert hall.events().count("child_closed") == 2


def test_a_child_that_does_not_listen_is_killed_at_its_deadline(hall: Hall, tmp_path: Path) -> None:
    pids: list[int] = []

    def watch() -> None:
        wait_for(lambda: hall.pid("hall"))
        pids.append(hall.pid("hall"))

    deaf = small_child(tmp_path, "hall", "deaf")
    assert hall.run(deaf, patience=Patience(ready_s=LIMIT_S, stop_s=0.3), meanwhile=watch) == 0
    assert is_gone(pids[0])
    assert "child_killed" in hall.events()


def test_what_a_child_started_goes_with_it(hall: Hall, tmp_path: Path) -> None:
    def watch() -> None:
        wait_for(lambda: hall.pid("board"))

    assert hall.run(small_child(tmp_path, "board", "grandchild"), meanwhile=watch) == 0
    wait_for(lambda: is_gone(int((tmp_path / "grandchild").read_text())))


def test_pauses_double_up_to_a_longest_one() -> None:
    patience = Patience(first_pause_s=0.5, longest_pause_s=30.0)
    assert [patience.pause(crashes) for crashes in (1, 2, 3, 7, 1000)] == [0.5, 1.0, 2.0, 30.0, 30.0]


def test_nobody_of_this_user_may_read_a_childs_memory(hall: Hall, tmp_path: Path) -> None:
    limits: list[tuple[int, int]] = []

    def watch() -> None:
        wait_for(lambda: hall.pid("terminal"))
        time.sleep(0.05)
        limits.append(psutil.Process(hall.pid("terminal")).rlimit(psutil.RLIMIT_CORE))

    hall.run(small_child(tmp_path, "terminal"), meanwhile=watch)
    assert limits == [(0, 0)]
