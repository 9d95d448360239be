"""Reservation on the wire: the hall's busiest request, so it is read and written without a model."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from kiosk.domain.ticket import Group, Holder, TakeRefusal, TakeRequest, TicketView


@dataclass(frozen=True, slots=True)
class ReservedOnWire:
    ticket: TicketView


@dataclass(frozen=True, slots=True)
class TicketRefusedOnWire:
    """Status 409. `ticket` is the one that stands in the way."""

    reason: TakeRefusal
    sentence: str
    ticket: TicketView | None = None


REFUSAL_SENTENCES = {
    TakeRefusal.ALREADY_WAITING: "This person has an open ticket in this queue; reprint that one.",
    TakeRefusal.PASSED_RECENTLY: "This person was passed over a moment ago; that ticket can be restored.",
    TakeRefusal.NUMBERS_EXHAUSTED: "The queue's numbers for today are used up.",
    TakeRefusal.UNKNOWN_ITEM: "This hall does not offer that item.",
    TakeRefusal.QUEUE_CLOSED: "The item's queue opens with the next business day.",
    TakeRefusal.IDENTITY_REQUIRED: "This item is not given out anonymously.",
    TakeRefusal.VOIDED: "This request was given up by its own terminal.",
}

_TICKET_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_ITEM = re.compile(r"[\w-]{1,20}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}|")
_SHOWN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
_LONGEST_NAME, _LONGEST_TAIL = 30, 8
_GROUPS = {group.value: group for group in Group}

REQUEST_SCHEMA: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["ticket_id", "item"],
                "properties": {
                    "ticket_id": {"type": "string", "pattern": f"^{_TICKET_ID.pattern}$", "description": "UUIDv7"},
                    "item": {"type": "string", "pattern": f"^{_ITEM.pattern}$"},
                    "holder": {
                        "type": "object",
                        "properties": {
                            "hash": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
                            "key_version": {"type": "integer", "minimum": 0},
                            "name": {"type": "string", "maxLength": _LONGEST_NAME, "description": "masked"},
                            "tail": {"type": "string", "maxLength": _LONGEST_TAIL},
                            "group": {"type": "string", "enum": list(_GROUPS)},
                        },
                    },
                },
            }
        }
    },
}


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


def take_request(body: Any) -> TakeRequest | str:
    """The request, or the name of the first field that is not as documented."""
    if not isinstance(body, dict):
        return "body"
    ticket_id, item = body.get("ticket_id"), body.get("item")
    if not isinstance(ticket_id, str) or not _TICKET_ID.fullmatch(ticket_id):
        return "ticket_id"
    if not isinstance(item, str) or not _ITEM.fullmatch(item):
        return "item"
    whose = _holder(body.get("holder", {}))
    return whose if isinstance(whose, str) else TakeRequest(ticket_id, item, whose)


def _holder(body: Any) -> Holder | str:
    if not isinstance(body, dict):
        return "holder"
    hashed, version, group = body.get("hash", ""), body.get("key_version", 0), body.get("group", "walk_in")
    name, tail = body.get("name", ""), body.get("tail", "")
    if not _fits(hashed, _HASH):
        return "holder.hash"
    if type(version) is not int or not 0 <= version < 1 << 31:
        return "holder.key_version"
    if not _fits(name, _SHOWN) or len(name) > _LONGEST_NAME:
        return "holder.name"
    if not _fits(tail, _SHOWN) or len(tail) > _LONGEST_TAIL:
        return "holder.tail"
    if not isinstance(group, str) or group not in _GROUPS:
        return "holder.group"
    return Holder(hashed, version, name, tail, _GROUPS[group])


def _fits(value: Any, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def reserved_on_wire(ticket: TicketView) -> bytes:
    """The JSON of a `ReservedOnWire`."""
    fields = {
        "ticket_id": ticket.ticket_id,
        "label": ticket.label,
        "queue": ticket.queue,
        "item": ticket.item,
        "day": ticket.day,
        "state": ticket.state,
        "group": ticket.group,
        "name": ticket.name,
        "tail": ticket.tail,
        "taken_ms": ticket.taken_ms,
        "ahead": ticket.ahead,
        "wait_low": ticket.wait_low,
        "wait_high": ticket.wait_high,
        "counters": ticket.counters,
        "counter": ticket.counter,
        "restorable": ticket.restorable,
    }
    return json.dumps({"ticket": fields}, ensure_ascii=False, separators=(",", ":")).encode()
