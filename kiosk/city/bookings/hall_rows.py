"""A hall's bookings as its staff see them, and the reason that is written down when a telephone number is looked at."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from kiosk.city.bookings.cancelling import find
from kiosk.city.bookings.messages import phone_of
from kiosk.city.bookings.tables import booking
from kiosk.city.field_keys import FieldKeys
from kiosk.city.records import Found
from kiosk.city.refusals import Refused

SHOWN = ("booking_id", "group", "item", "day", "start", "state", "name", "tail", "by", "ticket_id", "made_ms",
         "changed_ms")  # fmt: skip


class ContactRefusal(StrEnum):
    NO_BOOKING = "unknown_booking"
    NO_CONTACT = "no_contact"  # none was left, its time is over, or its key is gone


def bookings_of(connection: Connection, hall: str, day: str, after: str, limit: int) -> Found:
    """A day's bookings by their number; masked."""
    c = booking.c
    mine = (c.hall == hall, c.day == day, c.booking_id > after)
    asked = select(*(c[name] for name in SHOWN)).where(*mine).order_by(c.booking_id).limit(limit + 1)
    rows = [{str(name): value for name, value in row.items()} for row in connection.execute(asked).mappings()]
    return Found(rows[:limit], rows[limit - 1]["booking_id"] if len(rows) > limit else "")


def contact_of(connection: Connection, hall: str, booking_id: str, keys: FieldKeys | None) -> str | Refused:
    row: Any = find(connection, booking_id)
    if row is None or row["hall"] != hall:
        return Refused(ContactRefusal.NO_BOOKING)
    phone = None if keys is None else phone_of(connection, booking_id, keys)
    return phone or Refused(ContactRefusal.NO_CONTACT)
