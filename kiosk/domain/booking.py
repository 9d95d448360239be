"""预约: a booking's life, when it may be made, given up and checked in.

Slots are half hours of one hall and item group. All rules are figures that a city publishes; the defaults are what
halls use. Times are UTC milliseconds, days are the calendar's in China.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kiosk.domain.calendar import CHINA, local
from kiosk.domain.published import publication
from kiosk.domain.working_days import WorkingDays

SLOT_MINUTES = 30
_MINUTE_MS = 60_000


class BookingState(StrEnum):
    BOOKED = "booked"
    CHECKED_IN = "checked_in"  # 签到取号: the check-in is the ticket
    CANCELLED = "cancelled"  # by the person, in time
    CALLED_OFF = "called_off"  # by the hall; never counts against anybody
    NO_SHOW = "no_show"  # 爽约


COUNTED_STATES = frozenset({BookingState.BOOKED, BookingState.CHECKED_IN, BookingState.NO_SHOW})


class BookingRefusal(StrEnum):
    """Why there is no booking, or why it stays as it is."""

    UNKNOWN_HALL = "unknown_hall"
    UNKNOWN_ITEM = "unknown_item"  # the hall takes no bookings for it
    NO_SUCH_SLOT = "no_such_slot"
    TOO_SOON = "too_soon"  # before the first day that may be booked
    TOO_FAR = "too_far"  # beyond the horizon
    SLOT_FULL = "slot_full"  # 已满
    DAY_LIMIT = "day_limit"
    WEEK_LIMIT = "week_limit"
    MONTH_LIMIT = "month_limit"
    SUSPENDED = "suspended"  # 暂停预约服务
    NOT_ADMITTED = "not_admitted"  # an admission rule of the city
    ADMISSION_SILENT = "admission_silent"  # it could not be asked, and the city admits nobody unasked
    OTHER_CONTENT = "other_content"  # this booking id already stands for another booking
    UNKNOWN_BOOKING = "unknown_booking"  # none of this person
    TOO_LATE = "too_late"  # to cancel
    NOT_OPEN = "not_open"  # checked in, cancelled or over already


@dataclass(frozen=True, slots=True)
class Slot:
    """A half hour. `start` in minutes after midnight."""

    day: date
    start: int
    minutes: int = SLOT_MINUTES

    @property
    def starts_ms(self) -> int:
        opened = datetime.combine(self.day, time(), CHINA) + timedelta(minutes=self.start)
        return int(opened.timestamp()) * 1000

    @property
    def ends_ms(self) -> int:
        return self.starts_ms + self.minutes * _MINUTE_MS

    def text(self) -> str:
        """`2026-11-24 09:00-09:30`"""
        return f"{self.day.isoformat()} {clock_text(self.start)}-{clock_text(self.start + self.minutes)}"


@dataclass(frozen=True, slots=True)
class BookingRules:
    """What a city allows. Days ahead are counted in working days at the far end, in days at the near one."""

    first_day: int = 1  # days ahead; 0 would be today
    horizon_days: int = 5  # working days ahead
    per_day: int = 1
    per_week: int = 2  # Monday to Sunday
    per_month: int = 6
    cancel_minutes: int = 120  # before the slot
    early_minutes: int = 30  # check-in opens so long before the slot
    late_minutes: int = 10  # and closes so long after its end
    no_shows: int = 3
    no_show_days: int = 30  # within so many days
    suspension_days: int = 30
    remind_minutes: int = 1440  # before the slot
    contact_days: int = 1  # a telephone number is kept so long after the slot's day
    record_days: int = 92  # and who it was so long: the limits and no-shows look back on it


_RANGES = {
    "first_day": (0, 30), "horizon_days": (1, 60), "per_day": (1, 20), "per_week": (1, 50), "per_month": (1, 200),
    "cancel_minutes": (0, 2880), "early_minutes": (0, 240), "late_minutes": (0, 240), "no_shows": (1, 20),
    "no_show_days": (1, 365), "suspension_days": (1, 365), "remind_minutes": (10, 10080), "contact_days": (0, 30),
    "record_days": (31, 1100),
}  # fmt: skip


def booking_rules_from(data: Mapping[str, object]) -> BookingRules:
    """The published rules; what is left out is the default. Raises PublicationError."""
    names = [field.name for field in fields(BookingRules)]
    root = publication(data).only("format", "version", "note", *names)
    rules = BookingRules(**{name: root.field(name).whole(*_RANGES[name]) for name in names if root.has(name)})
    if rules.record_days <= max(31, rules.no_show_days):
        raise root.field("record_days").wrong("a month's limit and the no-shows look further back than that")
    return rules


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days that may be booked now, both included."""

    first: date
    last: date


def horizon(today: date, calendar: WorkingDays, rules: BookingRules) -> Horizon:
    return Horizon(today + timedelta(days=rules.first_day), calendar.after(today, rules.horizon_days))


def day_problem(day: date, open_days: Horizon) -> BookingRefusal | None:
    if day < open_days.first:
        return BookingRefusal.TOO_SOON
    return BookingRefusal.TOO_FAR if day > open_days.last else None


def limit_problem(day: date, visits: Iterable[date], rules: BookingRules) -> BookingRefusal | None:
    """Whether one more visit on `day` is too many, given the days of a person's other bookings that count."""
    others = list(visits)
    if sum(other == day for other in others) >= rules.per_day:
        return BookingRefusal.DAY_LIMIT
    if sum(other.isocalendar()[:2] == day.isocalendar()[:2] for other in others) >= rules.per_week:
        return BookingRefusal.WEEK_LIMIT
    same_month = sum((other.year, other.month) == (day.year, day.month) for other in others)
    return BookingRefusal.MONTH_LIMIT if same_month >= rules.per_month else None


def look_back(day: date) -> Horizon:
    """The days whose bookings the limits on `day` count: its month and its week."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Horizon(min(day.replace(day=1), monday), max(month_end, monday + timedelta(days=6)))


def cancel_problem(slot: Slot, rules: BookingRules, now_ms: int) -> BookingRefusal | None:
    return None if now_ms <= slot.starts_ms - rules.cancel_minutes * _MINUTE_MS else BookingRefusal.TOO_LATE


class CheckIn(StrEnum):
    """What a terminal does with a booked person who stands before it."""

    EARLY = "early"  # told when to come back
    OPEN = "open"
    LATE = "late"  # taken as a walk-in, or in another configured queue


def check_in(slot: Slot, early_minutes: int, late_minutes: int, now_ms: int) -> CheckIn:
    """Open from `early_minutes` before the slot to `late_minutes` after its end, both included."""
    if now_ms < check_in_opens_ms(slot, early_minutes):
        return CheckIn.EARLY
    return CheckIn.OPEN if now_ms <= check_in_closes_ms(slot, late_minutes) else CheckIn.LATE


def check_in_opens_ms(slot: Slot, early_minutes: int) -> int:
    return slot.starts_ms - early_minutes * _MINUTE_MS


def check_in_closes_ms(slot: Slot, late_minutes: int) -> int:
    return slot.ends_ms + late_minutes * _MINUTE_MS


def clock_text(minutes: int) -> str:
    """Minutes after midnight as `09:30`; midnight at a slot's end is `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def today(now_ms: int) -> date:
    return local(now_ms).date()
