"""A booking is made: everything is judged and stored in one transaction, and a slot is never oversold.

The client makes the booking's identity, so that a request whose answer was lost is sent again and means the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from kiosk.city.bookings import messages, slots, suspending
from kiosk.city.bookings.feed import send_down
from kiosk.city.bookings.persons import Person, hold
from kiosk.city.bookings.rulebook import Rulebook, plan_of, rulebook
from kiosk.city.bookings.tables import booking
from kiosk.city.field_keys import FieldKeys
from kiosk.city.refusals import Refused
from kiosk.city.rows import add_row
from kiosk.city.tables import hall as hall_table
from kiosk.domain.booking import (
    COUNTED_STATES,
    BookingRefusal,
    BookingState,
    Slot,
    day_problem,
    horizon,
    limit_problem,
    look_back,
    today,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """`by` is who asks for the person: a channel, a node, a member of the staff."""

    booking_id: str
    hall: str
    item: str
    slot: Slot
    who: Person
    by: str


@dataclass(frozen=True, slots=True)
class Means:
    """What a city can do beyond storing: keep a telephone number sealed, send a message."""

    field_keys: FieldKeys | None = None
    sends: bool = False


@dataclass(frozen=True, slots=True)
class NotBooked(Refused):
    """Its reason is a `BookingRefusal`; `until` is the last day of a pause."""

    until: str = ""


def look(connection: Connection, wish: Wish, now_ms: int) -> NotBooked | None:
    """What can be said without taking anything: in a rush most requests end here. None: it may still succeed."""
    if _stored(connection, wish.booking_id) is not None:
        return None
    group = _group(connection, wish)
    if isinstance(group, NotBooked):
        return group
    problem = _day_or_slot_problem(connection, wish, group, rulebook(connection), now_ms)
    return None if problem is None else NotBooked(problem)


def book(connection: Connection, wish: Wish, means: Means, now_ms: int) -> Any:
    """The booking's row, or `NotBooked` and nothing is changed."""
    group = _group(connection, wish)
    if isinstance(group, NotBooked):
        return _again(connection, wish) or group
    hold(connection, wish.who, now_ms)
    again = _again(connection, wish)
    if again is not None:
        return again
    book_of_rules = rulebook(connection)
    refused = _refused(connection, wish, group, book_of_rules, now_ms)
    if refused is not None:
        return refused
    if not slots.take_place(connection, wish.hall, group, wish.slot):
        return NotBooked(_no_place(connection, wish, group))
    row = _row(wish, group, now_ms)
    if not add_row(connection, booking, row):
        slots.give_back(connection, wish.hall, group, row["day"], row["start"])
        return NotBooked(BookingRefusal.OTHER_CONTENT)
    messages.keep_contact(connection, row, wish.who.phone, means.field_keys, book_of_rules.rules)
    if means.sends and wish.who.phone and means.field_keys is not None:
        messages.plan_reminder(connection, row, book_of_rules.rules, now_ms)
    send_down(connection, row)
    return row


def is_stored(connection: Connection, booking_id: str) -> bool:
    """Whether this request may be the second of one that was answered already."""
    c = booking.c
    return connection.execute(select(c.booking_id).where(c.booking_id == booking_id)).first() is not None


def _again(connection: Connection, wish: Wish) -> Any:
    row = _stored(connection, wish.booking_id)
    if row is None:
        return None
    same = (row["hall"], row["item"], row["day"], row["start"]) == _asked(wish) and row["hash"] in wish.who.all
    return row if same else NotBooked(BookingRefusal.OTHER_CONTENT)


def _refused(connection: Connection, wish: Wish, group: str, book: Rulebook, now_ms: int) -> NotBooked | None:
    problem = _day_or_slot_problem(connection, wish, group, book, now_ms)
    if problem is not None:
        return NotBooked(problem)
    pause = suspending.standing(connection, wish.who.all, today(now_ms))
    if pause is not None:
        return NotBooked(BookingRefusal.SUSPENDED, until=pause["ends"])
    limit = limit_problem(wish.slot.day, _visits(connection, wish), book.rules)
    return None if limit is None else NotBooked(limit)


def _day_or_slot_problem(
    connection: Connection, wish: Wish, group: str, book: Rulebook, now_ms: int
) -> BookingRefusal | None:
    problem = day_problem(wish.slot.day, horizon(today(now_ms), book.calendar, book.rules))
    if problem is None and now_ms >= wish.slot.starts_ms:
        problem = BookingRefusal.TOO_SOON
    return problem or _full(connection, wish, group)


def _full(connection: Connection, wish: Wish, group: str) -> BookingRefusal | None:
    row = slots.find(connection, wish.hall, group, wish.slot.day.isoformat(), wish.slot.start)
    if row is None or row["quota"] == 0:
        return BookingRefusal.NO_SUCH_SLOT
    return BookingRefusal.SLOT_FULL if row["taken"] >= row["quota"] else None


def _no_place(connection: Connection, wish: Wish, group: str) -> BookingRefusal:
    return _full(connection, wish, group) or BookingRefusal.SLOT_FULL


def _group(connection: Connection, wish: Wish) -> str | NotBooked:
    group = plan_of(connection, wish.hall).group_of(wish.item)
    if group is not None:
        return group.code
    known = connection.execute(select(hall_table.c.id).where(hall_table.c.id == wish.hall)).first() is not None
    return NotBooked(BookingRefusal.UNKNOWN_ITEM if known else BookingRefusal.UNKNOWN_HALL)


def _visits(connection: Connection, wish: Wish) -> Iterator[date]:
    """The days of this person's bookings that count, in every hall."""
    c, days = booking.c, look_back(wish.slot.day)
    counted = [state.value for state in COUNTED_STATES]
    mine = (c.hash.in_(wish.who.all), c.state.in_(counted))
    asked = select(c.day).where(*mine, c.day.between(days.first.isoformat(), days.last.isoformat()))
    return (date.fromisoformat(day) for day in connection.execute(asked).scalars().all())


def _stored(connection: Connection, booking_id: str) -> Any:
    return connection.execute(select(booking).where(booking.c.booking_id == booking_id)).mappings().one_or_none()


def _asked(wish: Wish) -> tuple[str, str, str, int]:
    return wish.hall, wish.item, wish.slot.day.isoformat(), wish.slot.start


def _row(wish: Wish, group: str, now_ms: int) -> dict[str, Any]:
    return {
        "booking_id": wish.booking_id,
        "hall": wish.hall,
        "group": group,
        "item": wish.item,
        "day": wish.slot.day.isoformat(),
        "start": wish.slot.start,
        "starts_ms": wish.slot.starts_ms,
        "ends_ms": wish.slot.ends_ms,
        "hash": wish.who.newest.hash,
        "key_version": wish.who.newest.key_version,
        "name": wish.who.name,
        "tail": wish.who.tail,
        "state": BookingState.BOOKED.value,
        "by": wish.by,
        "ticket_id": "",
        "made_ms": now_ms,
        "changed_ms": now_ms,
        "down": True,
    }
