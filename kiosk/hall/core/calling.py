"""The clerk's keys around one ticket: 叫号 开始 重呼 过号 办结. One ticket at a counter, one counter for a ticket."""

from __future__ import annotations

from kiosk.domain.events import Event, EventKind, Scalar
from kiosk.domain.order import Choice
from kiosk.domain.ticket import TicketState
from kiosk.hall.core.answers import CommandRefusal, CommandRefused
from kiosk.hall.core.choosing import choose
from kiosk.hall.core.commands import CallNext, CounterCommand, Finish, PassOver, Recall, Start, TicketCommand
from kiosk.hall.core.dating import hall_ms
from kiosk.hall.core.evaluating import invite
from kiosk.hall.core.linking import ends_with
from kiosk.hall.core.scene import Accepted, Decision, Scene
from kiosk.hall.core.state import Ticket, elapsed_ms

CounterDecision = Decision[Accepted | CommandRefused]


def call_next(scene: Scene, command: CallNext) -> CounterDecision:
    counter = scene.state.counter(command.counter)
    if not counter.clerk:
        return refused(CommandRefusal.NOT_SIGNED_IN)
    if counter.ticket_id:
        return refused(CommandRefusal.UNFINISHED)
    if counter.paused:
        return refused(CommandRefusal.PAUSED)
    choice = choose(scene.state, scene.rules, scene.rules.counters[command.counter], scene.now)
    return refused(CommandRefusal.NOBODY_WAITING) if choice is None else _called(scene, command, choice)


def start(scene: Scene, command: Start) -> CounterDecision:
    ticket = _meant(scene, command)
    if isinstance(ticket, CommandRefusal):
        return refused(ticket)
    if ticket.state is TicketState.SERVING:
        return refused(CommandRefusal.ALREADY_STARTED)
    return _about(scene, EventKind.STARTED, command, ticket)


def recall(scene: Scene, command: Recall) -> CounterDecision:
    ticket = _not_answering(scene, command)
    if isinstance(ticket, CommandRefusal):
        return refused(ticket)
    if ticket.recalls >= scene.rules.hall.recall_limit:
        return refused(CommandRefusal.RECALL_LIMIT)
    return _about(scene, EventKind.RECALLED, command, ticket, recalls=ticket.recalls + 1)


def pass_over(scene: Scene, command: PassOver) -> CounterDecision:
    ticket = _not_answering(scene, command)
    if isinstance(ticket, CommandRefusal):
        return refused(ticket)
    return _about(scene, EventKind.PASSED, command, ticket, recalls=ticket.recalls)


def finish(scene: Scene, command: Finish) -> CounterDecision:
    """Also without 开始. The evaluation opens at this counter and nowhere else, once for both of two linked numbers."""
    ticket = _meant(scene, command)
    if isinstance(ticket, CommandRefusal):
        return refused(ticket)
    done = _about(scene, EventKind.DONE, command, ticket, **_times(scene, ticket))
    with_it = _linked_done(scene, command, ticket) if command.linked else ()
    return Decision((*done.events, *with_it, *invite(scene, command.counter, ticket)), done.reply)


def _linked_done(scene: Scene, command: Finish, ticket: Ticket) -> tuple[Event, ...]:
    """No `counter` in it: the number never stood at one, and no board shows it."""
    return tuple(
        scene.event(
            EventKind.DONE,
            one.ticket_id,
            label=one.label,
            queue=one.queue,
            item=one.item,
            group=one.group.value,
            clerk=ticket.clerk,
            with_ticket=ticket.ticket_id,
            at_counter=command.counter,
        )
        for one in ends_with(scene.state, ticket)
    )


def refused(reason: CommandRefusal) -> CounterDecision:
    return Decision((), CommandRefused(reason))


def _called(scene: Scene, command: CallNext, choice: Choice) -> CounterDecision:
    chosen = choice.waiting
    ticket = scene.state.tickets[chosen.ticket_id]
    event = scene.event(
        EventKind.CALLED,
        ticket.ticket_id,
        counter=command.counter,
        clerk=scene.state.counter(command.counter).clerk,
        label=ticket.label,
        queue=ticket.queue,
        item=ticket.item,
        group=ticket.group.value,
        unconfirmed=chosen.unconfirmed,
        reasons=[reason.value for reason in choice.reasons],
        turn=choice.turn,
        waited_ms=max(0, hall_ms(scene.state, scene.now) - chosen.arrived_ms),
        request=command.request_id,
    )
    return Decision((event,), Accepted(ticket.ticket_id))


def _about(
    scene: Scene, kind: EventKind, command: CounterCommand, ticket: Ticket, **more: Scalar | list[str]
) -> CounterDecision:
    event = scene.event(
        kind,
        ticket.ticket_id,
        counter=command.counter,
        clerk=ticket.clerk,
        label=ticket.label,
        queue=ticket.queue,
        item=ticket.item,
        group=ticket.group.value,
        **more,
        request=command.request_id,
    )
    return Decision((event,), Accepted(ticket.ticket_id))


def _meant(scene: Scene, command: TicketCommand) -> Ticket | CommandRefusal:
    """Who is at the counter, when it is whom the press was about. A ticket typed in may be known by two identities."""
    ticket = scene.state.current(command.counter)
    if not command.ticket_id:
        return ticket or CommandRefusal.NO_TICKET
    if ticket is not None and scene.state.ticket(command.ticket_id) is ticket:
        return ticket
    return CommandRefusal.ANOTHER_TICKET if ticket is not None else CommandRefusal.NO_TICKET


def _not_answering(scene: Scene, command: TicketCommand) -> Ticket | CommandRefusal:
    """重呼 and 过号 are for somebody who has not come; who is being served has."""
    ticket = _meant(scene, command)
    if isinstance(ticket, Ticket) and ticket.state is TicketState.SERVING:
        return CommandRefusal.ALREADY_STARTED
    return ticket


def _times(scene: Scene, ticket: Ticket) -> dict[str, int]:
    """`occupied_ms` the counter was taken, `service_ms` of it after 开始 (all of it without)."""
    called = ticket.called_at or scene.now
    since = ticket.started_at if ticket.state is TicketState.SERVING and ticket.started_at else called
    return {"service_ms": elapsed_ms(since, scene.now), "occupied_ms": elapsed_ms(called, scene.now)}
