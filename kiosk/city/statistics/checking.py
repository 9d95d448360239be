"""Whether the statistics follow from the raw events: a day is folded from nothing and compared, figure by figure.

Nothing that was derived before is used: neither tickets nor evaluations nor the rows that are checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from kiosk.city.event_rows import event_of
from kiosk.city.projection import EvaluationRecord, TicketRecord, evaluation_of, fold_ticket
from kiosk.city.retention.forgotten import is_forgotten
from kiosk.city.statistics.counting import is_over
from kiosk.city.statistics.figures import Figures, Place, figures
from kiosk.city.statistics.tables import statistic, statistic_day
from kiosk.city.tables import event as event_table
from kiosk.domain.events import Event

_PART = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not follow from the events."""

    hall: str
    day: str
    queue: str
    hour: int
    figure: str
    stored: Any
    counted: Any


@dataclass(frozen=True, slots=True)
class Compared:
    """`days` and `rows` that were compared; `stale` days are being counted again and say nothing, `forgotten` ones have
    no events any more that they could follow from."""

    days: int
    rows: int
    stale: int
    forgotten: int
    differences: tuple[Difference, ...]


def compare(connection: Connection, hall: str = "", day: str = "") -> Compared:
    """Every day that was counted; or of one hall, or one day."""
    days = rows = stale = past = 0
    differences: list[Difference] = []
    for place, which, is_stale in _days(connection, hall, day):
        if is_forgotten(connection, place, which):
            past += 1
            continue
        if is_stale:
            stale += 1
            continue
        stored, counted = _stored(connection, place, which), from_events(connection, place, which)
        days, rows = days + 1, rows + len(stored)
        differences += _differences(place, which, stored, counted)
    return Compared(days, rows, stale, past, tuple(differences))


def from_events(connection: Connection, hall: str, day: str) -> dict[Place, Figures]:
    """A day's figures from the raw events alone.

    A ticket belongs to the day of its first event and may end on the next; so the days beside it are read too.
    """
    tickets: dict[str, TicketRecord] = {}
    evaluations: dict[str, EvaluationRecord] = {}
    for event in _events(connection, hall, _beside(day, -1), _beside(day, 1)):
        ticket = fold_ticket(tickets.get(event.ticket_id), hall, event)
        if ticket is not None:
            tickets[event.ticket_id] = ticket
        evaluation = evaluation_of(hall, event)
        if evaluation is not None:
            evaluations.setdefault(evaluation.ticket_id, evaluation)
    of_day = [ticket for ticket in tickets.values() if ticket.day == day]
    graded = [one for one in evaluations.values() if one.day == day]
    return figures(of_day, graded, is_over(connection, hall, day))


def _events(connection: Connection, hall: str, first: str, last: str) -> Iterator[Event]:
    c, after = event_table.c, 0
    while True:
        mine = (c.hall == hall, c.day.between(first, last), c.arrival > after)
        rows = connection.execute(select(event_table).where(*mine).order_by(c.arrival).limit(_PART)).mappings().all()
        yield from (event_of(row) for row in rows)
        if len(rows) < _PART:
            return
        after = rows[-1]["arrival"]


def _days(connection: Connection, hall: str, day: str) -> list[tuple[str, str, bool]]:
    c = statistic_day.c
    asked = select(c.hall, c.day, c.stale).order_by(c.hall, c.day)
    asked = asked.where(c.hall == hall) if hall else asked
    asked = asked.where(c.day == day) if day else asked
    return [(row.hall, row.day, row.stale) for row in connection.execute(asked)]


def _stored(connection: Connection, hall: str, day: str) -> dict[Place, dict[str, Any]]:
    c = statistic.c
    rows = connection.execute(select(statistic).where(c.hall == hall, c.day == day)).mappings()
    return {(row["queue"], row["hour"]): row["figures"] for row in rows}


def _differences(
    hall: str, day: str, stored: dict[Place, dict[str, Any]], counted: dict[Place, Figures]
) -> Iterator[Difference]:
    for place in sorted(set(stored) | set(counted)):
        kept = stored.get(place, Figures().as_json())
        found = counted.get(place, Figures()).as_json()
        for figure in found:
            if kept.get(figure) != found[figure]:
                yield Difference(hall, day, *place, figure, kept.get(figure), found[figure])


def _beside(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day  # a node may have said a day that there is not
