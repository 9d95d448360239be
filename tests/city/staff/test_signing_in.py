"""Signing in, staying in, guessing, and accounts: who may do what to whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kiosk.city.staff.passwords import PasswordProblem, hashed, matches, one_time_password, password_problem
from kiosk.city.staff.people import Told, first_administrator
from kiosk.city.staff.roles import ENTITLED, STAFF_ROLES, Act, Role
from tests.city.house import HOUR, NOON, House
from tests.city.running import HALL
from tests.sync.upstream import until

PASSWORD = "three-green-lanterns"


def made(house: House, administrator: str, name: str, role: Role, hall: str = "") -> str:
    """The one-time password of a new account."""
    told = house.post("/v1/staff", administrator, {"name": name, "role": role.value, "hall": hall}, 201)
    return str(told["password"])


def sign_in(house: House, name: str, password: str) -> Any:
    return house.call("POST", "/v1/sign-in", "", {"name": name, "password": password})


def test_the_first_administrator_signs_in_once_and_chooses_a_password(any_house: House) -> None:
    told = any_house.write(lambda connection: first_administrator(connection, "root.admin", any_house.now))
    assert isinstance(told, Told)
    session = sign_in(any_house, "root.admin", told.once).json()
    assert session["must_change"] and session["role"] == "city_administrator"
    token = session["token"]
    refused = any_house.call("GET", "/v1/staff", token)
    assert (refused.status_code, refused.json()["reason"]) == (403, "password_must_change")
    weak = any_house.call("POST", "/v1/session/password", token, {"password": "short"})
    assert (weak.status_code, weak.json()["reason"]) == (422, "password_too_short")
    any_house.post("/v1/session/password", token, {"password": PASSWORD})
    assert any_house.get("/v1/staff", token)["accounts"][0]["name"] == "root.admin"
    assert sign_in(any_house, "root.admin", told.once).status_code == 401
    assert sign_in(any_house, "root.admin", PASSWORD).json()["must_change"] is False
    acts = [(row["act"], row["outcome"]) for row in any_house.get("/v1/audit", token)["rows"]]
    assert acts == [
        ("sign_in", "done"),
        ("sign_in", "wrong_name_or_password"),
        ("own_password", "done"),
        ("staff_read", "password_must_change"),
        ("sign_in", "done"),
        ("staff_change", "done"),
    ]


def test_neither_passwords_nor_tokens_are_stored(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    password = made(house, administrator, "m.zhou", Role.INSPECTOR)
    token = sign_in(house, "m.zhou", password).json()["token"]
    channel = house.post("/v1/channels", administrator, {"name": "city-app"}, 201)["token"]
    names = ("staff", "staff_session", "staff_audit", "channel")
    stored = house.write(lambda c: str([c.execute(text(f"select * from {name}")).all() for name in names]))  # noqa: S608
    for secret in (password, token, channel):
        assert secret not in stored
    assert f"scrypt${2**14}$8$1$" in stored


def test_five_wrong_passwords_rest_the_account_even_when_all_come_at_once(any_house: House) -> None:
    administrator = any_house.signed_in(Role.CITY_ADMINISTRATOR)
    password = made(any_house, administrator, "m.zhou", Role.INSPECTOR)
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda n: sign_in(any_house, "m.zhou", f"guess-number-{n}"), range(8)))
    reasons = sorted(answer.json()["reason"] for answer in answers)
    assert reasons == ["locked"] * 3 + ["wrong_name_or_password"] * 5
    assert sign_in(any_house, "m.zhou", password).status_code == 429
    any_house.now += HOUR // 4
    assert sign_in(any_house, "m.zhou", password).status_code == 200


def test_a_name_nobody_has_is_refused_like_a_wrong_password(house: House) -> None:
    answer = sign_in(house, "nobody.here", "some-long-password")
    assert (answer.status_code, answer.json()["reason"]) == (401, "wrong_name_or_password")
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    assert house.get("/v1/audit", administrator)["rows"][0]["who"] == "unknown"


def test_a_token_lives_half_an_hour_is_renewed_and_ends_with_the_sign_out(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    first = sign_in(house, "m.zhou", made(house, administrator, "m.zhou", Role.INSPECTOR)).json()["token"]
    house.now += HOUR // 3
    second = house.post("/v1/session/renewal", first)["token"]
    assert house.call("GET", "/v1/session", first).status_code == 401
    house.now += HOUR // 3
    assert house.get("/v1/session", second) == {"name": "m.zhou", "role": "inspector", "hall": ""}
    house.now += HOUR // 3
    assert house.call("GET", "/v1/session", second).status_code == 401
    third = "t-city-administrator"
    assert house.call("DELETE", "/v1/session", third).status_code == 200
    assert house.call("GET", "/v1/session", third).status_code == 401


def test_a_session_cannot_be_renewed_for_ever(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    token = sign_in(house, "m.zhou", made(house, administrator, "m.zhou", Role.INSPECTOR)).json()["token"]
    for _ in range(26):
        house.now += HOUR // 2 - 60_000
        answer = house.call("POST", "/v1/session/renewal", token, {})
        if answer.status_code != 200:
            break
        token = answer.json()["token"]
    assert answer.status_code == 401
    assert 12 * HOUR <= house.now - NOON <= 12.5 * HOUR


def test_who_is_changed_or_closed_is_signed_out_at_once(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    token = sign_in(house, "m.zhou", made(house, administrator, "m.zhou", Role.INSPECTOR)).json()["token"]
    assert house.call("PATCH", "/v1/staff/m.zhou", administrator, {"disabled": True}).status_code == 200
    assert house.call("GET", "/v1/session", token).status_code == 401
    again = house.call("POST", "/v1/staff", administrator, {"name": "m.zhou", "role": "clerk", "hall": HALL})
    assert again.json()["reason"] == "name_taken"
    assert house.call("PATCH", "/v1/staff/city-administrator", administrator, {"disabled": True}).status_code == 409


def test_a_manager_keeps_clerks_and_technicians_of_the_own_hall_only(house: House) -> None:
    manager = house.signed_in(Role.HALL_MANAGER, HALL)
    house.signed_in(Role.HALL_MANAGER, "other-hall")
    clerk = {"name": "w.counter", "role": "clerk", "hall": HALL}
    assert house.call("POST", "/v1/staff", manager, clerk).status_code == 201
    for wrong, reason in (
        ({**clerk, "name": "x.y", "hall": "other-hall"}, "not_yours"),
        ({**clerk, "name": "x.y", "hall": ""}, "not_yours"),
        ({**clerk, "name": "x.y", "role": "city_administrator", "hall": ""}, "not_yours"),
        ({**clerk, "name": "x.y", "role": "hall_manager"}, "not_yours"),
    ):
        assert house.call("POST", "/v1/staff", manager, wrong).json()["reason"] == reason
    promoted = house.call("PATCH", "/v1/staff/w.counter", manager, {"role": "hall_manager"})
    assert promoted.json()["reason"] == "not_yours"
    foreign = house.call("POST", "/v1/staff/hall-manager.other-hall/password", manager, {})
    assert foreign.json()["reason"] == "not_yours"
    assert [row["name"] for row in house.get("/v1/staff", manager)["accounts"]] == ["hall-manager.qinglan", "w.counter"]


@pytest.mark.parametrize("statement", ["update staff_audit set outcome = 'done'", "delete from staff_audit"])
def test_nobody_changes_the_audit(any_house: House, statement: str) -> None:
    sign_in(any_house, "nobody.here", "some-long-password")
    with pytest.raises(DBAPIError, match="never changed"):
        any_house.write(lambda connection: connection.execute(text(statement)))
    administrator = any_house.signed_in(Role.CITY_ADMINISTRATOR)
    assert any_house.get("/v1/audit", administrator)["rows"][0]["outcome"] == "wrong_name_or_password"


def test_the_audit_is_read_page_by_page_the_newest_first(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    for n in range(5):
        house.call("POST", "/v1/channels", administrator, {"name": f"channel-{n}"})
    seen, after = [], ""
    while True:
        page = house.get(f"/v1/audit?limit=2&after={after}", administrator)
        seen += [row["object"] for row in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert seen == [f"channel-{n}" for n in (4, 3, 2, 1, 0)]


def test_a_revoked_channel_books_no_more(house: House) -> None:
    administrator = house.signed_in(Role.CITY_ADMINISTRATOR)
    token = house.post("/v1/channels", administrator, {"name": "city-app"}, 201)["token"]
    address = f"/v1/halls/{HALL}/slots?item=GAHJ-001"
    assert house.call("GET", address, token).status_code == 404  # known, but the hall takes no bookings
    assert house.call("DELETE", "/v1/channels/city-app", administrator).status_code == 200
    until(lambda: house.call("GET", address, token).status_code == 401)  # it was known for a second


def test_passwords_are_long_not_simple_and_hold_no_name() -> None:
    assert password_problem("short", "m.zhou") is PasswordProblem.TOO_SHORT
    assert password_problem("aaaaaaaaaaaabb", "m.zhou") is PasswordProblem.TOO_SIMPLE
    assert password_problem("my-M.Zhou-password", "m.zhou") is PasswordProblem.HOLDS_THE_NAME
    assert password_problem(one_time_password(), "m.zhou") is None
    stored = hashed(PASSWORD)
    assert matches(PASSWORD, stored) and not matches(PASSWORD + "x", stored) and PASSWORD not in stored


def test_every_act_has_its_roles_and_no_machine_does_what_staff_do() -> None:
    assert set(ENTITLED) == set(Act) - {Act.SIGN_IN}
    machines = {act for act, roles in ENTITLED.items() if not roles <= STAFF_ROLES}
    assert machines == {Act.HEARTBEAT, Act.BOOK, Act.SLOTS_READ, Act.NODES_READ}
