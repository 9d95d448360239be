"""爽约: when booking is paused for a person (暂停预约服务), from what the halls told; with an end and an appeal.

A no-show is judged only once the hall has told everything of that day: a hall without a line may know of a check-in
that nobody else has heard of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.booking import BookingRules


@dataclass(frozen=True, slots=True)
class Suspension:
    """No booking from `begins` to `ends`, both included."""

    begins: date
    ends: date

    def holds(self, day: date) -> bool:
        return self.begins <= day <= self.ends


def suspension(missed: Iterable[date], counted_from: date, judged: date, rules: BookingRules) -> Suspension | None:
    """From the days somebody did not come, judged on the day `judged`. Days before `counted_from` have been answered
    for already, by an earlier suspension or an appeal that was granted."""
    days = sorted(day for day in missed if day >= counted_from)
    for at in range(rules.no_shows - 1, len(days)):
        if days[at] - days[at - rules.no_shows + 1] < timedelta(days=rules.no_show_days):
            return Suspension(judged, judged + timedelta(days=rules.suspension_days - 1))
    return None
