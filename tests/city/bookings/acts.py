"""How a test books: a published plan, an invented person, one request."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import requests

from kiosk.city.staff.roles import Role
from tests.city.house import House, citizen_number
from tests.city.running import HALL

ITEM = "GAHJ-001"
DAY = "2026-11-25"  # the house's tomorrow, a Wednesday
NINE = 540


def plan(quota: int = 3, version: str = "1", items: tuple[str, ...] = (ITEM, "GAHJ-002")) -> dict[str, Any]:
    bands = [{"weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "12:00", "quota": quota},
             {"weekdays": [6], "opens": "09:00", "closes": "10:00", "quota": 1}]  # fmt: skip
    group = {"code": "residence", "name": {"zh": "户籍", "en": "Residence"}, "items": list(items), "bands": bands}
    return {"format": 1, "version": version, "groups": [group]}


def opened(house: House, quota: int = 3) -> str:
    """A hall that takes bookings; answers the token of a channel."""
    manager = house.signed_in(Role.HALL_MANAGER, HALL)
    house.post(f"/v1/halls/{HALL}/publications/slot_plan", manager, {"body": plan(quota)})
    return house.channel()


def who(serial: int) -> dict[str, Any]:
    return {"card": {"number": citizen_number(serial), "name": "张三丰"}}


def wish(serial: int = 1, day: str = DAY, start: int = NINE, **more: Any) -> dict[str, Any]:
    fresh = {"booking_id": str(uuid.uuid4()), "hall": HALL, "item": ITEM, "day": day, "start": start}
    return {**fresh, "who": who(serial), **more}


def ask(house: House, token: str, body: dict[str, Any]) -> requests.Response:
    return house.call("POST", "/v1/bookings", token, body)


def left(house: House, token: str, day: str = DAY, start: int = NINE) -> int:
    slots = house.get(f"/v1/halls/{HALL}/slots?item={ITEM}", token)["slots"]
    return int(next(one["left"] for one in slots if (one["day"], one["start"]) == (day, start)))


def weekday(day: str) -> int:
    return date.fromisoformat(day).isoweekday()
