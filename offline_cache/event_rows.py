"""An event as a row of the node's own stream, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.domain.events import Event, EventKind, Moment
from kiosk.ports.ledger import EVENT_DATA_LIMIT

COLUMNS = "event_id, kind, node, day, wall_ms, mono_ms, boot_id, trusted, ticket_id, data"
_INSERT = f"insert into event ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


def append(db: Database, events: Sequence[Event]) -> None:
    """Adds events at the end of the stream, inside the caller's transaction. IntegrityError for an id known already."""
    if len(events) == 1:
        db.conn.execute(_INSERT, row_of(events[0]))
    else:
        db.conn.executemany(_INSERT, [row_of(event) for event in events])


def row_of(event: Event) -> tuple[Any, ...]:
    at = event.at
    data = json.dumps(event.data, ensure_ascii=False, separators=(",", ":")) if event.data else "{}"
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
    return Event(event_id, EventKind(kind), node, day, at, ticket_id, json.loads(data))
