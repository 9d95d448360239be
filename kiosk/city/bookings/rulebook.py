"""What holds for bookings now: the city's rules and calendar, a hall's plan and its name, read in one place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.city.publications.kinds import Kind
from kiosk.city.publications.version_rows import CITY, standing_bodies, standing_body
from kiosk.domain.booking import BookingRules, booking_rules_from
from kiosk.domain.catalogue import hall_settings_from
from kiosk.domain.published import Text
from kiosk.domain.slot_plan import SlotPlan, slot_plan_from
from kiosk.domain.working_days import WorkingDays, working_days_from

NO_PLAN = SlotPlan("", ())


@dataclass(frozen=True, slots=True)
class Rulebook:
    rules: BookingRules
    calendar: WorkingDays


def rulebook(connection: Connection) -> Rulebook:
    found = standing_bodies(connection, [Kind.BOOKING_RULES, Kind.CALENDAR], CITY)
    rules, calendar = found.get(Kind.BOOKING_RULES), found.get(Kind.CALENDAR)
    return Rulebook(
        BookingRules() if rules is None else booking_rules_from(rules),
        WorkingDays() if calendar is None else working_days_from(calendar),
    )


def plan_of(connection: Connection, hall: str) -> SlotPlan:
    """Empty while nothing is published: such a hall takes no bookings."""
    body = standing_body(connection, Kind.SLOT_PLAN, hall)
    return NO_PLAN if body is None else slot_plan_from(body)


def hall_name(connection: Connection, hall: str) -> Text:
    """As published; a hall without settings is told by its identity."""
    body = standing_body(connection, Kind.HALL_SETTINGS, hall)
    return Text(hall, hall) if body is None else hall_settings_from(body).name


def boundary_minutes(connection: Connection, hall: str) -> int:
    """When the hall's business day changes; midnight without settings."""
    body = standing_body(connection, Kind.HALL_SETTINGS, hall)
    return 0 if body is None else hall_settings_from(body).boundary_minutes


def item_name(connection: Connection, hall: str, item: str) -> Text:
    body = standing_body(connection, Kind.CATALOGUE, hall)
    for row in body["items"] if body is not None else ():
        if row["code"] == item:
            return Text(row["name"]["zh"], row["name"]["en"])
    return Text(item, item)
