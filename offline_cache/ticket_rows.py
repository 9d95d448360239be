"""A terminal's wishes and tickets as rows. Only masked words and a keyed hash are in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kiosk.domain.ticket import Group, Holder, PrintState, TakeRequest, TicketState, TicketView
from kiosk.ports.ledger import Intent, KeptTicket

TICKET_COLUMNS = "view, print_state, code, reprints"
INTENT_COLUMNS = "request, day, at_ms"


def request_text(request: TakeRequest) -> str:
    return json.dumps(asdict(request), ensure_ascii=False)


def intent_of(row: Sequence[Any]) -> Intent:
    request, day, at_ms = row
    fields = json.loads(request)
    holder = Holder(**{**fields["holder"], "group": Group(fields["holder"]["group"])})
    return Intent(TakeRequest(fields["ticket_id"], fields["item"], holder), day, at_ms)


def ticket_row(ticket: KeptTicket) -> tuple[Any, ...]:
    """ticket_id, day, label, then `TICKET_COLUMNS`."""
    view = ticket.view
    text = json.dumps(asdict(view), ensure_ascii=False)
    return view.ticket_id, view.day, view.label, text, ticket.print_state.value, ticket.code, ticket.reprints


def ticket_of(row: Sequence[Any]) -> KeptTicket:
    view, print_state, code, reprints = row
    return KeptTicket(_view(json.loads(view)), PrintState(print_state), code, reprints)


def _view(fields: dict[str, Any]) -> TicketView:
    typed = {"state": TicketState(fields["state"]), "group": Group(fields["group"])}
    return TicketView(**{**fields, **typed, "counters": tuple(fields["counters"])})
