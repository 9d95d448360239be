"""Keeps the statistics in step: events make their day stale, and a stale day is counted again from its tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from kiosk.city.event_rows import ticket_of
from kiosk.city.projection import EvaluationRecord, TicketRecord
from kiosk.city.retention.forgotten import is_forgotten, look_again
from kiosk.city.rows import add_row, lock_row
from kiosk.city.statistics.figures import Figures, Place, figures
from kiosk.city.statistics.tables import statistic, statistic_day
from kiosk.city.tables import evaluation as evaluation_table
from kiosk.city.tables import event as event_table
from kiosk.city.tables import ticket as ticket_table
from kiosk.domain.events import Event, EventKind

FOLLOWER = "statistics"


def take_events(connection: Connection, hall: str, events: Sequence[Event]) -> None:
    """Marks what has to be counted again: the days of the events and of their tickets; an opened day ends others."""
    days = {event.day for event in events} | _days_of_tickets(connection, {event.ticket_id for event in events})
    for day in sorted(days):
        c = statistic_day.c
        again = update(statistic_day).where(c.hall == hall, c.day == day).values(stale=True)
        fresh = {"hall": hall, "day": day, "stale": True, "over": False, "counted_ms": 0}
        if connection.execute(again).rowcount == 0 and not add_row(connection, statistic_day, fresh):
            connection.execute(again)
    opened = max((event.day for event in events if event.kind is EventKind.DAY_OPENED), default="")
    if opened:
        c = statistic_day.c
        ended = update(statistic_day).where(c.hall == hall, c.day < opened, c.over.is_(False))
        connection.execute(ended.values(stale=True))


def stale_day(connection: Connection, counted_before_ms: int) -> tuple[str, str] | None:
    """One that waits for longest; none that was counted only just now, for a day in full swing is always stale."""
    c = statistic_day.c
    due = (c.stale.is_(True), c.counted_ms < counted_before_ms)
    asked = select(c.hall, c.day).where(*due).order_by(c.counted_ms, c.hall, c.day).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else (row.hall, row.day)


def count_again(connection: Connection, hall: str, day: str, now_ms: int) -> None:
    """The day's rows anew, in one transaction."""
    key = {"hall": hall, "day": day}
    lock_row(connection, statistic_day, key, {"stale": True, "over": False, "counted_ms": 0})
    if is_forgotten(connection, hall, day):
        _leave(connection, hall, day)
        return
    over = is_over(connection, hall, day)
    counted = figures(stored_tickets(connection, hall, day), stored_evaluations(connection, hall, day), over)
    c = statistic.c
    connection.execute(delete(statistic).where(c.hall == hall, c.day == day))
    rows = [_row(hall, day, place, found) for place, found in counted.items()]
    if rows:
        connection.execute(insert(statistic), rows)
    d = statistic_day.c
    done = {"stale": False, "over": over, "counted_ms": now_ms}
    connection.execute(update(statistic_day).where(d.hall == hall, d.day == day).values(**done))


def _leave(connection: Connection, hall: str, day: str) -> None:
    """Its records are gone: counted again, the day would be empty."""
    d = statistic_day.c
    connection.execute(update(statistic_day).where(d.hall == hall, d.day == day).values(stale=False))
    look_again(connection, hall, day)


def is_over(connection: Connection, hall: str, day: str) -> bool:
    c = event_table.c
    asked = select(func.max(c.day)).where(c.hall == hall, c.kind == EventKind.DAY_OPENED.value)
    return (connection.execute(asked).scalar_one_or_none() or "") > day


def stored_tickets(connection: Connection, hall: str, day: str) -> list[TicketRecord]:
    c = ticket_table.c
    rows = connection.execute(select(ticket_table).where(c.hall == hall, c.day == day).order_by(c.ticket_id))
    return [ticket_of(row) for row in rows.mappings()]


def stored_evaluations(connection: Connection, hall: str, day: str) -> list[EvaluationRecord]:
    c = evaluation_table.c
    rows = connection.execute(select(evaluation_table).where(c.hall == hall, c.day == day).order_by(c.ticket_id))
    return [_evaluation_of(row) for row in rows.mappings()]


def stored_rows(connection: Connection, hall: str, first: str, last: str) -> list[dict[str, Any]]:
    c = statistic.c
    asked = select(statistic).where(c.hall == hall, c.day.between(first, last)).order_by(c.day, c.queue, c.hour)
    return [{str(name): value for name, value in row.items()} for row in connection.execute(asked).mappings()]


def counted_days(connection: Connection, hall: str, first: str, last: str) -> list[dict[str, Any]]:
    c = statistic_day.c
    asked = select(statistic_day).where(c.hall == hall, c.day.between(first, last)).order_by(c.day)
    return [{str(name): value for name, value in row.items()} for row in connection.execute(asked).mappings()]


def _days_of_tickets(connection: Connection, ids: set[str]) -> set[str]:
    c = ticket_table.c
    asked = select(c.day).where(c.ticket_id.in_(ids - {""})).distinct()
    return set(connection.execute(asked).scalars()) if ids - {""} else set()


def _evaluation_of(row: Any) -> EvaluationRecord:
    values = {str(name): value for name, value in row.items()}
    return EvaluationRecord(**{**values, "reasons": tuple(values["reasons"])})


def _row(hall: str, day: str, place: Place, found: Figures) -> dict[str, Any]:
    queue, hour = place
    return {"hall": hall, "day": day, "queue": queue, "hour": hour, "figures": found.as_json()}
