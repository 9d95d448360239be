"""Visits and evaluations, forgotten day by day: counted for good first, and only when nobody has to read there.

Nothing of a day goes while a room has not read all its events, or while its statistics wait to be counted. An event's
row stays with its identity, place and time, so that one sent again is still known; what it told is emptied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from kiosk.city.bookings.checking_in import FOLLOWER as OF_BOOKINGS
from kiosk.city.following import follower
from kiosk.city.retention.limits import KeptDays, first_kept
from kiosk.city.retention.tables import forgotten_day
from kiosk.city.reviews.cases import FOLLOWER as OF_REVIEWS
from kiosk.city.reviews.tables import case
from kiosk.city.rows import lock_row
from kiosk.city.statistics.counting import FOLLOWER as OF_STATISTICS
from kiosk.city.statistics.tables import statistic_day
from kiosk.city.tables import evaluation, event, ticket
from kiosk.city.tables import hall as hall_table
from kiosk.domain.booking import today
from kiosk.domain.events import EventKind
from kiosk.domain.review import CaseState

PART = 500
READERS = (OF_BOOKINGS, OF_REVIEWS, OF_STATISTICS)
_AGAIN_MS = 20 * 3_600_000  # what an open case holds back is looked at once a day


@dataclass(frozen=True, slots=True)
class Due:
    """A day, and which of its records are older than their limit."""

    hall: str
    day: str
    visits: bool
    evaluations: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """How many rows went; `whole`: nothing of the day is left but what is owed."""

    visits: int = 0
    events: int = 0
    evaluations: int = 0
    whole: bool = True

    @property
    def counts(self) -> dict[str, int]:
        told = {"visits": self.visits, "events": self.events, "evaluations": self.evaluations}
        return {name: count for name, count in told.items() if count}


def due_day(connection: Connection, kept: KeptDays, now_ms: int) -> Due | None:
    """The oldest of the days that are counted, read by every room, and have something to be forgotten."""
    visits, evaluations = (first_kept(today(now_ms), days) for days in (kept.visits, kept.evaluations))
    d, f = statistic_day.c, forgotten_day.c
    joined = statistic_day.outerjoin(forgotten_day, (f.hall == d.hall) & (f.day == d.day))
    old_visits = (d.day < visits) & f.visits_gone.is_not(True)
    old_evaluations = (d.day < evaluations) & f.evaluations_gone.is_not(True)
    rested = or_(f.looked_ms.is_(None), f.looked_ms < now_ms - _AGAIN_MS)
    asked = select(d.hall, d.day).select_from(joined)
    asked = asked.where(d.stale.is_(False), or_(old_visits, old_evaluations), rested, _all_read())
    row = connection.execute(asked.order_by(d.day, d.hall).limit(1)).first()
    return None if row is None else Due(row.hall, row.day, row.day < visits, row.day < evaluations)


def forget_day(connection: Connection, due: Due, now_ms: int) -> Gone:
    """One part of a day. From the first part on its statistics are never counted again."""
    key = {"hall": due.hall, "day": due.day}
    lock_row(connection, forgotten_day, key, {"visits_gone": False, "evaluations_gone": False, "looked_ms": 0})
    if not _is_counted(connection, due):
        return Gone()  # an event of this day came since the look
    gone = _visits(connection, due) if due.visits else Gone()
    if gone.whole and due.evaluations:
        last = _evaluations(connection, due)
        gone = Gone(gone.visits, gone.events + last.events, last.evaluations, last.whole)
    if gone.whole:
        left = _left(connection, due) if due.evaluations else True
        told = {"visits_gone": due.visits, "evaluations_gone": due.evaluations and not left, "looked_ms": now_ms}
        f = forgotten_day.c
        connection.execute(update(forgotten_day).where(f.hall == due.hall, f.day == due.day).values(**told))
    return gone


def _all_read() -> ColumnElement[bool]:
    """Every room has read the hall's events to their end."""
    d, read = statistic_day.c, follower.c
    done = select(func.count()).select_from(follower.join(hall_table, hall_table.c.id == read.hall))
    done = done.where(read.hall == d.hall, read.name.in_(READERS), read.arrival >= hall_table.c.arrival)
    return done.correlate(statistic_day).scalar_subquery() == len(READERS)


def _is_counted(connection: Connection, due: Due) -> bool:
    d = statistic_day.c
    asked = select(d.day).where(d.hall == due.hall, d.day == due.day, d.stale.is_(False), _all_read())
    return connection.execute(asked).first() is not None


def _visits(connection: Connection, due: Due) -> Gone:
    t, e = ticket.c, event.c
    part = select(t.ticket_id).where(t.hall == due.hall, t.day == due.day).limit(PART)
    visits = connection.execute(delete(ticket).where(t.ticket_id.in_(part.scalar_subquery()))).rowcount
    told = select(e.event_id).where(*_told(due), e.kind != EventKind.EVALUATED.value).limit(PART)
    events = _emptied(connection, told)
    return Gone(visits, events, whole=visits < PART and events < PART)


def _evaluations(connection: Connection, due: Due) -> Gone:
    c, e = evaluation.c, event.c
    part = select(c.ticket_id).where(c.hall == due.hall, c.day == due.day, ~_open_case(c.ticket_id)).limit(PART)
    evaluations = connection.execute(delete(evaluation).where(c.ticket_id.in_(part.scalar_subquery()))).rowcount
    told = select(e.event_id).where(*_told(due), e.kind == EventKind.EVALUATED.value, ~_open_case(e.ticket_id))
    events = _emptied(connection, told.limit(PART))
    return Gone(0, events, evaluations, whole=evaluations < PART and events < PART)


def _left(connection: Connection, due: Due) -> bool:
    c = evaluation.c
    return connection.execute(select(c.day).where(c.hall == due.hall, c.day == due.day).limit(1)).first() is not None


def _told(due: Due) -> tuple[Any, ...]:
    e = event.c
    return e.hall == due.hall, e.day == due.day, e.ticket_id != ""


def _emptied(connection: Connection, which: Any) -> int:
    change = update(event).where(event.c.event_id.in_(which.scalar_subquery())).values(ticket_id="", data={})
    return connection.execute(change).rowcount


def _open_case(ticket_id: ColumnElement[str]) -> ColumnElement[bool]:
    """It is still worked on: what it is about is owed to whoever works on it."""
    return (
        select(case.c.ticket_id).where(case.c.ticket_id == ticket_id, case.c.state != CaseState.CLOSED.value).exists()
    )
