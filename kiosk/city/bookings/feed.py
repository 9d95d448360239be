"""What of a booking goes down to its hall: enough to know the person at the terminal, nothing that names them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, update

from kiosk.city.bookings.rulebook import boundary_minutes
from kiosk.city.bookings.tables import booking
from kiosk.city.publishing import publish
from kiosk.domain.calendar import business_day
from kiosk.ports.ledger import BOOKING

SOURCE = "booking"


def send_down(connection: Connection, row: Any) -> None:
    """The booking as the hall and its terminals keep it (`kiosk.ports.ledger.CachedBooking`)."""
    day = business_day(row["starts_ms"], boundary_minutes(connection, row["hall"]))
    body = {
        "day": day,
        "begins_ms": row["starts_ms"],
        "ends_ms": row["ends_ms"],
        "item": row["item"],
        "group": row["group"],
        "holder": row["hash"],
        "key_version": row["key_version"],
        "name": row["name"],
        "tail": row["tail"],
    }
    publish(connection, row["hall"], BOOKING, row["booking_id"], str(row["changed_ms"]), body, SOURCE)


def take_down(connection: Connection, row: Any, now_ms: int) -> None:
    """A tombstone: the hall forgets it."""
    publish(connection, row["hall"], BOOKING, row["booking_id"], str(now_ms), None, SOURCE)
    connection.execute(update(booking).where(booking.c.booking_id == row["booking_id"]).values(down=False))
