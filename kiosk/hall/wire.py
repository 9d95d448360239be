"""Reservation on the wire: the hall's busiest request, so it is read and written without a model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.ticket import NOTHING_SEEN, Group, Holder, Seen, TakeRefusal, TakeRequest, TicketView


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
_MOST_VERSIONS, _MOST_SEEN = 8, 8
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LABEL = re.compile(r"[A-Z]{1,4}[0-9]{1,9}", re.ASCII)
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
                            "also": {
                                "type": "array",
                                "description": "the same person under other versions of the key",
                                "maxItems": _MOST_VERSIONS,
                                "items": {
                                    "type": "object",
                                    "required": ["hash", "key_version"],
                                    "properties": {
                                        "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                                        "key_version": {"type": "integer", "minimum": 0},
                                    },
                                },
                            },
                        },
                    },
                    "booking": {
                        "type": "string",
                        "pattern": f"^({_TICKET_ID.pattern})?$",
                        "description": "the booking that the person checks in with",
                    },
                    "seen": {
                        "type": "object",
                        "description": "the highest numbers of this queue that the terminal knows of",
                        "properties": {
                            "day": {"type": "string", "pattern": f"^{_DAY.pattern}$"},
                            "labels": {
                                "type": "array",
                                "maxItems": _MOST_SEEN,
                                "items": {"type": "string", "pattern": f"^{_LABEL.pattern}$"},
                            },
                        },
                    },
                },
            }
        }
    },
}


def request_on_wire(request: TakeRequest) -> dict[str, Any]:
    holder, seen = request.holder, request.seen
    return {
        "ticket_id": request.ticket_id,
        "item": request.item,
        "holder": {
            "hash": holder.hash,
            "key_version": holder.key_version,
            "name": holder.name,
            "tail": holder.tail,
            "group": holder.group.value,
            "also": [{"hash": one.hash, "key_version": one.key_version} for one in holder.also],
        },
        **({"booking": request.booking} if request.booking else {}),
        **({"seen": {"day": seen.day, "labels": list(seen.labels)}} if seen.labels else {}),
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
    if isinstance(whose, str):
        return whose
    seen = _seen(body["seen"]) if "seen" in body else NOTHING_SEEN
    booking = body.get("booking", "")
    if not isinstance(booking, str) or (booking and not _TICKET_ID.fullmatch(booking)):
        return "booking"
    return TakeRequest(ticket_id, item, whose, seen, booking) if seen is not None else "seen"


def _seen(body: Any) -> Seen | None:
    day, labels = (body.get("day"), body.get("labels")) if isinstance(body, dict) else ("", None)
    if not isinstance(day, str) or not _fits(day, _DAY) or not isinstance(labels, list) or len(labels) > _MOST_SEEN:
        return None
    return Seen(day, tuple(labels)) if all(_fits(label, _LABEL) for label in labels) else None


def _holder(body: Any) -> Holder | str:
    if not isinstance(body, dict):
        return "holder"
    hashed, version, group = body.get("hash", ""), body.get("key_version", 0), body.get("group", "walk_in")
    name, tail = body.get("name", ""), body.get("tail", "")
    if not _fits(hashed, _HASH):
        return "holder.hash"
    if not _is_version(version):
        return "holder.key_version"
    if not _fits(name, _SHOWN) or len(name) > _LONGEST_NAME:
        return "holder.name"
    if not _fits(tail, _SHOWN) or len(tail) > _LONGEST_TAIL:
        return "holder.tail"
    if not isinstance(group, str) or group not in _GROUPS:
        return "holder.group"
    if "also" not in body:
        return Holder(hashed, version, name, tail, _GROUPS[group])
    also = _also(body["also"])
    return "holder.also" if also is None else Holder(hashed, version, name, tail, _GROUPS[group], also)


def _also(body: Any) -> tuple[KeyedHash, ...] | None:
    if not isinstance(body, list) or len(body) > _MOST_VERSIONS or not all(isinstance(one, dict) for one in body):
        return None
    pairs = [(one.get("hash"), one.get("key_version")) for one in body]
    if not all(hashed and _fits(hashed, _HASH) and _is_version(version) for hashed, version in pairs):
        return None
    return tuple(KeyedHash(hashed, version) for hashed, version in pairs)


def _is_version(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1 << 31


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
    return to_json({"ticket": fields})
