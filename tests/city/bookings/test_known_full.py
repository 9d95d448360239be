"""What is remembered of full slots: not for long, not without end, and never against somebody who has a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.city.bookings import known_full
from kiosk.city.bookings.known_full import KnownFull
from tests.city.bookings.acts import ask, opened, who, wish
from tests.city.house import House
from tests.sync.upstream import until

ASKED = ("qinglan", "GAHJ-001", "2026-11-25", 540)


@pytest.fixture(autouse=True)
def half_a_second(monkeypatch: pytest.MonkeyPatch, nothing_is_known_as_full: None) -> None:
    monkeypatch.setattr(known_full, "FRESH_S", 0.5)


def test_a_full_slot_is_remembered_for_a_moment_and_no_other_one_with_it() -> None:
    now = [10.0]
    full = KnownFull(lambda: now[0])
    full.note(ASKED)
    assert ASKED in full
    assert (*ASKED[:3], 570) not in full
    now[0] += 0.5
    assert ASKED not in full


def test_a_caller_who_asks_for_everything_fills_no_memory() -> None:
    full = KnownFull(lambda: 0.0)
    for start in range(10_000):
        full.note((*ASKED[:3], start))
    assert sum((*ASKED[:3], start) in full for start in range(10_000)) < 5000


def test_who_asks_again_keeps_his_place_in_a_slot_known_as_full_and_one_given_back_is_free_soon(
    file_place: Path,
) -> None:
    with House(file_place) as house:
        channel, first = opened(house, quota=1), wish(1)
        assert ask(house, channel, first).status_code == 201
        for serial in (2, 3):
            refused = ask(house, channel, wish(serial))
            assert (refused.status_code, refused.json()["reason"]) == (409, "slot_full")
        again = ask(house, channel, first)
        assert (again.status_code, again.json()["booking_id"]) == (201, first["booking_id"])
        house.post(f"/v1/bookings/{first['booking_id']}/cancel", channel, {"who": who(1)})
        until(lambda: ask(house, channel, wish(2)).status_code == 201, 10)
