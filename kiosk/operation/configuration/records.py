"""The table of how long the city keeps what people left behind; never longer than the citizen's notice promises."""

from __future__ import annotations

from typing import Any

from kiosk.city.retention.limits import LONGEST_DAYS, SHORTEST_DAYS
from kiosk.operation.configuration.keys import Table, whole


def _days(what: str) -> Any:
    return whole(LONGEST_DAYS, SHORTEST_DAYS, LONGEST_DAYS, "days", what)


class Records(Table):
    """How long the city keeps records of people, counted from the day of the visit (docs/city-rooms.md)."""

    visit_days: int = _days("Tickets, and what the halls' events tell of them.")
    evaluation_days: int = _days("Evaluations; one with an open case stays until that is closed.")
    review_days: int = _days("Closed cases of bad reviews, with their steps.")
    booking_days: int = _days("Bookings; whose they were is forgotten earlier, by the booking rules' record_days.")
