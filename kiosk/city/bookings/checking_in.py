"""What the halls tell of booked people: a check-in, a ticket that became none, and a day that is over.

A check-in is an event with the booking's number in `data.booking`; it may come days later, from a terminal that was cut
off, and then takes back a no-show that was judged without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from kiosk.city.bookings import suspending
from kiosk.city.bookings.cancelling import find
from kiosk.city.bookings.feed import take_down
from kiosk.city.bookings.rulebook import rulebook
from kiosk.city.bookings.tables import booking, person
from kiosk.city.rows import lock_row
from kiosk.city.tables import event as event_table
from kiosk.domain.booking import BookingState
from kiosk.domain.events import Event, EventKind

FOLLOWER = "bookings"
PART = 100
_CHECKS_IN = frozenset({EventKind.RESERVED, EventKind.TAKEN})
_CAME = frozenset({BookingState.BOOKED.value, BookingState.NO_SHOW.value})


def take_events(connection: Connection, told: Mapping[str, Sequence[Event]], now_ms: int) -> None:
    """Of all halls at once: whoever checked in is held before anything of a hall is."""
    checks_in = [(hall, event) for hall, events in told.items() for event in events if event.kind in _CHECKS_IN]
    asked = [(hall, event, find(connection, _number(event))) for hall, event in checks_in if _number(event)]
    came = [(event, row["hash"]) for hall, event, row in asked if row and row["hall"] == hall]
    _hold(connection, [hash for _, hash in came], now_ms)
    for event, _ in came:
        _came(connection, event, now_ms)
    for hall, events in told.items():
        voided = {event.ticket_id for event in events if event.kind is EventKind.VOIDED and event.ticket_id}
        if voided:
            _came_not(connection, hall, voided, now_ms)


def judge_no_shows(connection: Connection, hall: str, now_ms: int) -> bool:
    """Of days that the hall has told everything about: it has opened a later one. Answers whether more may wait."""
    opened = _last_day(connection, hall)
    c = booking.c
    missed = select(booking).where(c.hall == hall, c.state == BookingState.BOOKED.value, c.day < opened)
    rows = connection.execute(missed.order_by(c.day, c.booking_id).limit(PART)).mappings().all() if opened else []
    _hold(connection, [row["hash"] for row in rows], now_ms)
    rules = rulebook(connection).rules
    for row in rows:
        own = update(booking).where(c.booking_id == row["booking_id"], c.state == BookingState.BOOKED.value)
        if connection.execute(own.values(state=BookingState.NO_SHOW.value, changed_ms=now_ms)).rowcount == 1:
            if row["down"]:
                take_down(connection, row, now_ms)
            if row["hash"]:
                suspending.consider(connection, row["hash"], rules, now_ms)
    return len(rows) == PART


def _came(connection: Connection, event: Event, now_ms: int) -> None:
    row = find(connection, _number(event))
    if row["state"] not in _CAME:
        return
    change = {"state": BookingState.CHECKED_IN.value, "ticket_id": event.ticket_id, "changed_ms": now_ms}
    connection.execute(update(booking).where(booking.c.booking_id == row["booking_id"]).values(**change))
    if row["state"] == BookingState.NO_SHOW.value and row["hash"]:
        suspending.reconsider(connection, row["hash"], rulebook(connection).rules, now_ms)


def _came_not(connection: Connection, hall: str, tickets: set[str], now_ms: int) -> None:
    """The number became no ticket: the booking stands as before."""
    c = booking.c
    mine = (c.hall == hall, c.ticket_id.in_(tickets), c.state == BookingState.CHECKED_IN.value)
    back = {"state": BookingState.BOOKED.value, "ticket_id": "", "changed_ms": now_ms}
    connection.execute(update(booking).where(*mine).values(**back))


def _hold(connection: Connection, hashes: Sequence[str], now_ms: int) -> None:
    """Everybody at once and in one order, before anything of the hall is held."""
    for one in sorted({hash for hash in hashes if hash}):
        lock_row(connection, person, {"hash": one}, {"seen_ms": now_ms})


def _last_day(connection: Connection, hall: str) -> str:
    c = event_table.c
    asked = select(func.max(c.day)).where(c.hall == hall, c.kind == EventKind.DAY_OPENED.value)
    return connection.execute(asked).scalar_one_or_none() or ""


def _number(event: Event) -> str:
    value: Any = event.data.get("booking")
    return value if isinstance(value, str) and len(value) <= 64 else ""
