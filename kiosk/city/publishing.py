"""What the city publishes to its halls: one row a thing, the newest only, numbered from the hall's own counter.

The number is taken from the hall's row, which stays locked until the change is stored: what a reader sees is complete
up to the number it sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.city.announcing import announce
from kiosk.city.engines import life
from kiosk.city.tables import change as change_table
from kiosk.city.tables import hall as hall_table
from kiosk.ports.ledger import Change
from kiosk.sync.pages import Page, feed_name, page_of


def publish(
    connection: Connection, hall: str, kind: str, key: str, version: str, body: Mapping[str, Any] | None, source: str
) -> int:
    """Stores the newest body of a key, or with None its withdrawal, and answers its cursor."""
    here = hall_table.c.id == hall
    connection.execute(update(hall_table).where(here).values(cursor=hall_table.c.cursor + 1))
    cursor = int(connection.execute(select(hall_table.c.cursor).where(here)).scalar_one())
    own = (change_table.c.hall == hall, change_table.c.kind == kind, change_table.c.key == key)
    connection.execute(delete(change_table).where(*own))
    row = {"hall": hall, "kind": kind, "key": key, "cursor": cursor, "version": version, "body": body, "source": source}
    connection.execute(insert(change_table).values(**row))
    announce(connection, hall)
    return cursor


@dataclass(frozen=True, slots=True)
class Standing:
    """What is published under a key now, and who published it."""

    version: str
    source: str


def standing(connection: Connection, hall: str, kind: str, key: str) -> Standing | None:
    own = (change_table.c.hall == hall, change_table.c.kind == kind, change_table.c.key == key)
    row = connection.execute(select(change_table.c.version, change_table.c.source).where(*own)).one_or_none()
    return Standing(row.version, row.source) if row else None


def feed_state(connection: Connection, hall: str, keys: bool) -> tuple[str, int] | None:
    """The name of the feed as this node reads it, and its newest cursor: a page is the same while both are.

    A database that was put back to an earlier moment counts on from there, so its feeds are others.
    """
    state = connection.execute(select(hall_table.c.feed, hall_table.c.cursor).where(hall_table.c.id == hall)).first()
    if state is None:
        return None
    name = ".".join(filter(None, (state.feed, life(connection))))
    return feed_name(name, keys), state.cursor


def city_page(connection: Connection, hall: str, after: int, feed: str, limit: int, keys: bool) -> Page | None:
    """The page for a node that has read `feed` up to `after`. None when the city has no such hall."""
    state = feed_state(connection, hall, keys)
    if state is None:
        return None
    own, newest = state
    if after and (feed != own or after > newest):
        return Page((), 0, False, own, resync=True)
    mine = (change_table.c.hall == hall, change_table.c.cursor > after)
    asked = select(change_table).where(*mine).order_by(change_table.c.cursor).limit(limit + 1)
    found = [
        Change(row["cursor"], row["kind"], row["key"], row["version"], row["body"])
        for row in connection.execute(asked).mappings()
    ]
    return page_of(found, limit, newest, own, keys)
