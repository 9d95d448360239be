"""Numbers over HTTP: reserve, look, restore."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import from_json

from kiosk.domain.ticket import Refused, Reserved, TicketView
from kiosk.hall.core.answers import Restored, RestoreRefusal, RestoreRefused
from kiosk.hall.core.commands import Reserve, Restore
from kiosk.hall.core.telling import Member, Role
from kiosk.hall.core.ticket_view import ticket_view
from kiosk.hall.http.gate import member_of, not_entitled, not_for
from kiosk.hall.http.replies import Written, documented, trouble, unavailable, value
from kiosk.hall.service import Hall
from kiosk.hall.wire import (
    REFUSAL_SENTENCES,
    REQUEST_SCHEMA,
    ReservedOnWire,
    TicketRefusedOnWire,
    reserved_on_wire,
    take_request,
)
from kiosk.hall.work import Scope, Unavailable

RESTORE_SENTENCES = {
    RestoreRefusal.UNKNOWN_TICKET: "The hall has no such ticket today.",
    RestoreRefusal.NOT_PASSED: "Only a ticket that was passed over comes back.",
    RestoreRefusal.TOO_LATE: "The time for coming back is over.",
    RestoreRefusal.ALREADY_RESTORED: "A ticket comes back once only.",
}


def tickets_router(hall: Hall) -> APIRouter:
    router = APIRouter(prefix="/v1/tickets", tags=["tickets"])
    refusals = documented(400, 404) | {409: {"model": TicketRefusedOnWire}}

    @router.post("", response_model=ReservedOnWire, responses=refusals, openapi_extra={"requestBody": REQUEST_SCHEMA})
    async def reserved(request: Request) -> Response:
        """A number for this request; the same request always gets the same number."""
        return await reserve(hall, member_of(request), await request.body())

    @router.get("/{ticket_id}", response_model=TicketView, responses=documented(404))
    async def ticket(request: Request, ticket_id: str) -> Response:
        """How a ticket of today stands now."""
        return not_for(request, Role.TERMINAL) or await _ticket(hall, ticket_id)

    @router.post("/{ticket_id}/restore", response_model=TicketView, responses=documented(404, 409))
    async def restore(request: Request, ticket_id: str) -> Response:
        """A passed ticket goes back into its queue, once, within the hall's limit."""
        return not_for(request, Role.TERMINAL, Role.CALLER) or _restored(await hall.do(Restore(ticket_id)))

    return router


async def reserve(hall: Hall, member: Member, body: bytes) -> Response:
    """The endpoint itself, without a framework around it."""
    refused = not_entitled(member, Role.TERMINAL)
    if refused is not None:
        return refused
    try:
        wanted = take_request(from_json(body))
    except ValueError:
        return trouble(400, "not_json", "The body is not JSON.")
    if isinstance(wanted, str):
        return trouble(422, "malformed", f"'{wanted}' is missing or has another form than documented.")
    reply: Reserved | Refused | Unavailable = await hall.do(Reserve(wanted))
    match reply:
        case Reserved(ticket):
            return Written(reserved_on_wire(ticket))
        case Refused(reason, ticket):
            return value(TicketRefusedOnWire(reason, REFUSAL_SENTENCES[reason], ticket), 409)
        case Unavailable():
            return unavailable(reply)


async def _ticket(hall: Hall, ticket_id: str) -> Response:
    def at(scope: Scope) -> TicketView | None:
        found = scope.state.tickets.get(ticket_id)
        return ticket_view(scope.state, scope.rules, found, scope.now) if found else None

    found = await hall.look(at)
    if isinstance(found, Unavailable):
        return unavailable(found)
    return value(found) if found else trouble(404, "unknown_ticket", "The hall has no such ticket today.")


def _restored(reply: Any) -> Response:
    match reply:
        case Restored(ticket):
            return value(ticket)
        case RestoreRefused(reason):
            status = 404 if reason is RestoreRefusal.UNKNOWN_TICKET else 409
            return trouble(status, reason.value, RESTORE_SENTENCES[reason])
        case _:
            return unavailable(reply)
