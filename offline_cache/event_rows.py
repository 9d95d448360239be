"""An event as a row of the node's own stream, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.domain.events import Event, EventKind, Moment
from kiosk.ports.ledger import EVENT_DATA_LIMIT

ORIGINAL = "instr(event_id, '!') = 0"  # not the copy of a refused event that is sent again (`quarantine`)
COLUMNS = "event_id, kind, node, day, wall_ms, mono_ms, boot_id, trusted, ticket_id, data"
AT_ONCE = (64, 32, *range(16, 0, -1))  # rows of one statement: one of up to 16, and all of them stay prepared
_INSERT = {
    rows: f"insert into event ({COLUMNS}) values {', '.join(['(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'] * rows)}"  # noqa: S608
    for rows in AT_ONCE
}
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def append(db: Database, events: Sequence[Event]) -> int:
    """Adds events at the end of the stream, inside the caller's transaction, and answers the number of the last one.

    IntegrityError for an id known already.
    """
    done, last = 0, 0
    for size in AT_ONCE:
        while len(events) - done >= size:
            last = db.conn.execute(*statement(events[done : done + size])).lastrowid or 0
            done += size
    return last


def statement(events: Sequence[Event]) -> tuple[str, list[Any]]:
    """The one statement that adds as many events as one of `AT_ONCE`, and its values."""
    return _INSERT[len(events)], [value for event in events for value in row_of(event)]


def row_of(event: Event) -> tuple[Any, ...]:
    at = event.at
    data = _as_json(event.data) if event.data else "{}"
    if len(data) > EVENT_DATA_LIMIT:
        raise ValueError(f"an event's data may have {EVENT_DATA_LIMIT} characters, this has {len(data)}")
    return (
        event.event_id, event.kind.value, event.node, event.day,
        at.wall_ms, at.mono_ms, at.boot_id, at.trusted, event.ticket_id, data,
    )  # fmt: skip


def event_of(row: Sequence[Any]) -> Event:
    """From the columns of `COLUMNS`, in their order."""
    event_id, kind, node, day, wall_ms, mono_ms, boot_id, trusted, ticket_id, data = row
    at = Moment(wall_ms, mono_ms, boot_id, bool(trusted))
    event_id = event_id.rpartition("!")[2]
    return Event(event_id, EventKind(kind), node, day, at, ticket_id, json.loads(data))
