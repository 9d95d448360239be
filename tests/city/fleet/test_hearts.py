"""Hearts beat from a terminal through a real hall into a real city, where alarms rise and clear by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kiosk.city.staff.roles import Role
from kiosk.hall import housekeeping
from kiosk.hall.beats import HeardBeats
from kiosk.operation.beating import CityBeats, vital
from kiosk.operation.log import LastError
from kiosk.operation.vitals import Vitals
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper
from kiosk.ports.ledger import Change, Verdict
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.heart import Heart
from kiosk.sync.heartbeat import BeatsOnWire
from tests.city.house import House
from tests.city.running import HALL
from tests.hall.a_server import Noted, Published, Served, served
from tests.hall.steps import take
from tests.sync.upstream import until


@dataclass
class Device:
    """A device of a test, as a terminal's heart looks at it."""

    now: DeviceStatus = field(default_factory=lambda: DeviceStatus(DeviceState.ONLINE))

    def status(self) -> DeviceStatus:
        return self.now


class Owing:
    """What a terminal's outbox says of itself."""

    owed = 0

    def backlog(self) -> int:
        return self.owed

    def quarantined(self) -> Sequence[Verdict]:
        return ()


class Fleet:
    """A city, a hall and a terminal, each with its heart; one round is one beat of each."""

    def __init__(self, house: House, hall: Served, heard: HeardBeats, folder: Path) -> None:
        self.printer, self.reader, self.outbox, self.log = Device(), Device(), Owing(), Noted()
        self.technician = house.signed_in(Role.TECHNICIAN)
        self._house, self.served = house, hall
        devices = {"receipt-printer": self.printer, "id-card": self.reader}
        told = Vitals("T1", "terminal", folder, self.log, lambda: vital(self.outbox, devices))
        self.terminal = Heart(hall.terminal("T1").beat, self._timed(told), self.log)
        caller = Vitals("whatever-it-says", "hall", folder, self.log)
        self.caller = Heart(hall.counter("3").beat, self._timed(caller), self.log)
        self.line = CityBeats(SyncClient(f"http://127.0.0.1:{house.port}", "hall", Limits(5, 10, 20)))
        own = Vitals(HALL, "hall", folder, self.log, heard.own, heard.taken)
        self.hall = Heart(self.line.beat, self._timed(own), self.log)

    def round(self) -> None:
        for heart in (self.terminal, self.caller, self.hall):
            heart.beat()

    def alarms(self) -> set[tuple[str, str]]:
        return {(row["node"], row["reason"]) for row in self._house.get("/v1/alarms", self.technician)["rows"]}

    def nodes(self) -> dict[str, Any]:
        return {row["node"]: row for row in self._house.get("/v1/fleet/nodes", self.technician)["nodes"]}

    def _timed(self, vitals: Vitals) -> Any:
        """By the house's clock, which no real one follows; this machine's disk and clock are no matter of the test."""
        here = {"clock_trusted": True, "disk_megabytes": 9000}

        def told(last: bool) -> list[Any]:
            return [one.model_copy(update={"at_ms": self._house.now, **here}) for one in vitals.beats(last)]

        return told


@contextmanager
def fleet(house: House, folder: Path, cache: Published | None = None) -> Iterator[Fleet]:
    heard = HeardBeats()
    with served(beats=heard, cache=cache) as hall:
        made = Fleet(house, hall, heard, folder)
        yield made
        made.line.close()


def test_a_terminals_fault_is_an_alarm_in_the_city_until_its_cause_is_gone(any_house: House, tmp_path: Path) -> None:
    with fleet(any_house, tmp_path) as one:
        one.round()
        told = one.nodes()
        assert one.alarms() == set() and sorted(told) == ["T1", "caller-3", HALL]
        assert told["T1"]["devices"]["id-card"] == {"state": "online"} and told["caller-3"]["role"] == "caller"
        assert told["T1"]["version"] and told["T1"]["disk_megabytes"] == 9000 and told["T1"]["last_error"] == ""
        one.printer.now = DeviceStatus(DeviceState.ONLINE, paper=Paper.OUT)
        one.reader.now = DeviceStatus(DeviceState.UNKNOWN)
        one.outbox.owed = 900
        one.round()
        assert one.alarms() == {("T1", "paper_out"), ("T1", "device_fault"), ("T1", "backlog_high")}
        one.printer.now, one.reader.now, one.outbox.owed = Device().now, Device().now, 0
        one.round()
        assert one.alarms() == set()


