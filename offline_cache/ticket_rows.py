"""A terminal's wishes and tickets as rows. Only masked words and a keyed hash are in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from kiosk.domain.events import Event
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.ticket import Group, Holder, PrintState, TakeRequest, TicketState, TicketView
from kiosk.ports.ledger import Intent, KeptTicket

TICKET_COLUMNS = "view, print_state, code, reprints"
WHOLE_ROW = f"ticket_id, day, label, holder, key_version, {TICKET_COLUMNS}"
INTENT_COLUMNS = "request, day, at_ms"
_VIEW = tuple(field.name for field in fields(TicketView))
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def request_text(request: TakeRequest) -> str:
    return _as_json(asdict(request))


def intent_of(row: Sequence[Any]) -> Intent:
    request, day, at_ms = row
    told = json.loads(request)
    return Intent(TakeRequest(told["ticket_id"], told["item"], _holder(told["holder"])), day, at_ms)


def ticket_row(ticket: KeptTicket, taken: Event) -> tuple[Any, ...]:
    """In the order of `WHOLE_ROW`. Whose it is stands in the event that tells of it."""
    view = ticket.view
    version = taken.data.get("key_version", 0)
    owner = (str(taken.data.get("holder", "")), version if isinstance(version, int) else 0)
    text = _as_json({name: getattr(view, name) for name in _VIEW})
    known = (text, ticket.print_state.value, ticket.code, ticket.reprints)
    return view.ticket_id, view.day, view.label, *owner, *known


def ticket_of(row: Sequence[Any]) -> KeptTicket:
    view, print_state, code, reprints = row
    return KeptTicket(_view(json.loads(view)), PrintState(print_state), code, reprints)


def _holder(told: dict[str, Any]) -> Holder:
    typed: dict[str, Any] = {"group": Group(told["group"])}
    if "also" in told:
        typed["also"] = tuple(KeyedHash(**one) for one in told["also"])
    return Holder(**{**told, **typed})


def _view(fields: dict[str, Any]) -> TicketView:
    typed = {"state": TicketState(fields["state"]), "group": Group(fields["group"])}
    return TicketView(**{**fields, **typed, "counters": tuple(fields["counters"])})
