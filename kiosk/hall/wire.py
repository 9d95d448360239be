"""Reservation on the wire, as plain JSON of one level: the hall's busiest request, so it is read without a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.domain.ticket import TakeRefusal, TakeRequest, TicketView


@dataclass(frozen=True, slots=True)
class ReservedOnWire:
    ticket: TicketView


@dataclass(frozen=True, slots=True)
class TicketRefusedOnWire:
    """Status 409. `ticket` is the one that stands in the way."""

    reason: TakeRefusal
    sentence: str
    ticket: TicketView | None = None


def request_on_wire(request: TakeRequest) -> dict[str, Any]:
    holder = request.holder
    return {
        "ticket_id": request.ticket_id,
        "item": request.item,
        "holder": {
            "hash": holder.hash,
            "key_version": holder.key_version,
            "name": holder.name,
            "tail": holder.tail,
            "group": holder.group.value,
        },
    }
