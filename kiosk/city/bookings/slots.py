"""The slots as rows: laid out from the hall's plan for every day that may be booked, changed by hand, and counted.

A new plan never takes a booking away: a quota that is now below what is taken only means that nobody more fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.city.bookings.rulebook import Rulebook, plan_of, rulebook
from kiosk.city.bookings.tables import slot
from kiosk.city.publications.kinds import Kind
from kiosk.city.publications.version_rows import halls_known
from kiosk.city.rows import add_row, lock_row
from kiosk.city.tables import hall as hall_table
from kiosk.domain.booking import Horizon, Slot, horizon, today

SPARE_DAYS = 3  # laid out beyond the horizon, so that midnight finds tomorrow's last day ready

Key = tuple[str, str, int]  # group, day, start


def lay_out(connection: Connection, hall: str, now_ms: int) -> None:
    """Makes the rows agree with the plan; the hall's row is held, so that two never do so at once."""
    book, plan = rulebook(connection), plan_of(connection, hall)
    lock_row(connection, hall_table, {"id": hall}, {})
    days = _days(book, now_ms)
    wanted = {
        (group.code, one.day.isoformat(), one.start): quota
        for day in _each(days)
        for group, one, quota in plan.slots_on(day, book.calendar)
    }
    known = _known(connection, hall, days)
    fresh = [_row(hall, key, quota) for key, quota in wanted.items() if key not in known]
    if fresh:
        connection.execute(insert(slot), fresh)
    for key, row in known.items():
        if not row["set_by_hand"] and row["quota"] != wanted.get(key, 0):
            _set(connection, hall, key, wanted.get(key, 0), by_hand=False)


def lay_out_everywhere(connection: Connection, scope: str, now_ms: int) -> None:
    """After the city's calendar or rules changed."""
    for hall in halls_known(connection):
        lay_out(connection, hall, now_ms)


EFFECTS = {
    Kind.SLOT_PLAN: lay_out,
    Kind.CALENDAR: lay_out_everywhere,
    Kind.BOOKING_RULES: lay_out_everywhere,
}


def behind(connection: Connection, now_ms: int) -> list[str]:
    """Halls with a plan whose last bookable day has no slots yet, although the plan has some on it."""
    book = rulebook(connection)
    last = _days(book, now_ms).last
    return [hall for hall in halls_known(connection) if _misses(connection, hall, last, book)]


def set_quota(connection: Connection, hall: str, group: str, one: Slot, quota: int) -> bool:
    """The staff's own quota for one slot, new or changed. False when the plan has no such group."""
    if not any(known.code == group for known in plan_of(connection, hall).groups):
        return False
    key = (group, one.day.isoformat(), one.start)
    if not _set(connection, hall, key, quota, by_hand=True):
        row = {**_row(hall, key, quota), "set_by_hand": True}
        if not add_row(connection, slot, row):
            _set(connection, hall, key, quota, by_hand=True)
    return True


def take_place(connection: Connection, hall: str, group: str, one: Slot) -> bool:
    """One place of the slot, if there is one: asked and taken by the same statement."""
    c = slot.c
    free = update(slot).where(*_where(hall, (group, one.day.isoformat(), one.start)), c.taken < c.quota)
    return connection.execute(free.values(taken=c.taken + 1)).rowcount == 1


def give_back(connection: Connection, hall: str, group: str, day: str, start: int) -> None:
    c = slot.c
    held = update(slot).where(*_where(hall, (group, day, start)), c.taken > 0)
    connection.execute(held.values(taken=c.taken - 1))


def find(connection: Connection, hall: str, group: str, day: str, start: int) -> Any:
    return connection.execute(select(slot).where(*_where(hall, (group, day, start)))).mappings().one_or_none()


def open_slots(connection: Connection, hall: str, group: str, days: Horizon) -> list[dict[str, Any]]:
    """The group's slots of these days, full ones too; in their order."""
    c = slot.c
    mine = (c.hall == hall, c.group == group, c.day.between(days.first.isoformat(), days.last.isoformat()))
    rows = connection.execute(select(slot).where(*mine, c.quota > 0).order_by(c.day, c.start)).mappings()
    return [{str(name): value for name, value in row.items()} for row in rows]


def forget_past(connection: Connection, before: date) -> None:
    """Slots of days long over; bookings keep their own day and hour."""
    connection.execute(slot.delete().where(slot.c.day < before.isoformat()))


def _days(book: Rulebook, now_ms: int) -> Horizon:
    now = today(now_ms)
    ends = horizon(now, book.calendar, book.rules).last
    return Horizon(now, ends + timedelta(days=SPARE_DAYS))


def _misses(connection: Connection, hall: str, day: date, book: Rulebook) -> bool:
    c = slot.c
    laid = select(c.start).where(c.hall == hall, c.day == day.isoformat()).limit(1)
    if connection.execute(laid).first() is not None:
        return False
    return any(True for _ in plan_of(connection, hall).slots_on(day, book.calendar))


def _each(days: Horizon) -> Iterator[date]:
    day = days.first
    while day <= days.last:
        yield day
        day += timedelta(days=1)


def _known(connection: Connection, hall: str, days: Horizon) -> Mapping[Key, Any]:
    c = slot.c
    mine = (c.hall == hall, c.day.between(days.first.isoformat(), days.last.isoformat()))
    rows = connection.execute(select(slot).where(*mine)).mappings().all()
    return {(row["group"], row["day"], row["start"]): row for row in rows}


def _row(hall: str, key: Key, quota: int) -> dict[str, Any]:
    group, day, start = key
    minutes = Slot(date.fromisoformat(day), start).minutes
    return {"hall": hall, "group": group, "day": day, "start": start, "minutes": minutes, "quota": quota, "taken": 0,
            "set_by_hand": False}  # fmt: skip


def _set(connection: Connection, hall: str, key: Key, quota: int, by_hand: bool) -> bool:
    change = update(slot).where(*_where(hall, key)).values(quota=quota, set_by_hand=by_hand)
    return connection.execute(change).rowcount == 1


def _where(hall: str, key: Key) -> tuple[Any, ...]:
    group, day, start = key
    return slot.c.hall == hall, slot.c.group == group, slot.c.day == day, slot.c.start == start
