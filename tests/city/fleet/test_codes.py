"""One-time codes by which a hall's nodes join the city: who makes them, for whom, how long and how often they count."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from kiosk.city.fleet.codes import CODE_MS, MOST_TRIES, OpenCode, tried
from kiosk.city.fleet.joined import admit, whose
from kiosk.city.staff.roles import Role
from kiosk.sync.callers import NODE, Caller, Stranger
from kiosk.trust.code import Code, read_code
from tests.city.house import House
from tests.city.running import HALL

CODES = f"/v1/halls/{HALL}/enrolment-codes"
JOINED = f"/v1/halls/{HALL}/joined-nodes"


def told(house: House, staff: str, role: str = "hall", node: str = HALL) -> dict[str, Any]:
    made: dict[str, Any] = house.post(CODES, staff, {"role": role, "node": node}, 201)
    return made


def read(code: dict[str, Any]) -> Code:
    found = read_code(code["code"])
    assert found is not None
    return found


def looked_up(house: House, code: dict[str, Any]) -> OpenCode | None:
    plate, now = read(code).plate, house.now
    return house.write(lambda connection: tried(connection, plate, now))


def let_in(house: House, code: dict[str, Any], digest: str) -> bool:
    found, now = looked_up(house, code), house.now
    return found is not None and house.write(lambda connection: admit(connection, found, digest, now))


def test_a_code_is_told_once_used_once_and_good_for_half_an_hour(any_house: House) -> None:
    technician = any_house.signed_in(Role.TECHNICIAN, HALL)
    code = told(any_house, technician)
    stored = any_house.write(lambda c: str(c.exec_driver_sql("select * from enrolment_code").all()))
    assert read(code).secret not in stored
    found = looked_up(any_house, code)
    assert found is not None and bytes.fromhex(found.stretched) == read(code).stretched()
    assert let_in(any_house, code, "ab" * 32)
    assert not let_in(any_house, code, "cd" * 32)
    any_house.now += 1000
    late = told(any_house, technician, "standby", "H2")
    any_house.now += CODE_MS
    assert looked_up(any_house, late) is None
    rows = any_house.get(CODES, technician)["codes"]
    assert [(row["node"], row["used_ms"] is not None) for row in rows] == [("H2", False), (HALL, True)]
    assert "code" not in rows[0] and "stretched" not in rows[0]


def test_a_new_code_ends_the_one_before_and_a_revoked_one_is_good_no_longer(house: House) -> None:
    technician = house.signed_in(Role.TECHNICIAN, HALL)
    first, second = told(house, technician), told(house, technician)
    assert looked_up(house, first) is None and looked_up(house, second) is not None
    assert house.call("DELETE", f"{CODES}/{second['code_id']}", technician).status_code == 200
    assert looked_up(house, second) is None
    again = house.call("DELETE", f"{CODES}/{second['code_id']}", technician)
    assert (again.status_code, again.json()["reason"]) == (404, "unknown_code")


def test_a_code_bears_ten_tries_whoever_tries(any_house: House) -> None:
    code = told(any_house, any_house.signed_in(Role.CITY_ADMINISTRATOR))
    for _ in range(MOST_TRIES):
        assert looked_up(any_house, code) is not None
    assert looked_up(any_house, code) is None


@pytest.mark.parametrize(
    ("role", "node", "reason"),
    [
        ("hall", "other", "other_name"),
        ("standby", HALL, "other_name"),
        ("terminal", "T9", "joins_its_hall"),
        ("board", "B1", "joins_its_hall"),
    ],
)
def test_only_a_halls_own_nodes_join_the_city(house: House, role: str, node: str, reason: str) -> None:
    refused = house.call("POST", CODES, house.signed_in(Role.TECHNICIAN), {"role": role, "node": node})
    assert (refused.status_code, refused.json()["reason"]) == (409, reason)
    assert refused.json()["sentence"].endswith(".")


def test_who_joined_is_known_with_what_it_may_and_who_takes_its_place_sends_it_away(any_house: House) -> None:
    administrator = any_house.signed_in(Role.CITY_ADMINISTRATOR)
    assert let_in(any_house, told(any_house, administrator), "01" * 32)
    assert let_in(any_house, told(any_house, administrator, "standby", "H2"), "02" * 32)
    known = [any_house.write(partial(whose, digest=digest * 32)) for digest in ("01", "02", "03")]
    assert known == [Caller(HALL, NODE, HALL, keys=True), Caller("H2", NODE, HALL, stands_in=True), Stranger.UNKNOWN]
    any_house.now += 1000
    assert let_in(any_house, told(any_house, administrator), "04" * 32)
    assert any_house.write(lambda c: whose(c, "01" * 32)) is Stranger.REVOKED
    assert any_house.call("DELETE", f"{JOINED}/standby/H2", administrator).status_code == 200
    assert any_house.call("DELETE", f"{JOINED}/standby/H2", administrator).json()["reason"] == "unknown_node"
    rows = any_house.get(JOINED, administrator)["nodes"]
    assert sorted((row["node"], row["revoked_ms"] is None) for row in rows) == [
        ("H2", False), (HALL, False), (HALL, True)]  # fmt: skip
    audit = [(row["act"], row["object"], row["outcome"]) for row in any_house.get("/v1/audit", administrator)["rows"]]
    assert ("joined", f"hall/{HALL}", "done") in audit and ("enrol", "standby/H2", "done") in audit
    assert ("send_away", "standby/H2", "done") in audit and ("send_away", "standby/H2", "unknown_node") in audit
