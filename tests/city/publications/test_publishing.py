"""Publishing with versions: what halls could not use goes nowhere, and there is always a way back."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from kiosk.city.publication import load_publication
from kiosk.city.staff.roles import Role
from tests.city.bookings.acts import plan
from tests.city.house import House
from tests.city.running import HALL

FILES: dict[str, Any] = dict(load_publication())
SETTINGS = f"/v1/halls/{HALL}/publications/hall_settings"
PLACE = {"name": {"zh": "北河便民中心", "en": "Beihe Centre"}, "address": {"zh": "北河路1号", "en": "1 Beihe Road"}}


def settings(version: str, **change: Any) -> dict[str, Any]:
    return {**deepcopy(FILES["hall"]), "version": version, **change}


def notice(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def shown(house: House) -> str:
    return str(house.changes("hall_settings")[HALL]["board_notice"]["en"])


def test_settings_are_published_rolled_back_and_withdrawn_and_the_hall_gets_each(any_house: House) -> None:
    manager = any_house.signed_in(Role.HALL_MANAGER, HALL)
    first = shown(any_house)
    two = any_house.post(SETTINGS, manager, {"body": settings("s-2", board_notice=notice("two")), "note": "why"})
    assert (two["number"], two["numbers_from"]) == (2, "") and shown(any_house) == "two"
    any_house.post(SETTINGS, manager, {"body": settings("s-3", board_notice=notice("three"))})
    listed = any_house.get(SETTINGS, manager)["versions"]
    assert [(row["number"], row["stands"], row["made_by"]) for row in listed] == [
        (3, True, "hall-manager.qinglan"), (2, False, "hall-manager.qinglan"), (1, False, "package")]  # fmt: skip
    any_house.post(f"{SETTINGS}/1/roll-back", manager)
    assert shown(any_house) == first
    any_house.post(f"{SETTINGS}/3/roll-back", manager)
    assert any_house.post(f"{SETTINGS}/3/withdrawal", manager)["stands"]["number"] == 2
    assert shown(any_house) == "two"
    assert any_house.get(f"{SETTINGS}/standing", manager)["body"]["version"] == "s-2"
    again = any_house.call("POST", f"{SETTINGS}/3/roll-back", manager, {})
    assert (again.status_code, again.json()["reason"]) == (409, "withdrawn")
    words = [row["detail"]["word"] for row in any_house.get("/v1/audit", manager)["rows"]]
    assert words == ["roll_back:3", "withdraw:3", "roll_back:3", "roll_back:1", "publish", "publish"]


def test_the_same_again_changes_nothing_and_another_body_under_its_version_is_refused(house: House) -> None:
    manager = house.signed_in(Role.HALL_MANAGER, HALL)
    house.post(SETTINGS, manager, {"body": settings("s-2", board_notice=notice("two"))})
    cursor = house.get("/v1/sync/changes", "hall")["cursor"]
    house.post(SETTINGS, manager, {"body": settings("s-2", board_notice=notice("two"))})
    assert house.get("/v1/sync/changes", "hall")["cursor"] == cursor
    other = house.call("POST", SETTINGS, manager, {"body": settings("s-2", board_notice=notice("else"))})
    assert (other.status_code, other.json()["reason"]) == (409, "version_taken")
    assert shown(house) == "two"


def test_what_a_hall_could_not_use_is_refused_and_says_where(house: House) -> None:
    manager, administrator = house.signed_in(Role.HALL_MANAGER, HALL), house.signed_in(Role.CITY_ADMINISTRATOR)
    before = house.get("/v1/sync/changes", "hall")["cursor"]
    missing = settings("s-2")
    del missing["queues"][0]  # items lead to it
    for body in (settings("s-2", colour="red"), settings("s-2", id="elsewhere"), missing, {}, {"format": 1}):
        answer = house.call("POST", SETTINGS, manager, {"body": body})
        assert (answer.status_code, answer.json()["reason"]) == (422, "not_valid"), body.keys()
    catalogue = {**deepcopy(FILES["catalogue"]), "version": "c-2"}
    catalogue["items"][0]["queue"] = "nowhere"
    refused = house.call("POST", "/v1/publications/catalogue", administrator, {"body": catalogue})
    assert refused.status_code == 422 and "items[0].queue" in refused.json()["sentence"]
    plan_of_nothing = house.call("POST", f"/v1/halls/{HALL}/publications/slot_plan", manager,
                                 {"body": plan(items=("ZZZZ-999",))})  # fmt: skip
    assert plan_of_nothing.json()["reason"] == "not_valid"
    assert house.get("/v1/sync/changes", "hall")["cursor"] == before


def test_a_changed_number_space_holds_from_the_next_business_day(house: House) -> None:
    manager = house.signed_in(Role.HALL_MANAGER, HALL)
    social = {"digits": 4, "sequencer": [1, 4999], "standby": [5000, 7999], "spare": [8000, 9999]}
    address = f"/v1/halls/{HALL}/number-space"
    told = house.post(address, manager, {"version": "n-2", "numbers": {"social": social}})
    assert told["numbers_from"] == "2026-11-25"
    queues = {queue["code"]: queue["numbers"] for queue in house.changes("hall_settings")[HALL]["queues"]}
    assert queues["social"] == social and queues["tax"]["digits"] == 3
    overlapping = {**social, "standby": [4000, 7999]}
    wrong = house.call("POST", address, manager, {"version": "n-3", "numbers": {"social": overlapping}})
    assert wrong.status_code == 422 and "overlap" in wrong.json()["sentence"]
    unknown = house.call("POST", address, manager, {"version": "n-3", "numbers": {"nothing": social}})
    assert (unknown.status_code, unknown.json()["reason"]) == (422, "not_valid")


def test_a_letter_never_moves_straight_from_one_terminal_to_another(house: House) -> None:
    manager = house.signed_in(Role.HALL_MANAGER, HALL)
    rules = deepcopy(FILES["number_rules"]) | {"version": "r-2"}
    rules["terminals"][0]["letter"], rules["terminals"][1]["letter"] = "D", "C"
    refused = house.call("POST", f"/v1/halls/{HALL}/publications/number_rules", manager, {"body": rules})
    assert refused.status_code == 422 and "later one" in refused.json()["sentence"]


def test_a_new_hall_gets_keys_and_reasons_and_one_catalogue_is_published_to_all_or_to_none(any_house: House) -> None:
    administrator = any_house.signed_in(Role.CITY_ADMINISTRATOR)
    any_house.post("/v1/halls", administrator, {"hall": "other-hall", **PLACE}, 201)
    again = any_house.call("POST", "/v1/halls", administrator, {"hall": "other-hall", **PLACE})
    assert (again.status_code, again.json()["reason"]) == (409, "hall_taken")
    one, two = any_house.changes("match_key"), any_house.changes("match_key", "elsewhere")
    assert one == two and any_house.changes("ticket_key") != any_house.changes("ticket_key", "elsewhere")
    assert any_house.changes("evaluation_reasons", "elsewhere")["city"]["version"] == "2020-08"
    catalogue = {**deepcopy(FILES["catalogue"]), "version": "c-2"}
    told = any_house.post("/v1/publications/catalogue", administrator, {"body": catalogue})
    assert [row["scope"] for row in told["published"]] == ["other-hall", HALL]
    assert any_house.changes("catalogue", "elsewhere")["city"]["version"] == "c-2"
    small = settings("s-1", id="other-hall")
    small["queues"] = small["queues"][:1]
    small["counters"] = [{**small["counters"][2], "queues": [small["queues"][0]["code"]]}]
    only = {**catalogue, "version": "c-3", "items": [i for i in catalogue["items"] if i["queue"] == "social"]}
    any_house.post("/v1/publications/catalogue", administrator, {"body": only, "halls": ["other-hall"]})
    any_house.post("/v1/halls/other-hall/publications/hall_settings", administrator, {"body": small})
    everything = {**catalogue, "version": "c-4"}
    refused = any_house.call("POST", "/v1/publications/catalogue", administrator, {"body": everything})
    assert refused.status_code == 422 and refused.json()["sentence"].count("other-hall")
    assert any_house.changes("catalogue")["city"]["version"] == "c-2"  # not published to the other one either


def test_the_citys_own_kinds_are_not_a_halls_and_a_manager_does_not_publish_them(house: House) -> None:
    manager, administrator = house.signed_in(Role.HALL_MANAGER, HALL), house.signed_in(Role.CITY_ADMINISTRATOR)
    rules = {"format": 1, "version": "1", "per_week": 3}
    here = f"/v1/halls/{HALL}/publications"
    assert house.call("POST", f"{here}/booking_rules", administrator, {"body": rules}).json()["reason"] == "other_scope"
    assert house.call("POST", f"{here}/catalogue", manager, {"body": {}}).json()["reason"] == "not_yours"
    told = house.post("/v1/publications/booking_rules", administrator, {"body": rules})
    assert told["published"][0]["scope"] == ""
    only = house.call("POST", "/v1/publications/booking_rules/1/withdrawal", administrator, {})
    assert (only.status_code, only.json()["reason"]) == (409, "nothing_before")
    wrong = house.call("POST", "/v1/publications/calendar", administrator, {"body": rules})
    assert wrong.json()["reason"] == "not_valid"
