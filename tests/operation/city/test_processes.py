"""The city as the processes that a person starts: its own server, workers on one port, and nothing left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.postgres.comparing import Compared, Held, compared
from kiosk.operation.postgres.programs import find_programs
from tests.city.running import visit
from tests.operation.city.city_process import LIMIT_S, MAIN, CityProcess
from tests.sync.upstream import until


@pytest.fixture(scope="module")
def kept() -> Iterator[CityProcess]:
    if find_programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    started = CityProcess("--workers", "2", "--with-postgres")
    try:
        yield started
    finally:
        started.close()


@pytest.fixture
def city(kept: CityProcess) -> CityProcess:
    """Running, whatever the test before did to it."""
    if kept.process.poll() is not None:
        kept.start()
    until(kept.is_whole, LIMIT_S)
    return kept


def test_two_workers_serve_on_one_port_before_their_own_server(city: CityProcess) -> None:
    assert [city.health()["role"] for _ in range(20)] == ["city"] * 20
    assert len(city.running("--worker ")) == 2
    assert len(city.running("/postgres -D")) == 1


def test_no_password_stands_in_a_command_line_a_log_or_a_ready_file(city: CityProcess) -> None:
    kept = "\n".join(path.read_text() for path in city.state.secrets.glob("city-*"))
    words = re.findall(r"[\w+/=-]{20,}", kept)
    assert len(words) >= 3, "two passwords and the key of fields"
    places = [
        *city.state.logs.glob("*"),
        *city.state.run.glob("*.json"),
        city.folder / "city-servers" / "server-1" / "server.log",
    ]
    read = "".join(path.read_text(errors="replace") for path in places)
    for child in city.running("--worker "):
        read += " ".join([*child.cmdline(), *child.environ().values()])
    assert not any(word in read for word in words)


def test_a_worker_that_is_killed_is_started_again_while_the_other_serves(city: CityProcess) -> None:
    before = city.pid("city-1")
    os.kill(before, signal.SIGKILL)
    until(city.serves, LIMIT_S)
    until(lambda: city.pid("city-1") not in (0, before), LIMIT_S)
    assert city.serves()


def test_a_server_that_is_killed_comes_back_with_everything_and_the_workers_go_on(city: CityProcess) -> None:
    workers = city.pid("city-1"), city.pid("city-2")
    (server,) = city.running("/postgres -D")
    watcher = city.pid("city-server-1")
    server.kill()
    until(lambda: city.pid("city-server-1") not in (0, watcher), LIMIT_S)
    until(city.serves, LIMIT_S)
    assert (city.pid("city-1"), city.pid("city-2")) == workers


def test_a_backup_is_taken_and_rehearsed_beside_the_running_city(city: CityProcess) -> None:
    city.send(visit("t-0", "A000"))
    assert "taken and checked" in city.backup("take")
    assert "row by row" in city.backup("rehearse")
    assert "is running" in city.backup("restore", code=ExitCode.ALREADY_RUNNING)


@pytest.mark.timeout(240)
def test_a_hall_and_its_city_that_was_put_back_agree_again(city: CityProcess, tmp_path: Path) -> None:
    """Events taken behind the moment are owed again, and the feed is read anew: its numbers mean something else now."""
    hall = city.hall(tmp_path / "hall.sqlite")
    city.backup("take")
    too_early = now()
    hall.send(*visit("t-1"))
    moment = now()
    hall.send(*visit("t-2", "A002"))
    city.publish("lost", times=1)
    assert hall.notices() == ["lost"]
    city.end()
    city.backup("restore", "--until", too_early)
    assert "restored" in city.backup("restore", "--until", moment)
    city.start()
    until(city.is_whole, LIMIT_S)
    assert city.labels()[-1] == "A001"
    city.publish("stands", times=5)
    assert hall.notices() == ["stands"]
    hall.send(*visit("t-3", "A003"))
    assert city.labels()[-3:] == ["A001", "A002", "A003"]
    assert hall.log.names == ["feed_resync", "stream_rewound"]
    hall.stop()
    assert "row by row" in city.backup("rehearse"), "the archive knows the way from the old line to the new one"


def now() -> str:
    """The server's clock is this machine's."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_a_restored_table_that_differs_is_found_whether_or_not_it_was_written_to_meanwhile() -> None:
    still, moved = {"event": Held(9, "17")}, {"event": Held(12, "40")}
    assert compared(still, still, still).wrong == ()
    assert compared(still, still, {"event": Held(9, "18")}).wrong == ("event",)
    assert compared(still, still, {}).wrong == ("event",)
    assert compared(still, moved, {"event": Held(10, "30")}) == Compared(1, 10, ("event",), ())
    assert compared(still, moved, {"event": Held(8, "5")}).wrong == ("event",)
    assert compared(still, still, {**still, "more": Held(1, "1")}).wrong == ("more",)


def test_a_city_that_is_killed_leaves_no_process_and_starts_again_with_what_it_had(city: CityProcess) -> None:
    secrets = {path.name: path.read_text() for path in city.state.secrets.glob("*")}
    children = city.descendants()
    assert len(children) >= 4
    city.end(signal.SIGKILL)
    gone, alive = psutil.wait_procs(children, LIMIT_S)
    assert (len(gone), alive) == (len(children), [])
    city.start()
    until(city.is_whole, LIMIT_S)
    assert {path.name: path.read_text() for path in city.state.secrets.glob("*")} == secrets


def test_a_city_that_is_asked_to_stop_stops_and_leaves_nothing(city: CityProcess) -> None:
    children = city.descendants()
    city.end()
    gone, alive = psutil.wait_procs(children, LIMIT_S)
    assert (city.process.returncode, len(gone), alive) == (0, len(children), [])
    assert list(city.state.run.glob("*.json")) == []


@pytest.mark.timeout(240)
def test_of_three_servers_the_leading_one_may_be_killed_with_its_disk() -> None:
    """Whoever leads then has everything, and the lost one becomes a standby again by itself."""
    if find_programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    city = CityProcess("--with-postgres", "--standbys", "2")
    try:
        until(city.is_ready, LIMIT_S)
        keys = city.published_keys()
        (leading,) = city.running("/server-1/data")
        server = city.folder / "city-servers" / "server-1"
        leading.kill()
        (server / "data").rename(server / "lost")
        until(lambda: city.serves() and bool(city.published_keys()), LIMIT_S)
        assert city.published_keys() == keys
        until(lambda: bool(city.running("/server-1/data")) and city.pid("city-server-1") != 0, LIMIT_S)
        assert (server / "data" / "standby.signal").exists()
    finally:
        city.close()


def test_a_file_is_served_by_one_process_only(tmp_path: Path) -> None:
    command = [sys.executable, str(MAIN), "--state", str(tmp_path), "city", "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "city.database" in done.stderr) == (2, True)


def test_a_server_that_is_not_there_is_named_in_the_log(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (tmp_path / "kiosk.toml").write_text(f'[city]\ndatabase = "postgresql://hall_kiosk@127.0.0.1:{port}/city"\n')
    command = [sys.executable, str(MAIN), "--config", str(tmp_path / "kiosk.toml"), "--state", str(tmp_path), "city"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        log = tmp_path / "logs" / "city.log"
        until(lambda: log.exists() and "city_database_awaited" in log.read_text(), LIMIT_S)
        process.terminate()
        assert process.wait(LIMIT_S) == 1
    said = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["reason"] for line in said if line["event"] == "server_not_started"] == ["database_unreachable"]
