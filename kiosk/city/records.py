"""The city's records as its staff read them, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from kiosk.city.tables import evaluation, event, ticket
from kiosk.city.tables import hall as hall_table


@dataclass(frozen=True, slots=True)
class Asked:
    """`after` is where the page before ended; `day` ISO, empty for all days; `limit` 1 or more."""

    hall: str
    after: str
    day: str
    limit: int


@dataclass(frozen=True, slots=True)
class Found:
    """`next` is the `after` of the next page; empty when this was the last."""

    rows: list[dict[str, Any]]
    next: str


def events(connection: Connection, asked: Asked) -> Found | None:
    """In the order of their arrival here. None when the city has no such hall; so do the others."""
    return _page(connection, asked, event, "arrival", int(asked.after or 0))


def tickets(connection: Connection, asked: Asked) -> Found | None:
    return _page(connection, asked, ticket, "ticket_id", asked.after)


def evaluations(connection: Connection, asked: Asked) -> Found | None:
    return _page(connection, asked, evaluation, "ticket_id", asked.after)


def halls(connection: Connection) -> list[str]:
    return list(connection.execute(select(hall_table.c.id).order_by(hall_table.c.id)).scalars())


def _page(connection: Connection, asked: Asked, table: Table, order: str, after: int | str) -> Found | None:
    if connection.execute(select(hall_table.c.id).where(hall_table.c.id == asked.hall)).first() is None:
        return None
    place = table.c[order]
    query = select(table).where(table.c.hall == asked.hall, place > after).order_by(place).limit(asked.limit + 1)
    if asked.day:
        query = query.where(table.c.day == asked.day)
    rows = [{str(name): value for name, value in row.items()} for row in connection.execute(query).mappings()]
    more = len(rows) > asked.limit
    kept = rows[: asked.limit]
    return Found(kept, str(kept[-1][order]) if more else "")
