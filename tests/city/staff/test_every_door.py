"""Every route of the city, found by its description: nobody without a token, nobody with another's, no bad answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.city.staff.roles import ENTITLED, STAFF_ROLES, Act, Role
from tests.city.house import House
from tests.city.running import HALL

OPEN = {("post", "/v1/sign-in"), ("get", "/v1/health")}
VALUES = {"hall": HALL, "kind": "slot_plan", "number": "1", "name": "m.zhou", "day": "2026-11-25", "start": "540",
          "group": "residence", "booking_id": "0" * 16, "suspension_id": "0", "alarm_id": "0", "terminal": "T1",
          "code_id": "0", "ticket_id": "t-1", "role": "hall", "node": "T1"}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("doors") / "city.sqlite") as made:
        for role in (Role.CITY_ADMINISTRATOR, Role.INSPECTOR, Role.TECHNICIAN):
            made.signed_in(role)
        for role in (Role.HALL_MANAGER, Role.CLERK):
            made.signed_in(role, HALL)
            made.signed_in(role, "other-hall")
        made.signed_in(Role.INSPECTOR, "other-hall")
        made.channel()
        yield made


def tokens() -> dict[Role, str]:
    staff = {role: f"t-{role.value.replace('_', '-')}" for role in STAFF_ROLES}
    managers = {role: f"{staff[role]}.{HALL}" for role in (Role.HALL_MANAGER, Role.CLERK)}
    return staff | managers | {Role.CHANNEL: "c-city-app", Role.NODE: "hall"}


def routes(house: House) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path with values, and what the description says of it."""
    described = house.call("GET", "/openapi.json").json()["paths"]
    found = []
    for path, methods in described.items():
        filled = re.sub(r"{(\w+)}", lambda name: VALUES[name[1]], path)
        found += [(method, filled, told) for method, told in methods.items() if (method, path) not in OPEN]
    return found


def test_without_a_token_and_with_a_wrong_one_every_route_says_401(whole: House) -> None:
    checked = 0
    for method, path, _ in routes(whole):
        for token in ("", "wrong", "x" * 400):
            answer = whole.call(method, path, token, {"any": "thing"})
            assert answer.status_code == 401, (method, path, token)
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json().keys() == {"reason", "sentence"}
            checked += 1
    assert checked >= 3 * 55


def test_with_a_token_that_does_not_entitle_every_route_says_403(whole: House) -> None:
    checked = 0
    for method, path, told in routes(whole):
        if "x-act" not in told:
            continue
        entitled = ENTITLED[Act(told["x-act"])]
        for role, token in tokens().items():
            if role not in entitled:
                answer = whole.call(method, path, token, {"any": "thing"})
                assert (answer.status_code, answer.json()["reason"]) == (403, "not_allowed"), (method, path, role)
                checked += 1
    assert checked >= 150


def test_a_token_of_another_hall_opens_no_door_of_this_one(whole: House) -> None:
    checked = 0
    others = {Role.HALL_MANAGER: "t-hall-manager.other-hall", Role.CLERK: "t-clerk.other-hall",
              Role.INSPECTOR: "t-inspector.other-hall", Role.NODE: "elsewhere"}  # fmt: skip
    for method, path, told in routes(whole):
        if HALL not in path or "x-act" not in told:
            continue
        for role, token in others.items():
            if role in ENTITLED[Act(told["x-act"])]:
                answer = whole.call(method, path, token, {"any": "thing"})
                assert (answer.status_code, answer.json()["reason"]) == (403, "other_hall"), (method, path, role)
                checked += 1
    assert checked >= 30


def test_hall_wide_questions_about_another_hall_are_refused_to_whoever_belongs_to_one(whole: House) -> None:
    manager = f"t-hall-manager.{HALL}"
    for path in ("/v1/alarms", "/v1/fleet/nodes", "/v1/reviews/overdue"):
        assert whole.call("GET", f"{path}?hall=other-hall", manager).json()["reason"] == "other_hall"
        assert whole.call("GET", path, manager).status_code == 200


def test_every_route_that_changes_something_names_its_act_and_its_errors(whole: House) -> None:
    for method, path, told in routes(whole):
        if "/v1/sync/" in path or "x-act" not in told:
            assert path.startswith("/v1/sync/") or method == "get", path
            continue
        assert told["description"], path
        assert {"401", "403", "422", "503"} <= set(told["responses"]), path
        good = next(code for code in told["responses"] if code.startswith("2"))
        assert "$ref" in told["responses"][good]["content"]["application/json"]["schema"], path
        for code in set(told["responses"]) - {good}:
            schema = told["responses"][code]["content"]["application/json"]["schema"]
            assert schema["$ref"].rsplit("/", 1)[1] in ("Trouble", "BookingTrouble"), (path, code)


def test_a_body_that_is_no_json_too_long_or_of_half_characters_is_a_typed_refusal(whole: House) -> None:
    bad = (b"{", b"\xff\xfe", b'{"name": "\\ud800"}', b"NaN", b"[" * 5000, b'{"name": "' + b"x" * 70_000 + b'"}')
    for method, path, told in routes(whole):
        if "requestBody" not in told or "x-act" not in told:
            continue
        role = next(iter(sorted(ENTITLED[Act(told["x-act"])])))
        for body in bad:
            answer = whole.call(method, path, tokens()[role], data=body)
            assert answer.status_code in (413, 422), (method, path, body[:20], answer.text)
            assert answer.json().keys() == {"reason", "sentence"}


def test_control_characters_in_addresses_are_refused_everywhere(whole: House) -> None:
    for method, path, told in routes(whole):
        if HALL in path and "x-act" in told:
            role = next(iter(sorted(ENTITLED[Act(told["x-act"])])))
            strange = path.replace(HALL, "%00")
            assert whole.call(method, strange, tokens()[role], {"any": "thing"}).status_code in (403, 404, 422), path


def test_nobody_makes_an_account_for_a_machine_or_for_the_city_itself(whole: House) -> None:
    for role in set(Role) - STAFF_ROLES:
        wanted = {"name": f"new.{role.value}", "role": role.value}
        made = whole.call("POST", "/v1/staff", "t-city-administrator", wanted)
        assert (made.status_code, made.json()["reason"]) == (403, "not_yours")


def test_the_name_of_a_field_that_nobody_knows_is_the_senders_word_and_is_not_repeated(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    body = {"11010519491231002X": 1, "role": "nobody", "disabled": {"慕容妙玄": 1}}
    answer = house.call("PATCH", "/v1/staff/somebody", administrator, body)
    assert answer.status_code == 422 and "body.role" in answer.json()["sentence"]
    beat = {"node": "T1", "at_ms": 1, "version": "1", "devices": {"慕容妙玄": {"state": "online"}}}
    told = house.call("POST", "/v1/fleet/heartbeats", "terminal", {"beats": [beat]})
    assert told.status_code == 422 and "devices" in told.json()["sentence"]
    sentences = answer.json()["sentence"] + told.json()["sentence"]
    assert "11010519491231002X" not in sentences and "慕容妙玄" not in sentences
