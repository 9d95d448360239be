"""A booking is given up by its person in time, or called off by the hall; its place is free again at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from kiosk.city.bookings import messages, slots
from kiosk.city.bookings.feed import take_down
from kiosk.city.bookings.persons import Person, hold
from kiosk.city.bookings.rulebook import rulebook
from kiosk.city.bookings.tables import booking, person
from kiosk.city.bookings.taking import NotBooked
from kiosk.city.rows import lock_row
from kiosk.domain.booking import BookingRefusal, BookingState, Slot, cancel_problem


def cancel(connection: Connection, booking_id: str, who: Person, now_ms: int) -> Any:
    """The cancelled booking's row, again the same when it is asked twice; or `NotBooked`."""
    hold(connection, who, now_ms)
    row = find(connection, booking_id)
    if row is None or row["hash"] not in who.all:
        return NotBooked(BookingRefusal.UNKNOWN_BOOKING)
    if row["state"] == BookingState.CANCELLED.value:
        return row
    if row["state"] != BookingState.BOOKED.value:
        return NotBooked(BookingRefusal.NOT_OPEN)
    problem = cancel_problem(slot_of(row), rulebook(connection).rules, now_ms)
    return _end(connection, row, BookingState.CANCELLED, now_ms) if problem is None else NotBooked(problem)


def call_off(connection: Connection, hall: str, booking_id: str, sends: bool, now_ms: int) -> Any:
    """By the hall: counts against nobody. The person is told, when there is a way to."""
    row = find(connection, booking_id)
    if row is None or row["hall"] != hall:
        return NotBooked(BookingRefusal.UNKNOWN_BOOKING)
    lock_row(connection, person, {"hash": row["hash"]}, {"seen_ms": now_ms})
    row = find(connection, booking_id)
    if row["state"] != BookingState.BOOKED.value:
        return NotBooked(BookingRefusal.NOT_OPEN)
    if sends:
        messages.plan(connection, booking_id, messages.CALLED_OFF, now_ms)
    return _end(connection, row, BookingState.CALLED_OFF, now_ms)


def find(connection: Connection, booking_id: str) -> Any:
    return connection.execute(select(booking).where(booking.c.booking_id == booking_id)).mappings().one_or_none()


def of_person(connection: Connection, hashes: Sequence[str], since: date) -> list[Any]:
    """A person's bookings from a day on, the nearest first."""
    c = booking.c
    mine = select(booking).where(c.hash.in_(hashes), c.day >= since.isoformat()).order_by(c.starts_ms).limit(200)
    return list(connection.execute(mine).mappings())


def slot_of(row: Any) -> Slot:
    return Slot(date.fromisoformat(row["day"]), row["start"])


def _end(connection: Connection, row: Any, state: BookingState, now_ms: int) -> Any:
    change = {"state": state.value, "changed_ms": now_ms}
    connection.execute(update(booking).where(booking.c.booking_id == row["booking_id"]).values(**change))
    slots.give_back(connection, row["hall"], row["group"], row["day"], row["start"])
    messages.drop(connection, row["booking_id"], messages.REMINDER)
    if state is BookingState.CANCELLED:
        messages.forget_contact(connection, row["booking_id"])
    if row["down"]:
        take_down(connection, row, now_ms)
    return {**row, **change}
