"""What somebody booked for today is told with the card: whether the number is the check-in, or from when on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from importlib.resources import files

from kiosk.domain.calendar import CHINA
from kiosk.domain.catalogue import HallSettings, hall_settings_from
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.ticket import Holder
from kiosk.journeys.pages import Booked, BookedWhen
from kiosk.operation.terminal.checking_in import booked_today
from kiosk.ports.ledger import CachedBooking
from tests.hall.memory import StandingClock

WHO = Holder(hash="h1", key_version=1)


def at(hour: int, minute: int, day: int = 23) -> int:
    return int(datetime(2026, 11, day, hour, minute, tzinfo=CHINA).timestamp() * 1000)


def settings() -> HallSettings:
    text = (files("kiosk.city.publication") / "hall.json").read_text(encoding="utf-8")
    found = hall_settings_from(json.loads(text))
    return replace(found, order=replace(found.order, booked_early_minutes=30, booked_late_minutes=10))


def booking(item: str, begins: int, minutes: int = 30) -> CachedBooking:
    person = KeyedHash("h1", 1)
    return CachedBooking(f"B-{item}", "2026-11-23", begins, begins + minutes * 60_000, item, person, {})


class Book:
    """The bookings of one person."""

    def __init__(self, *found: CachedBooking) -> None:
        self._found = found

    def booking(self, number: str) -> CachedBooking | None:
        return next((one for one in self._found if one.number == number), None)

    def of_person(self, person: Sequence[KeyedHash]) -> Sequence[CachedBooking]:
        return [one for one in self._found if one.holder in person]

    def between(self, from_ms: int, until_ms: int) -> Sequence[CachedBooking]:
        return [one for one in self._found if from_ms <= one.begins_ms < until_ms]


def told(now: int, *found: CachedBooking, who: Holder = WHO) -> tuple[Booked, ...]:
    return booked_today(Book(*found), settings, StandingClock(now), who)


def test_half_an_hour_before_the_slot_it_opens_and_ten_minutes_after_its_end_it_is_over() -> None:
    slot = booking("I1", at(14, 0))
    for now, when in (
        (at(13, 29), BookedWhen.EARLY),
        (at(13, 30), BookedWhen.OPEN),
        (at(14, 40), BookedWhen.OPEN),
        (at(14, 41), BookedWhen.LATE),
    ):
        assert told(now, slot) == (Booked("I1", when, "14:00", "14:30", "13:30"),)


def test_of_two_bookings_of_one_item_the_open_one_is_told_first() -> None:
    first = told(at(14, 0), booking("I1", at(9, 0)), booking("I1", at(14, 0)), booking("I1", at(16, 0)))
    assert [one.when for one in first] == [BookedWhen.OPEN, BookedWhen.EARLY, BookedWhen.LATE]


def test_tomorrows_booking_and_anothers_are_not_told() -> None:
    assert told(at(14, 0), booking("I1", at(14, 0, day=24))) == ()
    assert told(at(14, 0), booking("I1", at(14, 0)), who=Holder(hash="h2", key_version=1)) == ()
    assert told(at(14, 0), booking("I1", at(14, 0)), who=Holder()) == ()
