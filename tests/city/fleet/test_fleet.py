"""Heartbeats, alarms, the registry and one-time codes."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from kiosk.city.fleet.beats import AlarmReason, Beat, NumbersLeft, wrong_with
from kiosk.city.fleet.hearing import Heard, hear
from kiosk.city.fleet.tables import alarm, node
from kiosk.city.staff.roles import Role
from tests.city.house import NOON, House
from tests.city.running import HALL

FLOOR = {"place": {"zh": "一楼大厅", "en": "Floor 1"}, "machine": "5"}


def beat(house: House, name: str = "T1", **more: Any) -> dict[str, Any]:
    return {"node": name, "at_ms": house.now, "version": "0.1.0", **more}


def tell(house: House, *beats: dict[str, Any]) -> None:
    house.post("/v1/fleet/heartbeats", "hall", {"beats": list(beats)})


def open_alarms(house: House, technician: str) -> list[tuple[str, str]]:
    return sorted((row["node"], row["reason"]) for row in house.get("/v1/alarms", technician)["rows"])


def test_what_is_wrong_follows_from_the_beat_alone() -> None:
    well = {"receiptPrinter": {"state": "online", "paper": "full"}, "idCard": {"state": "online"}}
    assert wrong_with(Beat("T1", "terminal", NOON, "1", devices=well), NOON) == ()
    silent_reader = {**well, "idCard": {"paper": "full"}}
    assert wrong_with(Beat("T1", "terminal", NOON, "1", devices=silent_reader), NOON) == (AlarmReason.DEVICE_FAULT,)
    starting = {"idCard": {"state": "starting"}}
    assert wrong_with(Beat("T1", "terminal", NOON, "1", devices=starting, uptime_s=5), NOON) == ()
    assert wrong_with(Beat("T1", "terminal", NOON, "1", devices=starting, uptime_s=90), NOON)
    full = Beat("T1", "terminal", NOON, "1", disk_megabytes=499)
    assert wrong_with(full, NOON) == (AlarmReason.DISK_LOW,)
    low = {"social": NumbersLeft(20, 20), "tax": NumbersLeft(0, 0)}
    bad = Beat("T1", "terminal", NOON - 120_000, "1", 500, 1, False, {"p": {"state": "online", "paper": "out"}}, low)
    assert set(wrong_with(bad, NOON)) == {
        AlarmReason.CLOCK_OFF, AlarmReason.BACKLOG_HIGH, AlarmReason.QUARANTINE, AlarmReason.CLOCK_UNTRUSTED,
        AlarmReason.PAPER_OUT, AlarmReason.NUMBERS_LOW}  # fmt: skip


def test_an_alarm_is_raised_once_acknowledged_and_cleared_when_its_cause_is_gone(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN, HALL)
    empty = {"receiptPrinter": {"state": "online", "paper": "out"}}
    for _ in range(3):
        tell(any_house, beat(any_house, devices=empty), beat(any_house, HALL, role="hall", backlog=900))
        any_house.now += 10_000
    assert open_alarms(any_house, technician) == [("T1", "paper_out"), (HALL, "backlog_high")]
    first = next(row for row in any_house.get("/v1/alarms", technician)["rows"] if row["node"] == "T1")
    any_house.post(f"/v1/halls/{HALL}/alarms/{first['alarm_id']}/acknowledge", technician)
    tell(any_house, beat(any_house), beat(any_house, HALL, role="hall", backlog=900))
    assert open_alarms(any_house, technician) == [(HALL, "backlog_high")]
    past = any_house.get("/v1/alarms?past=true", technician)["rows"]
    paper = next(row for row in past if row["reason"] == "paper_out")
    assert (paper["raised_ms"], paper["cleared_ms"]) == (NOON, NOON + 30_000)
    assert (paper["acknowledged_by"], paper["acknowledged_ms"]) == ("technician.qinglan", NOON + 30_000)
    states = {row["node"]: row for row in any_house.get("/v1/fleet/nodes", technician)["nodes"]}
    assert states["T1"]["wrong"] == "" and states[HALL]["backlog"] == 900


def test_a_node_that_falls_silent_is_noticed_and_its_next_beat_clears_it(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN)
    tell(any_house, beat(any_house, "T1", quarantine=2), beat(any_house, "T2"))
    any_house.now += 70_000
    tell(any_house, beat(any_house, "T2"))
    any_house.until(lambda: ("T1", "silent_node") in open_alarms(any_house, technician))
    assert open_alarms(any_house, technician) == [("T1", "quarantine_not_empty"), ("T1", "silent_node")]
    tell(any_house, beat(any_house, "T1"))
    assert open_alarms(any_house, technician) == []


def test_a_beat_that_says_nothing_new_is_one_statement_and_leaves_no_row_behind(house: House) -> None:
    told = [Heard(HALL, Beat(f"T{n}", "terminal", NOON, "0.1.0")) for n in range(50)]
    house.write(lambda connection: hear(connection, told, NOON))
    seen: list[str] = []

    def counted(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen.append(statement.split()[0].lower())

    sql_event.listen(house.database.engines.writing, "before_cursor_execute", counted)
    house.write(lambda connection: hear(connection, told, NOON + 10_000))
    sql_event.remove(house.database.engines.writing, "before_cursor_execute", counted)
    assert [word for word in seen if word != "begin"] == ["update"]
    assert house.write(lambda c: c.execute(select(func.count()).select_from(node)).scalar_one()) == 50
    assert house.write(lambda c: c.execute(select(func.count()).select_from(alarm)).scalar_one()) == 0


def test_a_thousand_terminals_beats_are_taken_in_well_below_ten_seconds(server_house: House) -> None:
    beats = [Beat(f"T{n}", "terminal", NOON, "0.1.0") for n in range(10)]
    for turn in range(2):  # the first beat of a node costs more than all later ones
        began = time.monotonic()
        for number in range(100):
            told = [Heard(f"hall-{number}", beat) for beat in beats]
            server_house.write(partial(hear, told=told, now_ms=NOON + turn))
    assert time.monotonic() - began < 10


def test_a_terminal_tells_of_itself_only(house: House) -> None:
    assert house.call("POST", "/v1/fleet/heartbeats", "terminal", {"beats": [beat(house, "T1")]}).status_code == 200
    other = house.call("POST", "/v1/fleet/heartbeats", "terminal", {"beats": [beat(house, "T2")]})
    assert (other.status_code, other.json()["reason"]) == (403, "other_node")


def test_a_hall_whose_second_node_serves_is_not_silent_and_the_alarm_says_what_is(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN)

    def second(serves: bool, *others: dict[str, Any]) -> None:
        own = beat(any_house, "H2", role="standby", serves=serves)
        any_house.post("/v1/fleet/heartbeats", "second", {"beats": [own, *others]})

    tell(any_house, beat(any_house, HALL, role="hall", serves=True), beat(any_house, "H2", role="standby"))
    any_house.now += 50_000
    second(True, beat(any_house, "T1"))
    any_house.now += 20_000
    second(True, beat(any_house, "T1"))
    tell(any_house, beat(any_house, "T9"))
    any_house.now += 70_000  # the second one too: now nobody speaks for the hall
    both = {("T1", "silent_node"), ("T9", "silent_node"), ("H2", "silent_node"), (HALL, "silent_node")}
    any_house.until(lambda: both <= set(open_alarms(any_house, technician)))
    second(True, beat(any_house, "T1"), beat(any_house, "T9"))
    assert open_alarms(any_house, technician) == [("H2", "standby_serves")]
    any_house.now += 10_000
    any_house.until(lambda: open_alarms(any_house, technician) == [("H2", "standby_serves")])
    tell(any_house, beat(any_house, HALL, role="hall", serves=True), beat(any_house, "H2", role="standby"))
    assert open_alarms(any_house, technician) == []
    other = any_house.call("POST", "/v1/fleet/heartbeats", "second", {"beats": [beat(any_house, HALL)]})
    assert (other.status_code, other.json()["reason"]) == (403, "other_node")


def second_node(house: House, ran_s: int, serves: bool, **more: Any) -> dict[str, Any]:
    return beat(house, "H2", role="standby", uptime_s=ran_s, serves=serves, **more)


SERVED = [("H2", "standby_serves")]


def test_a_word_of_the_second_node_that_the_first_kept_for_a_while_changes_nothing_any_more(any_house: House) -> None:
    technician, second_word = any_house.signed_in(Role.TECHNICIAN), partial(any_house.post, "/v1/fleet/heartbeats")
    tell(any_house, second_node(any_house, 500, serves=False))
    kept = second_node(any_house, 505, serves=False)
    any_house.now += 10_000
    second_word("second", {"beats": [second_node(any_house, 510, serves=True)]})
    any_house.now += 1_000
    tell(any_house, kept)
    assert open_alarms(any_house, technician) == SERVED, "it is not over"
    same_second = second_node(any_house, 510, serves=False, at_ms=any_house.now - 1_001)
    tell(any_house, same_second)
    assert open_alarms(any_house, technician) == SERVED
    assert [row["cleared_ms"] for row in any_house.get("/v1/alarms?past=true", technician)["rows"]] == [None]
    last = second_node(any_house, 520, serves=False, ended=True)
    tell(any_house, last)
    second_word("second", {"beats": [second_node(any_house, 519, serves=True)]})
    assert open_alarms(any_house, technician) == [], "nor does it begin anew"
    assert [row["ended"] for row in any_house.get("/v1/fleet/nodes", technician)["nodes"]] == [True]


def test_a_late_word_of_a_second_node_does_not_end_the_silence_of_the_first(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN)
    tell(any_house, beat(any_house, HALL, role="hall", serves=True, uptime_s=100))
    any_house.now += 100_000
    any_house.until(lambda: open_alarms(any_house, technician) == [(HALL, "silent_node")])
    tell(any_house, second_node(any_house, 900, serves=False))
    tell(any_house, second_node(any_house, 899, serves=True))
    assert open_alarms(any_house, technician) == [(HALL, "silent_node")]


def test_a_clock_that_is_set_back_or_a_node_that_was_started_anew_is_no_late_word(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN)
    two_days = 2 * 24 * 3_600_000
    tell(any_house, second_node(any_house, 500, serves=False, at_ms=any_house.now + two_days))
    assert open_alarms(any_house, technician) == [("H2", "clock_off")]
    any_house.now += 10_000
    tell(any_house, second_node(any_house, 510, serves=True, at_ms=any_house.now - two_days))
    assert open_alarms(any_house, technician) == [("H2", "clock_off"), *SERVED]
    any_house.now += 10_000
    tell(any_house, second_node(any_house, 3, serves=False))
    assert open_alarms(any_house, technician) == [], "it began three seconds ago"


def test_what_comes_later_than_any_word_can_is_believed_whatever_it_says_of_its_age(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN)
    tell(any_house, second_node(any_house, 500, serves=True))
    any_house.now += 44_000
    tell(any_house, second_node(any_house, 400, serves=False))
    assert open_alarms(any_house, technician) == SERVED
    any_house.now += 1_000
    tell(any_house, second_node(any_house, 401, serves=False))
    assert open_alarms(any_house, technician) == []


def test_terminals_are_registered_with_their_letters_and_retired(house: House) -> None:
    technician = house.signed_in(Role.TECHNICIAN, HALL)
    address = f"/v1/halls/{HALL}/terminals"
    for name in ("T1", "T9"):
        assert house.call("PUT", f"{address}/{name}", technician, FLOOR).status_code == 200
    rows = house.get(address, technician)["terminals"]
    assert [(row["terminal"], row["letter"]) for row in rows] == [("T1", "C"), ("T9", "")]
    assert house.call("DELETE", f"{address}/T9", technician).status_code == 200
    assert house.call("DELETE", f"{address}/T9", technician).status_code == 404
