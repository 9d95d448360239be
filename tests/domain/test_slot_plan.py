"""号源 and the calendar, as published: what is offered on which day, and what is refused."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from kiosk.domain.published import PublicationError
from kiosk.domain.slot_plan import slot_plan_from
from kiosk.domain.working_days import WorkingDays, working_days_from

PLAN: dict[str, Any] = {
    "format": 1,
    "version": "1",
    "groups": [
        {
            "code": "residence",
            "name": {"zh": "户籍", "en": "Residence"},
            "items": ["GAHJ-001", "GAHJ-002"],
            "bands": [
                {"weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "12:00", "quota": 6},
                {"weekdays": [1, 2, 3, 4, 5], "opens": "13:30", "closes": "17:00", "quota": 4},
                {"weekdays": [6], "opens": "09:00", "closes": "10:00", "quota": 2},
            ],
        }
    ],
}
CALENDAR: dict[str, Any] = {
    "format": 1,
    "version": "2026",
    "years": [2026],
    "days": [
        {"day": "2026-10-01", "kind": "closed"},
        {"day": "2026-10-10", "kind": "worked", "as_weekday": 5},
        {"day": "2026-09-27", "kind": "worked"},
    ],
}


def changed(body: dict[str, Any], **change: Any) -> dict[str, Any]:
    copy = deepcopy(body)
    copy["groups"][0]["bands"][0] |= change
    return copy


def test_a_plan_offers_half_hours_with_a_quota_on_its_weekdays() -> None:
    plan = slot_plan_from(PLAN)
    monday = list(plan.slots_on(date(2026, 11, 23), WorkingDays()))
    assert len(monday) == 6 + 7
    assert {(slot.start, quota) for _, slot, quota in monday} >= {(540, 6), (690, 6), (810, 4), (990, 4)}
    assert [slot.start for _, slot, _ in plan.slots_on(date(2026, 11, 28), WorkingDays())] == [540, 570]
    assert list(plan.slots_on(date(2026, 11, 29), WorkingDays())) == []
    assert plan.group_of("GAHJ-002") is plan.groups[0] and plan.group_of("GAHJ-003") is None


def test_nothing_is_offered_on_a_holiday_and_a_make_up_day_follows_its_weekday() -> None:
    plan, calendar = slot_plan_from(PLAN), working_days_from(CALENDAR)
    assert list(plan.slots_on(date(2026, 10, 1), calendar)) == []
    assert len(list(plan.slots_on(date(2026, 10, 10), calendar))) == 13  # a Saturday worked as a Friday
    assert calendar.works(date(2026, 10, 10)) and not calendar.works(date(2026, 10, 1))
    assert calendar.weekday(date(2026, 9, 27)) == 1
    assert calendar.known(date(2026, 1, 1)) and not calendar.known(date(2027, 1, 1))


def test_a_band_until_midnight_fills_the_day() -> None:
    plan = slot_plan_from(changed(PLAN, opens="22:00", closes="00:00", weekdays=[7]))
    assert [slot.start for _, slot, _ in plan.slots_on(date(2026, 11, 29), WorkingDays())] == [1320, 1350, 1380, 1410]


@pytest.mark.parametrize(
    "change",
    [
        {"opens": "09:10"},
        {"opens": "12:00", "closes": "09:00"},
        {"closes": "14:00"},  # meets the second band
        {"quota": -1},
        {"weekdays": [8]},
        {"quotas": 3},
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PublicationError):
        slot_plan_from(changed(PLAN, **change))


def test_an_item_belongs_to_one_group_only() -> None:
    twice = deepcopy(PLAN)
    twice["groups"].append({**deepcopy(PLAN["groups"][0]), "code": "other"})
    with pytest.raises(PublicationError, match="GAHJ-001"):
        slot_plan_from(twice)


@pytest.mark.parametrize(
    "day",
    [
        {"day": "2026-10-01", "kind": "closed"},  # twice
        {"day": "2027-01-01", "kind": "closed"},  # a year it does not speak of
        {"day": "2026-02-30", "kind": "closed"},
        {"day": "2026-10-02", "kind": "open"},
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(day: dict[str, Any]) -> None:
    with pytest.raises(PublicationError):
        working_days_from({**CALENDAR, "days": [*CALENDAR["days"], day]})


def test_a_year_that_is_closed_as_a_whole_hangs_nothing() -> None:
    days = {date(2026, 1, 1).replace(month=m, day=d) for m in range(1, 13) for d in range(1, 29)}
    shut = WorkingDays("1", frozenset({2026}), frozenset(days), {})
    assert shut.after(date(2026, 1, 1), 300) <= date(2027, 2, 5)
