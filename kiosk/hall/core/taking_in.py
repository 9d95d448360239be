"""What a terminal reports: confirmations, voids, prints, notices. It happened there; the hall only checks that it can.

A ticket the hall has never heard of is adopted when its label belongs to the hall's number space, and joins by its
time of arrival. What stands on the paper counts: when the other hall node gave the number, that one is the ticket's.
"""

from __future__ import annotations

import json

from kiosk.domain.calendar import business_day
from kiosk.domain.events import END_OF_TIME_MS, Event, EventKind
from kiosk.domain.numbering import Part
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.adopting import Data, Place, adoption, forgotten, labelled, place_of
from kiosk.hall.core.answers import AdoptRefusal
from kiosk.hall.core.commands import TakeIn
from kiosk.hall.core.dating import believed_ms, hall_ms
from kiosk.hall.core.doubting import heard
from kiosk.hall.core.numbers_kept import texts_of
from kiosk.hall.core.scene import Decision, Scene, Verdict
from kiosk.hall.core.state import Came, Ticket, text_of, whole_of

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
        EventKind.REPORTED,
    }
)
BOUNDARY_DOUBT_MS = 10 * 60_000  # so far may two trusted clocks be apart where a day ends
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
    if event.kind is EventKind.REPORTED:
        return _applied(event, *heard(scene, event))
    return _applied(event)


def _taken(scene: Scene, event: Event) -> Decision[Verdict]:
    ticket = scene.state.ticket(event.ticket_id)
    if ticket is None:
        return _unknown(scene, event)
    if ticket.state is TicketState.VOID:
        return _refused("already_void")
    label = text_of(event.data.get("label"))
    if label not in ("", ticket.label):
        return _relabelled(scene, event, ticket, label)
    return _applied(event, *_restated(scene, event, ticket))


def _unknown(scene: Scene, event: Event) -> Decision[Verdict]:
    if event.day < scene.state.day:
        return _applied(event)  # of a day that is over: kept for the records, nobody waits any more
    if event.day > scene.state.day and _ends_soon(scene):
        return _refused("day_not_begun")  # taken in today, it would end with today
    if not event.ticket_id or event.ticket_id in scene.state.tombstones:
        return _refused("already_void")
    holder = labelled(scene.state, text_of(event.data.get("label")))
    return _same(scene, event, holder) if holder else _adopted(scene, event)


def _ends_soon(scene: Scene) -> bool:
    soon = business_day(hall_ms(scene.state, scene.now) + BOUNDARY_DOUBT_MS, scene.rules.hall.boundary_minutes)
    return soon > scene.state.day


def _adopted(scene: Scene, event: Event) -> Decision[Verdict]:
    label, queue = text_of(event.data.get("label")), text_of(event.data.get("queue"))
    place = place_of(scene, label, queue or "?", event.node)
    if isinstance(place, AdoptRefusal):
        return _refused(place.value)
    told = _told(scene, event, place)
    today = event.day == scene.state.day
    word = () if today else (scene.event(EventKind.TAKEN, event.ticket_id, restates=event.event_id, **told),)
    return _applied(*forgotten(scene, place), adoption(scene, event.ticket_id, told), event, *word)


def _relabelled(scene: Scene, event: Event, ticket: Ticket, label: str) -> Decision[Verdict]:
    """Set aside under one number here, committed under another: the other hall node answered last."""
    if ticket.confirmed or ticket.came is not Came.RESERVED:
        return _refused("other_label")
    if label in scene.state.labels:
        return _refused(AdoptRefusal.LABEL_IN_USE.value)
    place = place_of(scene, label, ticket.queue, event.node)
    if isinstance(place, AdoptRefusal):
        return _refused(place.value)
    renamed = adoption(scene, ticket.ticket_id, {**_told(scene, event, place), "queue": ticket.queue})
    return _applied(renamed, event, *_restated(scene, event, ticket))


def _same(scene: Scene, event: Event, holder: Ticket) -> Decision[Verdict]:
    """A clerk took this number in by typing it, before its terminal could tell of it: they are one ticket."""
    if holder.came is not Came.TYPED or holder.queue != text_of(event.data.get("queue")):
        return _refused(AdoptRefusal.LABEL_IN_USE.value)
    told = scene.event(EventKind.TAKEN, holder.ticket_id, same_as=event.ticket_id, **_told(scene, event, None))
    return _applied(event, told)


def _told(scene: Scene, event: Event, place: Place | None) -> Data:
    """What the terminal says of its ticket, as far as it can be believed."""
    data, taken_ms = event.data, _said_ms(scene, event)
    group = text_of(data.get("group"))
    told: Data = {
        "label": text_of(data.get("label")),
        "queue": text_of(data.get("queue")),
        "item": text_of(data.get("item")),
        "group": group if group in set(Group) else Group.WALK_IN.value,
        "holder": text_of(data.get("holder")),
        "key_version": whole_of(data.get("key_version")),
        "name": text_of(data.get("name")),
        "tail": text_of(data.get("tail")),
        "taken_ms": taken_ms,
        "arrived_ms": _arrival(scene, event, taken_ms, place),
    }
    also = texts_of(data, "also")
    return {**told, "also": also} if also else told


def _arrival(scene: Scene, event: Event, taken_ms: int, place: Place | None) -> int:
    """A number that a hall node gave has its place by that node's time, which its terminal only passes on. Of a number
    of a terminal's own letter the terminal's clock has to be trusted. Anything else arrives now."""
    given_by_a_hall = place is not None and place.found.part is not Part.OWN
    believed = event.day == scene.state.day and (given_by_a_hall or event.at.trusted)
    return taken_ms if believed else hall_ms(scene.state, scene.now)


def _said_ms(scene: Scene, event: Event) -> int:
    said_ms = whole_of(event.data.get("taken_ms")) or event.at.wall_ms
    return believed_ms(scene.state, scene.rules, said_ms, scene.now)


def _voided(scene: Scene, event: Event) -> Decision[Verdict]:
    ticket = scene.state.ticket(event.ticket_id)
    if ticket is None:
        return _applied(event, *_remembered(scene, event))
    if ticket.confirmed:
        return _refused("already_taken")
    if ticket.state in _SERVED:
        return _refused("already_served")
    return _applied(event, *_restated(scene, event, ticket))


def _remembered(scene: Scene, event: Event) -> tuple[Event, ...]:
    """A wish given up by a terminal whose calendar runs ahead: it is not given a number here when it arrives late."""
    if event.day <= scene.state.day or event.ticket_id in scene.state.tombstones:
        return ()
    return (scene.event(EventKind.VOIDED, event.ticket_id, restates=event.event_id),)


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
