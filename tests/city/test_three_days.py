"""A hall that is cut off from its city for three days, with a terminal whose clock is two days off: everything arrives
once, in its own day, and what the city published and took back meanwhile is known in the hall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.city.staff.roles import Role
from kiosk.domain.events import Event
from tests.city.bookings.acts import ask, opened, wish
from tests.city.house import DAY_MS, House
from tests.city.running import HALL, Hall, visit

DAYS = ("2026-11-24", "2026-11-25", "2026-11-26")


class Road:
    """The way to the city; while it is cut nobody listens at its end."""

    def __init__(self, house: House) -> None:
        self._house, self.is_cut = house, False

    @property
    def address(self) -> str:
        return "http://127.0.0.1:1" if self.is_cut else self._house.url


@pytest.fixture
def road(house: House) -> Road:
    return Road(house)


@pytest.fixture
def hall(road: Road, tmp_path: Path) -> Iterator[Hall]:
    started = Hall(tmp_path / "hall.sqlite", road)
    yield started
    started.stop()


def a_day(at: int) -> list[Event]:
    """Ten visits of that day; the terminal's clock is two days ahead, and it knows that it may be wrong."""
    day, later, found = DAYS[at], at * DAY_MS, list[Event]()
    for number in range(10):
        for one in visit(f"d-{at}-{number}", f"A{number:03d}"):
            wrong = 2 * DAY_MS if one.node == "T1" else 0
            when = replace(one.at, wall_ms=one.at.wall_ms + later + wrong, trusted=not wrong)
            found.append(replace(one, day=day, at=when))
    return found


def bookings(hall: Hall) -> set[str]:
    for _ in range(4):
        hall.downlink.turn()
    return {change.key for change in hall.cache.every("booking") if change.body is not None}


def test_after_three_days_without_a_line_city_and_hall_know_the_same(house: House, road: Road, hall: Hall) -> None:
    channel, first, second, third = opened(house), wish(1), wish(2), wish(3, day="2026-12-01")
    for one in (first, second):
        assert ask(house, channel, one).status_code == 201
    assert bookings(hall) == {first["booking_id"], second["booking_id"]}
    road.is_cut = True
    for at in range(3):
        hall.ledger.append(a_day(at))
        assert hall.uplink.turn().seconds <= 30 and hall.downlink.turn().seconds <= 30
        house.now += DAY_MS
    assert ask(house, channel, third).status_code == 201
    house.until(lambda: house.changes("booking")[first["booking_id"]] is None)
    road.is_cut = False
    hall.send()
    assert bookings(hall) == {third["booking_id"]}
    inspector = house.signed_in(Role.INSPECTOR)
    rows = house.get(f"/v1/halls/{HALL}/events?limit=500", inspector)["rows"]
    assert [row["event_id"] for row in rows] == [one.event_id for _, one in hall.ledger.since(0, 500)]
    for day in DAYS:
        told = house.get(f"/v1/halls/{HALL}/tickets?day={day}&limit=500", inspector)["rows"]
        assert [row["state"] for row in told] == ["done"] * 10
    assert sorted(set(hall.log.names)) == ["upstream_back", "upstream_lost"]
    assert hall.outbox.quarantined() == []
