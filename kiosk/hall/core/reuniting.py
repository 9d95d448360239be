"""What the hall's other node did while it stood in: its events, taken in one after the other in its own order.

The same rules let a standby follow its primary, so that it knows the queue before it has to take over. Labels cannot
collide, because each node gave numbers of its own part. Where both called the same person, the one that is further on
counts, and between equals the earlier; whoever that leaves at a counter without having been served waits again.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.events import Event, EventKind, Moment
from kiosk.domain.numbering import Issuer
from kiosk.domain.ticket import TicketState
from kiosk.hall.core.adopting import forgotten, place_of
from kiosk.hall.core.answers import AdoptRefusal, CommandRefusal
from kiosk.hall.core.calling import CounterDecision, refused
from kiosk.hall.core.commands import BringAlong, TakeIn, TakeOver
from kiosk.hall.core.scene import Accepted, Decision, Scene, Verdict
from kiosk.hall.core.state import Rating, Ticket, text_of
from kiosk.hall.core.taking_in import TERMINAL_KINDS, take_in

UNKNOWN_TICKET, OVERTAKEN = "unknown_ticket", "overtaken"
_RANK = {
    TicketState.RESERVED: 0,
    TicketState.WAITING: 0,
    TicketState.PASSED: 1,
    TicketState.CALLED: 2,
    TicketState.SERVING: 3,
    TicketState.DONE: 4,
    TicketState.VOID: 5,
}
_TO = {
    EventKind.CALLED: TicketState.CALLED,
    EventKind.STARTED: TicketState.SERVING,
    EventKind.DONE: TicketState.DONE,
}
_ENDS_WITHOUT_A_CALL = (TicketState.RESERVED, TicketState.WAITING, TicketState.PASSED)
_OWN_AFFAIRS = frozenset(
    {
        EventKind.DAY_OPENED,
        EventKind.NUMBERS_DOUBTED,
        EventKind.NUMBERS_HEARD,
        EventKind.NUMBERS_SURE,
        EventKind.NUMBERS_LOW,
    }
)


def take_over(scene: Scene, command: TakeOver) -> Decision[Verdict]:
    """One event of the other node's book. Applied ones stand in this book under the same identity."""
    event = command.event
    if event.kind is EventKind.DAY_OPENED and scene.rules.issuer is Issuer.STANDBY:
        return _applied(event)  # one day has one number space: the first node's
    if event.kind in _OWN_AFFAIRS:
        return Decision((), Verdict())
    if event.kind in TERMINAL_KINDS and event.node != command.node:
        return take_in(scene, TakeIn(event))
    if event.day != scene.state.day:
        return _applied(event)  # of another day: for the records
    return _EFFECTS.get(event.kind, _plain)(scene, event)


def _plain(scene: Scene, event: Event) -> Decision[Verdict]:
    """Clerks who came, went and paused; notices that were taken."""
    return _applied(event)


def _reserved(scene: Scene, event: Event) -> Decision[Verdict]:
    """A number set aside there. One that this node set aside too keeps this node's number until its paper is known."""
    known, label = scene.state.tickets.get(event.ticket_id), text_of(event.data.get("label"))
    if known is not None:
        return Decision((), Verdict())
    if event.ticket_id in scene.state.tombstones:
        return _applied(event)
    if label in scene.state.labels:
        return _refused(AdoptRefusal.LABEL_IN_USE.value)
    place = place_of(scene, label, text_of(event.data.get("queue")) or "?")
    if isinstance(place, AdoptRefusal):
        return _refused(place.value)
    return _applied(*forgotten(scene, place), event)


def _moved(scene: Scene, event: Event) -> Decision[Verdict]:
    """A call and the service after it: further on counts, between equals the earlier."""
    ticket = scene.state.tickets.get(event.ticket_id)
    if ticket is None:
        return _refused(UNKNOWN_TICKET)
    if "with_ticket" in event.data:
        return _applied(event) if ticket.state in _ENDS_WITHOUT_A_CALL else _refused(OVERTAKEN)
    if not _counts(ticket, event):
        return _overtaken(scene, ticket, event)
    return _applied(*_made_room(scene, event, ticket), *_called_there(scene, event, ticket), event)


def _counts(ticket: Ticket, event: Event) -> bool:
    here, there = _RANK[ticket.state], _RANK[_TO[event.kind]]
    if here != there or ticket.state is TicketState.DONE:
        return there > here
    if ticket.counter == text_of(event.data.get("counter")):
        return True
    return _earlier(event.at, ticket.called_at if ticket.state is TicketState.CALLED else ticket.started_at)


def _earlier(one: Moment, other: Moment | None) -> bool:
    return other is None or one.wall_ms < other.wall_ms


def _made_room(scene: Scene, event: Event, ticket: Ticket) -> tuple[Event, ...]:
    """That counter goes on with this ticket: whom this node has there waits again; and it leaves the one it is at."""
    counter = text_of(event.data.get("counter"))
    present = scene.state.current(counter)
    gone = [present] if present is not None and present is not ticket else []
    if ticket.counter != counter and scene.state.current(ticket.counter) is ticket:
        gone.append(ticket)
    return tuple(_put_back(scene, one) for one in gone)


def _put_back(scene: Scene, ticket: Ticket) -> Event:
    data = {"label": ticket.label, "queue": ticket.queue, "group": ticket.group.value, "counter": ticket.counter}
    return scene.event(EventKind.RETURNED, ticket.ticket_id, **data)