def test_a_terminal_that_falls_silent_is_noticed_though_its_hall_goes_on(house: House, tmp_path: Path) -> None:
    with fleet(house, tmp_path) as one:
        one.round()
        for _ in range(7):
            house.now += 10_000
            one.hall.beat()
        house.until(lambda: one.alarms() == {("T1", "silent_node"), ("caller-3", "silent_node")})
        one.round()
        assert one.alarms() == set()


def test_a_hall_tells_how_many_numbers_it_has_left_and_the_city_raises_the_alarm(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "COUNTS_EVERY_S", 0.05)
    cache = Published()
    rules = {"format": 1, "version": "1", "own_digits": 2, "low_water": 498, "open_spare": False, "terminals": []}
    cache.apply([Change(9, "number_rules", "", "1", rules)], 9)

    def left() -> Any:
        one.hall.beat()
        return one.nodes().get(HALL, {}).get("numbers", {}).get("social")

    with fleet(house, tmp_path, cache) as one:
        until(lambda: left() == {"left": 499, "low_water": 498})
        assert one.nodes()[HALL]["serves"] is True and one.alarms() == set()
        take(one.served, "t-1")
        until(lambda: left() == {"left": 498, "low_water": 498})
        assert one.alarms() == {(HALL, "numbers_low_water")}


def test_who_is_stopped_properly_is_missed_by_nobody(house: House, tmp_path: Path) -> None:
    with fleet(house, tmp_path) as one:
        one.round()
        one.caller.beat(last=True)
        one.hall.beat()
        assert one.nodes()["caller-3"]["ended"] is True
        house.now += 90_000
        one.hall.beat()
        house.until(lambda: one.alarms() == {("T1", "silent_node")})


def test_a_heart_that_starts_and_stops_says_so(house: House, tmp_path: Path) -> None:
    with fleet(house, tmp_path) as one:
        heart = Heart(one.line.beat, one.hall._told, one.log, every_s=0.05).start()
        until(lambda: HALL in one.nodes())
        heart.stop()
        assert one.nodes()[HALL]["ended"] is True and one.log.bugs == []


def test_an_upstream_that_takes_no_beats_is_said_once(tmp_path: Path) -> None:
    log = Noted()
    heart = Heart(lambda beats: "not_understood", Vitals("T1", "terminal", tmp_path, log).beats, log)
    heart.beat()
    heart.beat()
    assert log.events == [("heartbeat_refused", {"reason": "not_understood"})]


def test_the_last_error_of_a_log_is_told(tmp_path: Path) -> None:
    from kiosk.operation.log import EventLog

    log = EventLog(tmp_path, "hall", speak=False)
    log.event("heartbeat_refused", reason="not_allowed")
    assert log.last_error is None, "a warning is no error"
    log.event("tokens_unusable", reason="missing")
    log.close()
    assert isinstance(log.last_error, LastError)
    (own,) = Vitals("T1", "terminal", tmp_path, log).beats(last=False)
    assert (own.last_error, own.last_error_ms) == ("tokens_unusable", log.last_error.at_ms)


def test_a_beat_of_a_newer_node_is_understood_as_far_as_it_goes(any_house: House) -> None:
    newer = {"node": "T1", "role": "drone", "at_ms": any_house.now, "version": "9.0", "mood": "fine",
             "devices": {"palm-reader": {"state": "online", "colour": "green"}}}  # fmt: skip
    any_house.post("/v1/fleet/heartbeats", "hall", {"beats": [newer], "since": 9})
    told = any_house.get("/v1/fleet/nodes", any_house.signed_in(Role.TECHNICIAN))["nodes"]
    assert [(one["node"], one["role"]) for one in told] == [("T1", "drone")]
    assert BeatsOnWire.model_validate({"beats": [newer]}).beats[0].uptime_s == 0
