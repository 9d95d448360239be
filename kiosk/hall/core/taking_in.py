"""What a terminal reports: confirmations, voids, prints, notices. It happened there; the hall only checks that it can.

A ticket the hall has never heard of is adopted when its label belongs to the hall's number space, and joins by its
time of arrival.
"""

from __future__ import annotations

import json

from kiosk.domain.events import END_OF_TIME_MS, Event, EventKind
from kiosk.domain.numbering import number_of
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.commands import TakeIn
from kiosk.hall.core.scene import Decision, Scene, Verdict
from kiosk.hall.core.state import Ticket, text_of, whole_of

TERMINAL_KINDS = frozenset(
    {
        EventKind.TAKEN,
        EventKind.VOIDED,
        EventKind.PRINTED,
        EventKind.PRINT_FAILED,
        EventKind.PRINT_UNKNOWN,
        EventKind.REPRINTED,
        EventKind.CARD_FORGOTTEN,
        EventKind.CARD_COLLECTED,
        EventKind.COMPLAINED,
        EventKind.HELP_WANTED,
        EventKind.DEVICE_CHANGED,
    }
)
LONGEST_DATA = 4096  # characters of one event's data as JSON; a ticket needs four hundred
_SERVED = (TicketState.SERVING, TicketState.DONE)


def take_in(scene: Scene, command: TakeIn) -> Decision[Verdict]:
    event = command.event
    if event.kind not in TERMINAL_KINDS:
        return _refused("not_a_terminals_event")
    if len(json.dumps(event.data)) > LONGEST_DATA:
        return _refused("too_large")
    if max(event.at.wall_ms, event.at.mono_ms) >= END_OF_TIME_MS:
        return _refused("impossible_time")
    if event.kind is EventKind.TAKEN:
        return _taken(scene, event)
    if event.kind is EventKind.VOIDED:
        return _voided(scene, event)
    return _applied(event)


def _taken(scene: Scene, event: Event) -> Decision[Verdict]:
    ticket = scene.state.tickets.get(event.ticket_id)
    if ticket is None:
        return _unknown(scene, event)
    if ticket.state is TicketState.VOID:
        return _refused("already_void")
    return _applied(event, *_restated(scene, event, ticket))


def _unknown(scene: Scene, event: Event) -> Decision[Verdict]:
    if event.day < scene.state.day:
        return _applied(event)  # of a day that is over: kept for the records, nobody waits any more
    if event.day > scene.state.day:
        return _refused("day_not_begun")
    if not event.ticket_id or event.ticket_id in scene.state.tombstones:
        return _refused("already_void")
    return _adopted(scene, event)


def _adopted(scene: Scene, event: Event) -> Decision[Verdict]:
    label, queue = text_of(event.data.get("label")), text_of(event.data.get("queue"))
    space = scene.state.spaces.get(queue)
    if space is None or number_of(label, space) is None:
        return _refused("label_not_of_this_hall")
    if label in scene.state.labels:
        return _refused("label_in_use")
    return _applied(_adoption(scene, event, label, queue), event)


def _adoption(scene: Scene, event: Event, label: str, queue: str) -> Event:
    """The hall's own record of a ticket made without it, so that a replay finds its place again."""
    data = event.data
    group = text_of(data.get("group"))
    taken_ms = _said_ms(scene, event)
    return scene.event(
        EventKind.RESERVED,
        event.ticket_id,
        adopted=True,
        label=label,
        queue=queue,
        item=text_of(data.get("item")),
        group=group if group in set(Group) else Group.WALK_IN.value,
        holder=text_of(data.get("holder")),
        key_version=whole_of(data.get("key_version")),
        name=text_of(data.get("name")),
        tail=text_of(data.get("tail")),
        taken_ms=taken_ms,
        arrived_ms=_arrival(scene, event, taken_ms),
    )


def _arrival(scene: Scene, event: Event, taken_ms: int) -> int:
    """By the terminal's clock when that is trusted; otherwise it arrives now."""
    return taken_ms if event.at.trusted else scene.now.wall_ms


def _said_ms(scene: Scene, event: Event) -> int:
    """When it was taken, as its terminal says; now, when that cannot be."""
    said_ms, now_ms = whole_of(event.data.get("taken_ms")) or event.at.wall_ms, scene.now.wall_ms
    return said_ms if 0 < said_ms <= now_ms else now_ms


def _voided(scene: Scene, event: Event) -> Decision[Verdict]:
    ticket = scene.state.tickets.get(event.ticket_id)
    if ticket is None:
        return _applied(event)
    if ticket.confirmed:
        return _refused("already_taken")
    if ticket.state in _SERVED:
        return _refused("already_served")
    return _applied(event, *_restated(scene, event, ticket))


def _restated(scene: Scene, event: Event, ticket: Ticket) -> tuple[Event, ...]:
    """The hall's own word beside the terminal's, where that alone would not do: a terminal whose calendar is wrong
    dates its event to another day, and boards have to take back a number that was called."""
    if event.day == scene.state.day and not (event.kind is EventKind.VOIDED and ticket.counter):
        return ()
    data = {"label": ticket.label, "queue": ticket.queue, "group": ticket.group.value, "restates": event.event_id}
    if ticket.counter:
        data["counter"] = ticket.counter
    return (scene.event(event.kind, ticket.ticket_id, **data),)


def _applied(*events: Event) -> Decision[Verdict]:
    return Decision(events, Verdict())


def _refused(reason: str) -> Decision[Verdict]:
    return Decision((), Verdict(reason))
