"""预约: slots, days, limits, cancelling, checking in, and what no-shows lead to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.booking import (
    BookingRefusal,
    BookingRules,
    CheckIn,
    Horizon,
    Slot,
    booking_rules_from,
    cancel_problem,
    check_in,
    clock_text,
    day_problem,
    horizon,
    limit_problem,
    look_back,
    today,
)
from kiosk.domain.no_show import suspension
from kiosk.domain.published import PublicationError
from kiosk.domain.working_days import WorkingDays

RULES = BookingRules()
MONDAY = date(2026, 11, 23)
PLAIN = WorkingDays()
MINUTE = 60_000


def test_a_slot_is_half_an_hour_of_chinas_clock() -> None:
    slot = Slot(MONDAY, 9 * 60)
    assert slot.text() == "2026-11-23 09:00-09:30"
    assert (slot.ends_ms - slot.starts_ms) // MINUTE == 30
    assert today(slot.starts_ms) == MONDAY
    assert today(Slot(MONDAY, 0).starts_ms) == MONDAY
    assert clock_text(1440) == "24:00"


def test_booking_opens_tomorrow_and_ends_with_the_fifth_working_day() -> None:
    assert horizon(MONDAY, PLAIN, RULES) == Horizon(date(2026, 11, 24), date(2026, 11, 30))
    friday = date(2026, 11, 27)
    assert horizon(friday, PLAIN, RULES) == Horizon(date(2026, 11, 28), date(2026, 12, 4))


def test_a_holiday_moves_the_far_end_and_a_make_up_sunday_brings_it_back() -> None:
    closed = WorkingDays("1", frozenset({2026}), frozenset({date(2026, 11, 25)}), {})
    assert horizon(MONDAY, closed, RULES).last == date(2026, 12, 1)
    made_up = WorkingDays("1", frozenset({2026}), frozenset({date(2026, 11, 25)}), {date(2026, 11, 29): 3})
    assert horizon(MONDAY, made_up, RULES).last == date(2026, 11, 30)


def test_today_is_too_soon_and_the_day_after_the_horizon_too_far() -> None:
    days = horizon(MONDAY, PLAIN, RULES)
    assert day_problem(MONDAY, days) is BookingRefusal.TOO_SOON
    assert day_problem(date(2026, 12, 1), days) is BookingRefusal.TOO_FAR
    assert day_problem(date(2026, 11, 28), days) is None  # a Saturday inside it: the plan says whether it is offered


def test_one_a_day_two_a_week_six_a_month() -> None:
    assert limit_problem(MONDAY, [], RULES) is None
    assert limit_problem(MONDAY, [MONDAY], RULES) is BookingRefusal.DAY_LIMIT
    tuesday, sunday = MONDAY + timedelta(1), MONDAY + timedelta(6)
    assert limit_problem(sunday, [MONDAY, tuesday], RULES) is BookingRefusal.WEEK_LIMIT
    assert limit_problem(sunday + timedelta(1), [MONDAY, tuesday], RULES) is None
    month = [date(2026, 11, day) for day in (2, 3, 9, 10, 16, 17)]
    assert limit_problem(MONDAY, month, RULES) is BookingRefusal.MONTH_LIMIT
    assert limit_problem(date(2026, 12, 1), month, RULES) is None


def test_a_week_over_new_year_is_one_week() -> None:
    old, new = date(2026, 12, 30), date(2027, 1, 2)
    assert limit_problem(new, [old, date(2026, 12, 28)], RULES) is BookingRefusal.WEEK_LIMIT


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-40, 40))
def test_the_days_looked_back_on_are_all_that_a_limit_counts(day: date, off: int) -> None:
    other = day + timedelta(off)
    days = look_back(day)
    counted = limit_problem(day, [other], BookingRules(per_day=1, per_week=1, per_month=1)) is not None
    assert counted <= (days.first <= other <= days.last)
    assert (days.last - days.first).days < 45


def test_a_booking_is_given_up_until_two_hours_before() -> None:
    slot = Slot(MONDAY, 9 * 60)
    assert cancel_problem(slot, RULES, slot.starts_ms - 120 * MINUTE) is None
    assert cancel_problem(slot, RULES, slot.starts_ms - 120 * MINUTE + 1) is BookingRefusal.TOO_LATE


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-31, CheckIn.EARLY), (-30, CheckIn.OPEN), (0, CheckIn.OPEN), (40, CheckIn.OPEN), (41, CheckIn.LATE)],
)
def test_check_in_opens_before_the_slot_and_closes_after_its_end(minutes: int, expected: CheckIn) -> None:
    slot = Slot(MONDAY, 9 * 60)
    assert check_in(slot, RULES.early_minutes, RULES.late_minutes, slot.starts_ms + minutes * MINUTE) is expected


def test_three_no_shows_in_thirty_days_pause_booking_for_thirty_days() -> None:
    days = [date(2026, 11, 2), date(2026, 11, 16), date(2026, 12, 1)]
    found = suspension(days, date.min, date(2026, 12, 2), RULES)
    assert found is not None and (found.begins, found.ends) == (date(2026, 12, 2), date(2026, 12, 31))
    assert found.holds(date(2026, 12, 31)) and not found.holds(date(2027, 1, 1))


def test_two_no_shows_or_three_in_a_longer_time_pause_nothing() -> None:
    assert suspension([MONDAY, MONDAY + timedelta(1)], date.min, MONDAY, RULES) is None
    spread = [date(2026, 11, 1), date(2026, 11, 15), date(2026, 12, 1)]
    assert suspension(spread, date.min, date(2026, 12, 2), RULES) is None


def test_what_was_answered_for_is_not_counted_again() -> None:
    days = [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)]
    assert suspension(days, date(2026, 11, 3), date(2026, 11, 5), RULES) is None


def test_rules_that_are_left_out_are_the_defaults_and_nonsense_is_refused() -> None:
    assert booking_rules_from({"format": 1, "version": "1", "per_week": 3}) == BookingRules(per_week=3)
    for wrong in ({"per_week": 0}, {"per_weak": 3}, {"record_days": 31}, {"no_show_days": 365}):
        with pytest.raises(PublicationError):
            booking_rules_from({"format": 1, "version": "1", **wrong})
