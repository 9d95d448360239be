"""Keeps the `ticket` and `evaluation` tables in step with the events, and makes them from nothing when asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from kiosk.city.event_rows import evaluation_row, event_of, ticket_of, ticket_row
from kiosk.city.projection import EvaluationRecord, TicketRecord, evaluation_of, fold_ticket
from kiosk.city.tables import evaluation as evaluation_table
from kiosk.city.tables import event as event_table
from kiosk.city.tables import hall as hall_table
from kiosk.city.tables import ticket as ticket_table
from kiosk.domain.events import Event

_PART = 500


def project(connection: Connection, hall: str, events: Sequence[Event]) -> None:
    """Folds new events of a hall, in the order of their arrival, into its rows; within the caller's transaction."""
    ids = {event.ticket_id for event in events if event.ticket_id}
    stored = _stored_tickets(connection, ids)
    folded = dict(stored)
    for event in events:
        record = fold_ticket(folded.get(event.ticket_id), hall, event)
        if record is not None:
            folded[event.ticket_id] = record
    _write_tickets(connection, stored, folded)
    _write_evaluations(connection, hall, events)


def rebuild(connection: Connection) -> None:
    """Empties both tables and folds every event again, in one transaction. For a version that derives more."""
    connection.execute(delete(ticket_table))
    connection.execute(delete(evaluation_table))
    for hall in connection.execute(select(hall_table.c.id)).scalars().all():
        for part in _parts(connection, hall):
            project(connection, hall, part)


def _parts(connection: Connection, hall: str) -> Iterator[Sequence[Event]]:
    after = 0
    while True:
        mine = (event_table.c.hall == hall, event_table.c.arrival > after)
        asked = select(event_table).where(*mine).order_by(event_table.c.arrival).limit(_PART)
        rows = connection.execute(asked).mappings().all()
        if not rows:
            return
        after = rows[-1]["arrival"]
        yield [event_of(row) for row in rows]


def _stored_tickets(connection: Connection, ids: set[str]) -> Mapping[str, TicketRecord]:
    if not ids:
        return {}
    rows = connection.execute(select(ticket_table).where(ticket_table.c.ticket_id.in_(ids))).mappings()
    return {row["ticket_id"]: ticket_of(row) for row in rows}


def _write_tickets(
    connection: Connection, stored: Mapping[str, TicketRecord], folded: Mapping[str, TicketRecord]
) -> None:
    new = [ticket_row(record) for ticket_id, record in folded.items() if ticket_id not in stored]
    changed = [record for ticket_id, record in folded.items() if ticket_id in stored and record != stored[ticket_id]]
    if new:
        connection.execute(insert(ticket_table), new)
    if changed:
        mine = ticket_table.c.ticket_id == bindparam("its_id")
        columns: dict[str, Any] = {name: bindparam(name) for name in ticket_row(changed[0]) if name != "ticket_id"}
        rows = [{**ticket_row(record), "its_id": record.ticket_id} for record in changed]
        connection.execute(update(ticket_table).where(mine).values(columns), rows)


def _write_evaluations(connection: Connection, hall: str, events: Sequence[Event]) -> None:
    first: dict[str, EvaluationRecord] = {}
    for event in events:
        record = evaluation_of(hall, event)
        if record is not None:
            first.setdefault(record.ticket_id, record)
    if not first:
        return
    asked = select(evaluation_table.c.ticket_id).where(evaluation_table.c.ticket_id.in_(first))
    known = set(connection.execute(asked).scalars())
    rows = [evaluation_row(record) for ticket_id, record in first.items() if ticket_id not in known]
    if rows:
        connection.execute(insert(evaluation_table), rows)
