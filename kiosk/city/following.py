"""How a room follows the halls' events: each once, in the order of their arrival, at its own pace.

A follower remembers how far it has read in each hall. Its rows are locked while it works, and what it makes of the
events is stored in the same transaction. One transaction reads of all halls: forty halls that each tell something every
second were half of a city's work, one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, func, select, update

from kiosk.city.event_rows import event_of
from kiosk.city.rows import lock_row
from kiosk.city.schema import key, metadata, whole
from kiosk.city.tables import event as event_table
from kiosk.city.tables import hall as hall_table
from kiosk.domain.events import Event

follower = Table(
    "follower",
    metadata,
    key("name"),
    key("hall"),
    whole("arrival"),
)

PART = 200  # events of one hall in one turn
_ENOUGH = 1000  # events of one turn: a transaction stays short
_HALLS = 100  # in one turn

Take = Callable[[Connection, Mapping[str, Sequence[Event]]], None]


def is_behind(connection: Connection, name: str) -> bool:
    """Whether some hall has events that this follower has not read."""
    return connection.execute(_behind(name).limit(1)).first() is not None


def follow(connection: Connection, name: str, take: Take) -> bool:
    """Reads the next part of every hall's events and hands all of it to `take`, by hall. Answers whether more waits."""
    halls = list(connection.execute(_behind(name).limit(_HALLS)).scalars())
    read = _read(connection, _held(connection, name, halls))
    if read:
        take(connection, {hall: [event_of(row) for row in rows] for hall, rows in read.items()})
        done = [{"of": name, "at": hall, "arrival": rows[-1]["arrival"]} for hall, rows in read.items()]
        mine = (follower.c.name == bindparam("of"), follower.c.hall == bindparam("at"))
        connection.execute(update(follower).where(*mine), done)
    return len(halls) == _HALLS or any(len(rows) == PART for rows in read.values()) or _enough(read)


def _read(connection: Connection, after: Mapping[str, int]) -> dict[str, Sequence[RowMapping]]:
    """What is new, by hall; not of every hall when there is much."""
    read: dict[str, Sequence[RowMapping]] = {}
    c = event_table.c
    for hall, seen in after.items():
        if _enough(read):
            break
        asked = select(event_table).where(c.hall == hall, c.arrival > seen).order_by(c.arrival).limit(PART)
        rows = connection.execute(asked).mappings().all()
        if rows:
            read[hall] = rows
    return read


def _enough(read: Mapping[str, Sequence[RowMapping]]) -> bool:
    return sum(map(len, read.values())) >= _ENOUGH


def hall_by_hall(take: Callable[[Connection, str, Sequence[Event]], None]) -> Take:
    """For a room to which a hall's events are nothing to another's."""

    def each(connection: Connection, told: Mapping[str, Sequence[Event]]) -> None:
        for hall, events in told.items():
            take(connection, hall, events)

    return each


def _behind(name: str) -> Select[str]:
    c = follower.c
    mine = hall_table.outerjoin(follower, (c.name == name) & (c.hall == hall_table.c.id))
    unread = hall_table.c.arrival > func.coalesce(c.arrival, 0)
    return select(hall_table.c.id).select_from(mine).where(unread).order_by(hall_table.c.id)


def _held(connection: Connection, name: str, halls: Sequence[str]) -> dict[str, int]:
    """How far it has read in each. Locked in the halls' order, so that two workers never wait crosswise; whoever comes
    second finds how far the first has come."""
    c = follower.c
    hold = update(follower).where(c.name == bindparam("of"), c.hall == bindparam("at")).values(name=c.name)
    if not halls:
        return {}
    if connection.execute(hold, [{"of": name, "at": hall} for hall in halls]).rowcount < len(halls):
        for hall in halls:
            lock_row(connection, follower, {"name": name, "hall": hall}, {"arrival": 0})
    rows = connection.execute(select(c.hall, c.arrival).where(c.name == name, c.hall.in_(halls)).order_by(c.hall))
    return {row.hall: row.arrival for row in rows}
