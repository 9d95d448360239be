"""How a room follows the halls' events: each once, in the order of their arrival, at its own pace.

A follower remembers how far it has read in each hall. Its row is locked while it works, and what it makes of the
events is stored in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import BigInteger, Column, Connection, Table, Text, select, update

from kiosk.city.event_rows import event_of
from kiosk.city.rows import lock_row
from kiosk.city.schema import metadata
from kiosk.city.tables import event as event_table
from kiosk.city.tables import hall as hall_table
from kiosk.domain.events import Event

follower = Table(
    "follower",
    metadata,
    Column("name", Text, primary_key=True),
    Column("hall", Text, primary_key=True),
    Column("arrival", BigInteger, nullable=False),
)

PART = 200

Take = Callable[[Connection, str, Sequence[Event]], None]


def behind(connection: Connection, name: str) -> str | None:
    """A hall whose events this follower has not read to their end, or None."""
    c = follower.c
    seen = select(c.arrival).where(c.name == name, c.hall == hall_table.c.id).scalar_subquery()
    unread = hall_table.c.arrival > seen
    none = hall_table.c.arrival > 0
    started = select(c.hall).where(c.name == name, c.hall == hall_table.c.id).exists()
    asked = select(hall_table.c.id).where(unread | (~started & none)).order_by(hall_table.c.id).limit(1)
    return connection.execute(asked).scalar_one_or_none()


def follow(connection: Connection, name: str, hall: str, take: Take) -> bool:
    """Reads the next part of a hall's events and hands it to `take`. Answers whether the part was full."""
    mine = (follower.c.name == name, follower.c.hall == hall)
    lock_row(connection, follower, {"name": name, "hall": hall}, {"arrival": 0})
    after = connection.execute(select(follower.c.arrival).where(*mine)).scalar_one()
    here = (event_table.c.hall == hall, event_table.c.arrival > after)
    rows = connection.execute(select(event_table).where(*here).order_by(event_table.c.arrival).limit(PART))
    found = rows.mappings().all()
    if found:
        take(connection, hall, [event_of(row) for row in found])
        connection.execute(update(follower).where(*mine).values(arrival=found[-1]["arrival"]))
    return len(found) == PART