def _called_there(scene: Scene, event: Event, ticket: Ticket) -> tuple[Event, ...]:
    """Its call there was overtaken by one here, the service that followed was not: it was called there after all."""
    data = event.data
    if event.kind is EventKind.CALLED or scene.state.current(text_of(data.get("counter"))) is ticket:
        return ()
    said = {name: text_of(data.get(name)) for name in ("counter", "clerk", "label", "queue", "item", "group")}
    return (scene.event(EventKind.CALLED, ticket.ticket_id, **said, turn=scene.state.turns.get(ticket.queue, 0)),)


def _at_its_counter(scene: Scene, event: Event) -> Decision[Verdict]:
    """重呼, 过号, or a call taken back: only of whom that counter has here too."""
    ticket = scene.state.tickets.get(event.ticket_id)
    if ticket is None:
        return _refused(UNKNOWN_TICKET)
    here = scene.state.current(text_of(event.data.get("counter"))) is ticket
    served = ticket.state is TicketState.SERVING and event.kind is not EventKind.RETURNED
    return _applied(event) if here and not served else _overtaken(scene, ticket, event)


def _overtaken(scene: Scene, ticket: Ticket, event: Event) -> Decision[Verdict]:
    """Nothing when it is the same key of the same counter: its answer was lost with one node."""
    counter, request = text_of(event.data.get("counter")), text_of(event.data.get("request"))
    same = ticket.counter == counter and request in scene.state.counter(counter).requests
    return Decision((), Verdict()) if same and request else _refused(OVERTAKEN)


def _signed_in(scene: Scene, event: Event) -> Decision[Verdict]:
    """Whom this node still has at another counter is signed out there."""
    clerk, counter = text_of(event.data.get("clerk")), text_of(event.data.get("counter"))
    left = [number for number, one in scene.state.counters.items() if one.clerk == clerk and number != counter]
    return _applied(*(scene.event(EventKind.SIGNED_OUT, counter=one, clerk=clerk) for one in left), event)


def bring_along(scene: Scene, command: BringAlong) -> CounterDecision:
    """Nothing when this node knows it there; a refusal when somebody else has it, or it is over."""
    clerk, present = scene.state.counter(command.counter).clerk, scene.state.current(command.counter)
    ticket = scene.state.ticket(command.ticket_id)
    if not clerk:
        return refused(CommandRefusal.NOT_SIGNED_IN)
    if ticket is not None and present is ticket:
        return Decision((), Accepted(ticket.ticket_id))
    if present is not None:
        return refused(CommandRefusal.UNFINISHED)
    if ticket is None or ticket.state not in _ENDS_WITHOUT_A_CALL:
        return refused(CommandRefusal.NO_TICKET)
    said = {"label": ticket.label, "queue": ticket.queue, "item": ticket.item, "group": ticket.group.value}
    at = {"counter": command.counter, "clerk": clerk, "request": command.request_id}
    turn = scene.state.turns.get(ticket.queue, 0)
    called = scene.event(EventKind.CALLED, ticket.ticket_id, **said, **at, turn=turn, brought=True)
    started = (scene.event(EventKind.STARTED, ticket.ticket_id, **said, **at),) if command.serving else ()
    return Decision((called, *started), Accepted(ticket.ticket_id))


def _restored(scene: Scene, event: Event) -> Decision[Verdict]:
    ticket = scene.state.ticket(event.ticket_id)
    if ticket is None:
        return _refused(UNKNOWN_TICKET)
    return _applied(event) if ticket.state is TicketState.PASSED and not ticket.restored else _refused(OVERTAKEN)


def _rated(scene: Scene, event: Event) -> Decision[Verdict]:
    """一次一评, whichever node took it."""
    ticket = scene.state.ticket(event.ticket_id)
    if ticket is None:
        return _refused(UNKNOWN_TICKET)
    if event.kind is EventKind.EVALUATION_OPENED and ticket.rating is Rating.OPEN:
        return Decision((), Verdict())
    return _applied(event) if ticket.rating is not Rating.CLOSED else _refused(OVERTAKEN)


def _confirmed(scene: Scene, event: Event) -> Decision[Verdict]:
    """The node's own word beside a terminal's: `taken` of a ticket it took in, `voided` of a called number."""
    ticket = scene.state.ticket(event.ticket_id)
    if ticket is None:
        return _refused(UNKNOWN_TICKET)
    if "taken_back" in event.data:
        still = ticket.state is TicketState.WAITING and ticket.called_at is None
        return _applied(event) if still else _refused(OVERTAKEN)
    if event.kind is EventKind.VOIDED and (ticket.confirmed or ticket.state is TicketState.DONE):
        return _refused(OVERTAKEN)
    return _applied(event)


def _applied(*events: Event) -> Decision[Verdict]:
    return Decision(events, Verdict())


def _refused(reason: str) -> Decision[Verdict]:
    return Decision((), Verdict(reason))


_EFFECTS: dict[EventKind, Callable[[Scene, Event], Decision[Verdict]]] = {
    EventKind.RESERVED: _reserved,
    EventKind.CALLED: _moved,
    EventKind.STARTED: _moved,
    EventKind.DONE: _moved,
    EventKind.RECALLED: _at_its_counter,
    EventKind.PASSED: _at_its_counter,
    EventKind.RETURNED: _at_its_counter,
    EventKind.SIGNED_IN: _signed_in,
    EventKind.RESTORED: _restored,
    EventKind.EVALUATION_OPENED: _rated,
    EventKind.EVALUATED: _rated,
    EventKind.TAKEN: _confirmed,
    EventKind.VOIDED: _confirmed,
}
