"""Bookings over HTTP: made, refused, repeated, given up; and what the hall gets of them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from kiosk.city.bookings.messages import phone_of
from kiosk.city.staff.roles import Role
from tests.city.bookings.acts import DAY, ITEM, NINE, ask, left, opened, plan, who, wish
from tests.city.house import DAY_MS, HOUR, KEYS, House, citizen_number
from tests.city.running import HALL


def everything_stored(house: House) -> str:
    """Every row of every table of the city, as text."""

    def work(connection: Any) -> str:
        names = connection.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
        return "\n".join(str(row) for name in names for row in connection.execute(text(f'select * from "{name}"')))  # noqa: S608

    return house.write(work)


def test_a_person_books_a_free_slot_and_the_hall_hears_of_it_masked(any_house: House) -> None:
    channel = opened(any_house)
    asked = wish(phone="13900000000")
    answer = ask(any_house, channel, asked)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["name"], told["tail"], told["state"]) == ("张*丰", citizen_number(1)[-4:], "booked")
    assert told["hall_name"]["zh"] == "青岚市政务服务中心" and told["item_name"]["zh"] == "居住证申领"
    assert told["check_in_from_ms"] == told["starts_ms"] - HOUR // 2
    assert told["check_in_until_ms"] == told["ends_ms"] + HOUR // 6
    assert left(any_house, channel) == 2
    body = any_house.changes("booking")[asked["booking_id"]]
    assert body.keys() == {"day", "begins_ms", "ends_ms", "item", "group", "holder", "key_version", "name", "tail"}
    assert (body["day"], body["name"], body["key_version"], body["item"]) == (DAY, "张*丰", 1, ITEM)
    assert len(body["holder"]) == 64


def test_neither_number_nor_name_nor_telephone_is_stored_readably(house: House) -> None:
    channel = opened(house)
    asked = wish(7, phone="13912345678")
    assert ask(house, channel, asked).status_code == 201
    stored = everything_stored(house)
    for secret in (citizen_number(7), "张三丰", "13912345678"):
        assert secret not in stored
    assert house.write(lambda c: phone_of(c, asked["booking_id"], KEYS)) == "13912345678"


def test_the_same_request_again_is_the_same_booking_and_takes_no_second_place(any_house: House) -> None:
    channel, asked = opened(any_house), wish()
    first, second = ask(any_house, channel, asked), ask(any_house, channel, asked)
    assert first.json() == second.json() and second.status_code == 201
    assert left(any_house, channel) == 2
    other = ask(any_house, channel, {**asked, "start": NINE + 30})
    assert (other.status_code, other.json()["reason"]) == (409, "other_content")
    somebody = ask(any_house, channel, {**asked, "who": who(2)})
    assert somebody.json()["reason"] == "other_content"


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"day": "2026-11-24"}, 409, "too_soon"),
        ({"day": "2026-12-02"}, 409, "too_far"),
        ({"day": "2026-11-29"}, 404, "no_such_slot"),
        ({"start": 720}, 404, "no_such_slot"),
        ({"item": "GAHJ-003"}, 404, "unknown_item"),
        ({"hall": "nowhere"}, 404, "unknown_hall"),
    ],
)
def test_what_cannot_be_booked_is_refused_with_words_for_the_person(
    house: House, change: dict[str, Any], status: int, reason: str
) -> None:
    answer = ask(house, opened(house), wish(**change))
    told = answer.json()
    assert (answer.status_code, told["reason"]) == (status, reason)
    assert told["sentence"] and told["shown"]["zh"].endswith("。") and told["shown"]["en"]


def test_one_a_day_two_a_week_across_all_halls_and_a_cancelled_one_counts_no_more(house: House) -> None:
    channel = opened(house)
    first = wish()
    assert ask(house, channel, first).status_code == 201
    assert ask(house, channel, wish(start=NINE + 30)).json()["reason"] == "day_limit"
    assert ask(house, channel, wish(day="2026-11-26")).status_code == 201
    assert ask(house, channel, wish(day="2026-11-27")).json()["reason"] == "week_limit"
    assert ask(house, channel, wish(day="2026-11-30")).status_code == 201
    assert house.call("POST", f"/v1/bookings/{first['booking_id']}/cancel", channel, {"who": who(1)}).status_code == 200
    assert ask(house, channel, wish(start=NINE + 60)).status_code == 201


def test_a_full_slot_is_said_to_be_full_and_a_cancelled_place_is_free_again(any_house: House) -> None:
    channel = opened(any_house, quota=1)
    first = wish(1)
    assert ask(any_house, channel, first).status_code == 201
    full = ask(any_house, channel, wish(2))
    assert (full.status_code, full.json()["reason"]) == (409, "slot_full")
    address = f"/v1/bookings/{first['booking_id']}/cancel"
    assert any_house.post(address, channel, {"who": who(1)})["state"] == "cancelled"
    assert any_house.post(address, channel, {"who": who(1)})["state"] == "cancelled"
    assert any_house.changes("booking")[first["booking_id"]] is None
    assert left(any_house, channel) == 1
    assert ask(any_house, channel, wish(2)).status_code == 201


def test_nobody_cancels_anothers_booking_and_nobody_cancels_too_late(house: House) -> None:
    channel, asked = opened(house), wish()
    ask(house, channel, asked)
    address = f"/v1/bookings/{asked['booking_id']}/cancel"
    stranger = house.call("POST", address, channel, {"who": who(2)})
    assert (stranger.status_code, stranger.json()["reason"]) == (404, "unknown_booking")
    house.now += DAY_MS - 5 * HOUR + 1  # seven in the morning and a little
    late = house.call("POST", address, channel, {"who": who(1)})
    assert (late.status_code, late.json()["reason"]) == (409, "too_late")


def test_a_terminal_books_with_hashes_and_finds_what_was_booked_by_app(house: House) -> None:
    channel, asked = opened(house), wish(5)
    ask(house, channel, asked)
    holder = house.changes("booking")[asked["booking_id"]]["holder"]
    same = {"hashed": {"hashes": {"1": holder}, "name": "张*丰", "tail": citizen_number(5)[-4:]}}
    found = house.post("/v1/bookings/find", "terminal", {"who": same})
    assert [one["booking_id"] for one in found["bookings"]] == [asked["booking_id"]]
    another = ask(house, "terminal", wish(start=NINE + 30, who=same))
    assert another.json()["reason"] == "day_limit"
    assert ask(house, "terminal", wish(6)).json()["reason"] == "other_form"
    assert ask(house, channel, wish(who=same)).json()["reason"] == "other_form"


def test_a_plain_name_or_a_wrong_number_is_refused_and_never_repeated(house: House) -> None:
    channel = opened(house)
    for wrong in (
        {"card": {"number": "990101196001011234", "name": "李雷"}},
        {"hashed": {"hashes": {"1": "ab" * 32}, "name": "韩梅梅", "tail": "1234"}},
        {},
    ):
        answer = ask(house, channel, wish(who=wrong))
        assert answer.status_code == 422 and answer.json()["reason"] == "malformed"
        assert not any(word in answer.text for word in ("990101196001011234", "李雷", "韩梅梅"))


def test_a_new_plan_takes_no_booking_away_and_closes_what_it_leaves_out(house: House) -> None:
    channel, manager = opened(house), "t-hall-manager.qinglan"
    ask(house, channel, wish(1))
    ask(house, channel, wish(2))
    house.post(f"/v1/halls/{HALL}/publications/slot_plan", manager, {"body": plan(1, "2")})
    assert left(house, channel) == 0
    assert len(house.get(f"/v1/halls/{HALL}/bookings/{DAY}", manager)["rows"]) == 2
    house.call("PUT", f"/v1/halls/{HALL}/slots/residence/{DAY}/{NINE}", manager, {"quota": 9})
    assert left(house, channel) == 7
    house.post(f"/v1/halls/{HALL}/publications/slot_plan", manager, {"body": plan(2, "3")})
    assert left(house, channel) == 7  # set by hand: outlives a plan


def test_tomorrows_last_day_is_laid_out_by_itself(house: House) -> None:
    channel = opened(house)
    for _ in range(8):
        house.now += DAY_MS
        last = house.get(f"/v1/halls/{HALL}/slots?item={ITEM}", channel)["last"]
        house.until(partial(is_laid_out, house, channel, last))


def is_laid_out(house: House, channel: str, day: str) -> bool:
    return any(one["day"] == day for one in house.get(f"/v1/halls/{HALL}/slots?item={ITEM}", channel)["slots"])


def test_the_hall_may_call_off_a_booking_and_look_at_a_number_for_a_reason(house: House) -> None:
    channel, asked = opened(house), wish(phone="13900000001")
    ask(house, channel, asked)
    manager = "t-hall-manager.qinglan"
    address = f"/v1/halls/{HALL}/bookings/{asked['booking_id']}"
    assert house.call("POST", f"{address}/contact", manager, {}).status_code == 422
    told = house.post(f"{address}/contact", manager, {"why": "power is off on floor 2"})
    assert told == {"phone": "13900000001"}
    assert house.post(f"{address}/call-off", manager)["state"] == "called_off"
    assert house.call("POST", f"{address}/call-off", manager, {}).json()["reason"] == "not_open"
    assert ask(house, channel, wish(1)).status_code == 201
    audit = house.get(f"/v1/halls/{HALL}/audit", manager)["rows"]
    assert [row["outcome"] for row in audit if row["object"] == asked["booking_id"]] == ["not_open", "done", "done"]
    assert "13900000001" not in json.dumps(audit)


def test_a_clerk_books_for_somebody_of_the_own_hall_and_the_audit_says_so(house: House) -> None:
    opened(house)
    clerk, elsewhere = house.signed_in(Role.CLERK, HALL), house.signed_in(Role.CLERK, "other-hall")
    asked = wish()
    assert ask(house, clerk, asked).status_code == 201
    assert ask(house, elsewhere, wish(2)).json()["reason"] == "other_hall"
    rows = house.get(f"/v1/halls/{HALL}/audit", "t-hall-manager.qinglan")["rows"]
    acts = [(row["who"], row["act"]) for row in rows if row["object"] == asked["booking_id"]]
    assert acts == [("clerk.qinglan", "book")]
