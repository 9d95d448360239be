"""What is forgotten, and when: a telephone number after its slot, who it was after months, the feed at day's end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, delete, null, select, update

from kiosk.city.bookings.feed import SOURCE, take_down
from kiosk.city.bookings.rulebook import boundary_minutes, rulebook
from kiosk.city.bookings.slots import forget_past
from kiosk.city.bookings.tables import booking, contact, message, person, suspension
from kiosk.city.retention.limits import LONGEST_DAYS
from kiosk.city.tables import change
from kiosk.domain.booking import today
from kiosk.domain.calendar import business_day
from kiosk.ports.ledger import BOOKING

PART = 200
_DAY_MS = 86_400_000
_TOMBSTONE_DAYS = 14  # a node drops a booking at its day's end by itself; nobody needs the tombstone for longer


def clear_feed(connection: Connection, now_ms: int) -> bool:
    """Tombstones for bookings whose business day is over. Answers whether more may wait."""
    c = booking.c
    over = select(booking).where(c.down.is_(True), c.day <= today(now_ms).isoformat())
    rows = connection.execute(over.order_by(c.day, c.booking_id).limit(PART)).mappings().all()
    boundaries = {hall: boundary_minutes(connection, hall) for hall in {row["hall"] for row in rows}}
    done = 0
    for row in sorted(rows, key=lambda row: str(row["hall"])):
        boundary = boundaries[row["hall"]]
        if business_day(row["starts_ms"], boundary) < business_day(now_ms, boundary):
            take_down(connection, row, now_ms)
            done += 1
    return done > 0 and len(rows) == PART


def forget(connection: Connection, now_ms: int) -> bool:
    """Everything whose time is over. The count of a hall's bookings stays; whose they were goes."""
    rules = rulebook(connection).rules
    days = min(rules.record_days, LONGEST_DAYS)
    before = today(now_ms) - timedelta(days=days)
    before_ms = now_ms - days * _DAY_MS
    connection.execute(delete(contact).where(contact.c.keep_until_ms <= now_ms))
    nobody = {"hash": "", "name": "", "tail": "", "key_version": 0}
    connection.execute(update(booking).where(booking.c.day < before.isoformat(), booking.c.hash != "").values(**nobody))
    ended = (suspension.c.ends < before.isoformat(), suspension.c.hash != "")
    connection.execute(update(suspension).where(*ended).values(hash=""))
    kept = select(booking.c.booking_id).where(booking.c.hash == person.c.hash).exists()
    connection.execute(delete(person).where(person.c.seen_ms < before_ms, ~kept))
    gone = select(contact.c.booking_id).where(contact.c.booking_id == message.c.booking_id).exists()
    connection.execute(delete(message).where(message.c.due_ms < before_ms, ~gone))
    forget_past(connection, before)
    _forget_tombstones(connection, now_ms)
    return False


def _forget_tombstones(connection: Connection, now_ms: int) -> None:
    c = change.c
    oldest = str(now_ms - _TOMBSTONE_DAYS * _DAY_MS)  # the version of a tombstone is its time; 13 digits until 2286
    mine = (c.kind == BOOKING, c.source == SOURCE, c.body.is_(null()), c.version < oldest)
    connection.execute(delete(change).where(*mine))
