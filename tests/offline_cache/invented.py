"""Invented events and tickets for the ledger's tests."""

from __future__ import annotations

from kiosk.domain.events import Data, Event, EventKind, Moment
from kiosk.domain.ticket import Group, Holder, PrintState, TakeRequest, TicketState, TicketView
from kiosk.ports.ledger import KeptTicket

DAY = "2026-11-23"
HOLDER = Holder("ab" * 32, 1, "张*三", "2217")


def event(number: int, kind: EventKind = EventKind.TAKEN, ticket_id: str = "t-1", data: Data | None = None) -> Event:
    at = Moment(1_795_000_000_000 + number, 5_000 + number, "boot-1")
    return Event(f"e-{number}", kind, "terminal-1", DAY, at, ticket_id, data or {"label": "A017"})


def request(ticket_id: str = "t-1") -> TakeRequest:
    return TakeRequest(ticket_id, "GA-001", HOLDER)


def view(ticket_id: str = "t-1", label: str = "A017") -> TicketView:
    return TicketView(
        ticket_id, label, "household", "GA-001", DAY, TicketState.RESERVED, Group.WALK_IN, "张*三", "2217",
        1_795_000_000_000, 3, 12, 20, ("3", "5"),
    )  # fmt: skip


def kept(ticket_id: str = "t-1", label: str = "A017") -> KeptTicket:
    return KeptTicket(view(ticket_id, label), PrintState.COMMITTED, "HK1.body.mac")
