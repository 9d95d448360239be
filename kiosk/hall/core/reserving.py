"""A number for a request, and a passed ticket's way back: what a terminal asks for while a citizen stands there."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.catalogue import Item
from kiosk.domain.events import EventKind
from kiosk.domain.numbering import DaySpace
from kiosk.domain.ticket import (
    OPEN_STATES,
    Group,
    Holder,
    Refused,
    Reserved,
    TakeRefusal,
    TakeRequest,
    TicketState,
    TicketView,
)
from kiosk.hall.core.answers import Restored, RestoreRefusal, RestoreRefused
from kiosk.hall.core.commands import Reserve, Restore
from kiosk.hall.core.dating import next_arrival
from kiosk.hall.core.evolve import ticket_of
from kiosk.hall.core.issuing import Issued, issue
from kiosk.hall.core.scene import Decision, Scene
from kiosk.hall.core.state import Ticket
from kiosk.hall.core.ticket_view import is_restorable, ticket_view

ReserveDecision = Decision[Reserved | Refused]
RestoreDecision = Decision[Restored | RestoreRefused]


def reserve(scene: Scene, command: Reserve) -> ReserveDecision:
    """The same ticket_id always gets the same answer; a person has one open ticket in a queue."""
    request, state = command.request, scene.state
    known = state.ticket(request.ticket_id)
    if known is not None:
        return _again(scene, known)
    if request.ticket_id in state.tombstones:
        return _refused(TakeRefusal.VOIDED)
    item = scene.rules.item(request.item)
    if item is None:
        return _refused(TakeRefusal.UNKNOWN_ITEM)
    if not request.holder.hash and not item.anonymous:
        return _refused(TakeRefusal.IDENTITY_REQUIRED)
    return _in_the_way(scene, item, request.holder) or _number(scene, item, request)


def restore(scene: Scene, command: Restore) -> RestoreDecision:
    """Back to its place by arrival, once, within the limit."""
    ticket = scene.state.ticket(command.ticket_id)
    if ticket is None:
        return Decision((), RestoreRefused(RestoreRefusal.UNKNOWN_TICKET))
    if ticket.restored and ticket.state is TicketState.WAITING:
        return Decision((), Restored(ticket_view(scene.state, scene.rules, ticket, scene.now)))
    if not is_restorable(ticket, scene.rules, scene.now):
        return Decision((), RestoreRefused(_why_not(ticket)))
    event = scene.event(EventKind.RESTORED, ticket.ticket_id, label=ticket.label, queue=ticket.queue)
    return Decision((event,), Restored(_as_restored(scene, ticket)))


def _as_restored(scene: Scene, ticket: Ticket) -> TicketView:
    back = replace(ticket, state=TicketState.WAITING, restored=True, confirmed=True, counter="")
    return ticket_view(scene.state, scene.rules, back, scene.now)


def _again(scene: Scene, ticket: Ticket) -> ReserveDecision:
    if ticket.state is TicketState.VOID:
        return _refused(TakeRefusal.VOIDED)
    return Decision((), Reserved(ticket_view(scene.state, scene.rules, ticket, scene.now)))


def _in_the_way(scene: Scene, item: Item, holder: Holder) -> ReserveDecision | None:
    """The person's own ticket in the same queue, when one is open or the latest may be restored."""
    persons = [(one.hash, one.key_version, item.queue) for one in holder.identities()]
    passed: Ticket | None = None
    for at, ticket in enumerate(scene.state.tickets_of(persons)):
        if ticket.state in OPEN_STATES:
            return _refused(TakeRefusal.ALREADY_WAITING, scene, ticket)
        if at == 0 and is_restorable(ticket, scene.rules, scene.now):
            passed = ticket
    return _refused(TakeRefusal.PASSED_RECENTLY, scene, passed) if passed else None


def _number(scene: Scene, item: Item, request: TakeRequest) -> ReserveDecision:
    space = scene.state.spaces.get(item.queue)
    if space is None:
        return _refused(TakeRefusal.QUEUE_CLOSED)  # published during the day: its numbers begin tomorrow
    issued = issue(scene, space, request.seen)
    if issued is None:
        return _refused(TakeRefusal.NUMBERS_EXHAUSTED)
    return _reserved(scene, space, issued, request)


def _reserved(scene: Scene, space: DaySpace, issued: Issued, request: TakeRequest) -> ReserveDecision:
    arrived_ms = next_arrival(scene.state, scene.now)
    checks_in = bool(request.booking) and not _has_checked_in(scene, space.queue, request.holder)
    holder = request.holder if checks_in or not request.booking else replace(request.holder, group=Group.WALK_IN)
    event = scene.event(
        EventKind.RESERVED,
        request.ticket_id,
        label=issued.label,
        queue=space.queue,
        item=request.item,
        group=holder.group.value,
        holder=holder.hash,
        key_version=holder.key_version,
        name=holder.name,
        tail=holder.tail,
        taken_ms=arrived_ms,  # on the paper: should this book be lost, it tells the place
        arrived_ms=arrived_ms,
        **_also(holder),
        **({"booking": request.booking} if checks_in else {}),
    )
    ticket = ticket_of(event, scene.state.arrivals + 1)
    view = ticket_view(scene.state, scene.rules, ticket, scene.now)
    return Decision((*issued.before, event, *issued.after), Reserved(view))


def _has_checked_in(scene: Scene, queue: str, holder: Holder) -> bool:
    """A booking is good for one number: whoever comes again after it was served is a walk-in."""
    persons = [(one.hash, one.key_version, queue) for one in holder.identities()]
    mine = scene.state.tickets_of(persons)
    return any(ticket.group is Group.BOOKED and ticket.state is not TicketState.VOID for ticket in mine)


def _also(holder: Holder) -> dict[str, list[str]]:
    return {"also": [f"{one.key_version}:{one.hash}" for one in holder.also]} if holder.also else {}


def _refused(reason: TakeRefusal, scene: Scene | None = None, ticket: Ticket | None = None) -> ReserveDecision:
    view = ticket_view(scene.state, scene.rules, ticket, scene.now) if scene and ticket else None
    return Decision((), Refused(reason, view))


def _why_not(ticket: Ticket) -> RestoreRefusal:
    if ticket.restored:
        return RestoreRefusal.ALREADY_RESTORED
    return RestoreRefusal.TOO_LATE if ticket.state is TicketState.PASSED else RestoreRefusal.NOT_PASSED
