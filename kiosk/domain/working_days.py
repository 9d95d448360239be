"""Which days are worked: holidays and make-up days as published each year, and plain weekdays where nothing is.

No library knows next year's holidays before the State Council has announced them, so a published table comes first and
the weekday last; `known` tells a reader which of the two an answer rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kiosk.domain.published import Node, PublicationError, publication

_SATURDAY = 6
_FURTHEST = 400  # days that a search looks ahead: a table that closes a whole year is a mistake, not a reason to hang


class DayKind(StrEnum):
    CLOSED = "closed"  # a public holiday
    WORKED = "worked"  # 调休: a weekend day that is worked instead, after the hours of another weekday


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """`worked` tells whose hours a make-up day follows (ISO, Monday 1); `years` are those the table speaks of."""

    version: str = ""
    years: frozenset[int] = frozenset()
    closed: frozenset[date] = frozenset()
    worked: Mapping[date, int] = field(default_factory=dict)

    def known(self, day: date) -> bool:
        """Whether the published table speaks of this year; else the weekday decides."""
        return day.year in self.years

    def weekday(self, day: date) -> int | None:
        """The weekday whose hours hold on that day (1–7), or None on a holiday."""
        return None if day in self.closed else self.worked.get(day, day.isoweekday())

    def works(self, day: date) -> bool:
        """Whether it counts as a working day; a Saturday that some halls open does not."""
        return day not in self.closed and (day in self.worked or day.isoweekday() < _SATURDAY)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (1 or more); 400 days ahead when the table leaves too few."""
        end = day + timedelta(days=_FURTHEST)
        while count > 0 and day < end:
            day += timedelta(days=1)
            count -= self.works(day)
        return day


def working_days_from(data: Mapping[str, object]) -> WorkingDays:
    """The published calendar: `{format, version, years, days: [{day, kind, as_weekday?}]}`. Raises PublicationError."""
    root = publication(data).only("format", "version", "note", "years", "days")
    years = frozenset(row.whole(2000, 2999) for row in root.field("years").rows())
    closed: set[date] = set()
    worked: dict[date, int] = {}
    for row in root.field("days").rows(0):
        day, weekday = _day(row, years)
        if day in closed or day in worked:
            raise PublicationError("days", f"'{day.isoformat()}' stands here twice")
        if weekday is None:
            closed.add(day)
        else:
            worked[day] = weekday
    return WorkingDays(root.field("version").text(20), years, frozenset(closed), worked)


def _day(row: Node, years: frozenset[int]) -> tuple[date, int | None]:
    row.only("day", "kind", "as_weekday")
    day = iso_date(row.field("day"))
    if day.year not in years:
        raise row.wrong(f"{day.year} is not among the years of this calendar")
    if row.field("kind").choice(DayKind) is DayKind.CLOSED:
        return day, None
    return day, row.field("as_weekday").whole(1, 7) if row.has("as_weekday") else 1


def iso_date(node: Node) -> date:
    try:
        return date.fromisoformat(node.text(10, r"\d{4}-\d{2}-\d{2}"))
    except ValueError as error:
        if isinstance(error, PublicationError):
            raise
        raise node.wrong(f"'{node.value}' is not a day") from error
