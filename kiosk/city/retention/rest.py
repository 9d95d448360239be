"""Bookings, cases and pauses, forgotten when nothing about them is to be done any more; their number stays.

A booking goes when it stands in no hall's feed, no message of it waits, and no rule looks back so far; a case when it
is closed; a pause when nobody waits for a judgement on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from kiosk.city.bookings.messages import WAITING
from kiosk.city.bookings.rulebook import rulebook
from kiosk.city.bookings.suspending import Appeal
from kiosk.city.bookings.tables import booking, contact, message, suspension
from kiosk.city.retention.limits import KeptDays, first_kept
from kiosk.city.retention.tables import kept_count
from kiosk.city.reviews.tables import case, step
from kiosk.city.rows import lock_row
from kiosk.domain.booking import today
from kiosk.domain.review import CaseState

PART = 500
BOOKING, CASE = "booking", "case"


def forget_bookings(connection: Connection, kept: KeptDays, now_ms: int) -> dict[str, int]:
    """How many of each kind went."""
    rules, c = rulebook(connection).rules, booking.c
    days = max(kept.bookings, 2 * rules.no_show_days + 1)
    waits = select(message.c.booking_id).where(message.c.booking_id == c.booking_id, message.c.state == WAITING)
    old = (c.day < first_kept(today(now_ms), days), c.down.is_(False), ~waits.exists())
    asked = select(c.booking_id, c.hall, c.day, c.state).where(*old).order_by(c.day, c.booking_id).limit(PART)
    rows = connection.execute(asked).all()
    ids = [row.booking_id for row in rows]
    for table in (message, contact, booking):
        connection.execute(delete(table).where(table.c.booking_id.in_(ids)))
    _count(connection, BOOKING, rows)
    return {"bookings": len(rows), "pauses": _pauses(connection, days, now_ms)}


def forget_cases(connection: Connection, kept: KeptDays, now_ms: int) -> dict[str, int]:
    """Closed ones, with their steps."""
    c = case.c
    old = (c.day < first_kept(today(now_ms), kept.reviews), c.state == CaseState.CLOSED.value)
    asked = select(c.ticket_id, c.hall, c.day, c.state).where(*old).order_by(c.day, c.ticket_id).limit(PART)
    rows = connection.execute(asked).all()
    ids = [row.ticket_id for row in rows]
    for table in (step, case):
        connection.execute(delete(table).where(table.c.ticket_id.in_(ids)))
    _count(connection, CASE, rows)
    return {"cases": len(rows)}


def counts(connection: Connection, hall: str, first: str, last: str) -> list[dict[str, Any]]:
    """Of business days `first` to `last`, both included."""
    c = kept_count.c
    asked = select(c.day, c.kind, c.state, c.count).where(c.hall == hall, c.day.between(first, last))
    rows = connection.execute(asked.order_by(c.day, c.kind, c.state)).mappings()
    return [{str(name): value for name, value in row.items()} for row in rows]


def _pauses(connection: Connection, days: int, now_ms: int) -> int:
    c = suspension.c
    part = select(c.suspension_id).where(
        c.ends < first_kept(today(now_ms), days), c.appeal != Appeal.ASKED.value, c.hash == ""
    )
    old = c.suspension_id.in_(part.limit(PART).scalar_subquery())
    return connection.execute(delete(suspension).where(old)).rowcount


def _count(connection: Connection, kind: str, rows: Sequence[Any]) -> None:
    c = kept_count.c
    for (hall, day, state), count in sorted(Counter((row.hall, row.day, row.state) for row in rows).items()):
        key = {"hall": hall, "day": day, "kind": kind, "state": state}
        lock_row(connection, kept_count, key, {"count": 0})
        mine = [c[name] == value for name, value in key.items()]
        connection.execute(update(kept_count).where(*mine).values(count=c.count + count))
