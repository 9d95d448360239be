"""Events and the records made from them as rows, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from kiosk.city.projection import EvaluationRecord, TicketRecord
from kiosk.domain.events import Event, EventKind, Moment


def event_row(event: Event, hall: str, stream_node: str, arrival: int, received_ms: int) -> dict[str, Any]:
    at = event.at
    return {
        "event_id": event.event_id,
        "hall": hall,
        "arrival": arrival,
        "stream_node": stream_node,
        "node": event.node,
        "kind": event.kind.value,
        "day": event.day,
        "wall_ms": at.wall_ms,
        "mono_ms": at.mono_ms,
        "boot_id": at.boot_id,
        "trusted": at.trusted,
        "ticket_id": event.ticket_id,
        "data": dict(event.data),
        "received_ms": received_ms,
    }


def event_of(row: RowMapping) -> Event:
    at = Moment(row["wall_ms"], row["mono_ms"], row["boot_id"], row["trusted"])
    return Event(row["event_id"], EventKind(row["kind"]), row["node"], row["day"], at, row["ticket_id"], row["data"])


def ticket_row(record: TicketRecord) -> dict[str, Any]:
    return asdict(record)


def ticket_of(row: RowMapping) -> TicketRecord:
    return TicketRecord(**{str(name): value for name, value in row.items()})


def evaluation_row(record: EvaluationRecord) -> dict[str, Any]:
    return {**asdict(record), "reasons": list(record.reasons)}
