"""A ticket that this hall has not heard of is taken in: told by its terminal, scanned, or typed by a clerk.

It has to lie in the number space and be free; it joins by its time of arrival. What is only typed carries a mark and
the clerk's name, becomes the terminal's own ticket as soon as that tells of it, and can be taken back until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.events import Event, EventKind, Scalar
from kiosk.domain.numbering import DaySpace, Numbered, Part, numbered
from kiosk.domain.signed_ticket import TicketData
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused, CommandRefusal
from kiosk.hall.core.calling import CounterDecision, refused
from kiosk.hall.core.commands import AdoptScanned, AdoptTyped, TakeBack
from kiosk.hall.core.dating import believed_ms, hall_ms
from kiosk.hall.core.doubting import Why, doubted
from kiosk.hall.core.evolve import ticket_of
from kiosk.hall.core.scene import Accepted, Decision, Scene
from kiosk.hall.core.state import Came, HallState, Ticket
from kiosk.hall.core.ticket_view import ticket_view

AdoptDecision = Decision[Adopted | AdoptRefused]
Data = dict[str, Scalar | list[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label belongs: its queue's space, and the label taken apart."""

    space: DaySpace
    found: Numbered


def place_of(scene: Scene, label: str, queue: str = "", node: str = "") -> Place | AdoptRefusal:
    """The label's place in today's space. `node` is the terminal that says it gave it; empty when nobody says so."""
    spaces = scene.state.spaces
    for space in spaces.values() if not queue else [spaces[queue]] if queue in spaces else []:
        found = numbered(label, space)
        if found is not None:
            return _owned(scene, Place(space, found), node) if found.part is Part.OWN else Place(space, found)
    return AdoptRefusal.NOT_OF_THIS_HALL


def _owned(scene: Scene, place: Place, node: str) -> Place | AdoptRefusal:
    """A terminal may know its letter before this hall does, so one that nobody has today is believed to a terminal."""
    letter, newest = place.found.letter, scene.rules.numbers.letters_on(scene.state.day)
    holders = [terminal for terminal, held in (*newest.items(), *scene.state.letters.items()) if held == letter]
    if not holders and not node:
        return AdoptRefusal.NOT_OF_THIS_HALL
    today = holders[-1] if holders else node
    return place if node in ("", today) else AdoptRefusal.LETTER_OF_ANOTHER


def forgotten(scene: Scene, place: Place) -> tuple[Event, ...]:
    """A number of this issuer's own, behind all that its book holds: somebody got it here, and the book forgot it."""
    issuer, found = scene.rules.issuer, place.found
    behind = found.number > scene.state.highest.get((place.space.queue, found.part), 0)
    return doubted(scene, Why.FORGOTTEN_NUMBER) if behind and found.part in (issuer.part, issuer.spare) else ()


def adoption(scene: Scene, ticket_id: str, data: Mapping[str, Scalar | list[str]]) -> Event:
    """The hall's own record of a ticket made without it, so that a replay finds its place again.

    `data` has label, queue, taken_ms, arrived_ms and came; the rest may be missing.
    """
    unknown: Data = {"item": "", "group": Group.WALK_IN.value, "holder": "", "key_version": 0, "name": "", "tail": ""}
    return scene.event(EventKind.RESERVED, ticket_id, adopted=True, **{**unknown, **data})


def adopt_scanned(scene: Scene, command: AdoptScanned) -> AdoptDecision:
    """The code's signature was right."""
    data, state = command.ticket, scene.state
    known = state.ticket(data.ticket_id)
    if known is not None:
        return _known(scene, known)
    if data.day != state.day:
        return _refused(AdoptRefusal.OTHER_DAY)
    if data.ticket_id in state.tombstones:
        return _refused(AdoptRefusal.VOID)
    holder = labelled(state, data.label)
    if holder is not None:
        return _same(scene, holder, data)
    place = place_of(scene, data.label, data.queue, data.node)
    if isinstance(place, AdoptRefusal):
        return _refused(place)
    return _adopted(scene, command.counter, place, data.ticket_id, _scanned(scene, data))


def adopt_typed(scene: Scene, command: AdoptTyped) -> AdoptDecision:
    """Without a signature only a clerk may vouch for it; looking up a known one is free."""
    known = labelled(scene.state, command.label)
    if known is not None:
        return _known(scene, known)
    if not command.counter:
        return _refused(AdoptRefusal.SIGNATURE_NEEDED)
    if not scene.state.counter(command.counter).clerk:
        return _refused(AdoptRefusal.NOT_SIGNED_IN)
    place = place_of(scene, command.label)
    if isinstance(place, AdoptRefusal):
        return _refused(place)
    if command.only_ask:
        return _refused(AdoptRefusal.NEVER_GIVEN if _not_yet(scene, place) else AdoptRefusal.NOT_KNOWN)
    now = hall_ms(scene.state, scene.now)
    data: Data = {"label": command.label, "queue": place.space.queue, "taken_ms": now, "arrived_ms": now}
    return _adopted(scene, command.counter, place, scene.ids.new(), {**data, "came": Came.TYPED.value})


def _not_yet(scene: Scene, place: Place) -> bool:
    """A number that this node itself would have given, and has not. A book in doubt cannot tell."""
    found, issuer = place.found, scene.rules.issuer
    mine = found.part in (issuer.part, issuer.spare) and scene.state.doubt is None
    return mine and found.number > scene.state.highest.get((place.space.queue, found.part), 0)


def take_back(scene: Scene, command: TakeBack) -> CounterDecision:
    """Only by the clerk who typed it, while it waits and nobody else told of it. A repetition changes nothing."""
    clerk, ticket = scene.state.counter(command.counter).clerk, scene.state.ticket(command.ticket_id)
    if not clerk:
        return refused(CommandRefusal.NOT_SIGNED_IN)
    if ticket is None or ticket.came is not Came.TYPED or ticket.adopted_by != clerk:
        return refused(CommandRefusal.NOT_TAKEN_BACK)
    if ticket.state is TicketState.VOID:
        return Decision((), Accepted())
    if ticket.state is not TicketState.WAITING or ticket.called_at is not None:
        return refused(CommandRefusal.NOT_TAKEN_BACK)
    said: Data = {"label": ticket.label, "queue": ticket.queue, "group": ticket.group.value}
    at = {"taken_back": clerk, "at_counter": command.counter, "request": command.request_id}
    return Decision((scene.event(EventKind.VOIDED, ticket.ticket_id, **said, **at),), Accepted())


def labelled(state: HallState, label: str) -> Ticket | None:
    ticket_id = state.labels.get(label)
    return state.tickets[ticket_id] if ticket_id else None


def _scanned(scene: Scene, data: TicketData) -> Data:
    taken = believed_ms(scene.state, scene.rules, data.taken_ms, scene.now)
    group = data.group if data.group in set(Group) else Group.WALK_IN.value
    said: Data = {"label": data.label, "queue": data.queue, "item": data.item, "group": group}
    return {**said, "taken_ms": taken, "arrived_ms": taken, "came": Came.SCANNED.value}


def _adopted(scene: Scene, counter: str, place: Place, ticket_id: str, data: Data) -> AdoptDecision:
    """A person stands there with it, so it is confirmed in the same breath."""
    clerk = scene.state.counter(counter).clerk if counter else ""
    event = adoption(scene, ticket_id, {**data, "clerk": clerk, "at_counter": counter})
    taken = scene.event(EventKind.TAKEN, ticket_id, label=data["label"], queue=data["queue"], group=event.data["group"])
    ticket = ticket_of(event, scene.state.arrivals + 1)
    ticket.state, ticket.confirmed = TicketState.WAITING, True
    view = ticket_view(scene.state, scene.rules, ticket, scene.now)
    doubts = () if ticket.came is Came.TYPED else forgotten(scene, place)
    return Decision((*doubts, event, taken), Adopted(view, known=False, typed_by=_typed_by(ticket)))


def _same(scene: Scene, holder: Ticket, data: TicketData) -> AdoptDecision:
    """A code whose number was typed in before: one ticket, of which more is known now."""
    if holder.came is not Came.TYPED or holder.queue != data.queue:
        return _refused(AdoptRefusal.LABEL_IN_USE)
    told = scene.event(EventKind.TAKEN, holder.ticket_id, same_as=data.ticket_id, item=data.item, queue=holder.queue)
    return Decision((told,), Adopted(ticket_view(scene.state, scene.rules, holder, scene.now), known=True))


def _known(scene: Scene, ticket: Ticket) -> AdoptDecision:
    if ticket.state is TicketState.VOID:
        return _refused(AdoptRefusal.VOID)
    view = ticket_view(scene.state, scene.rules, ticket, scene.now)
    return Decision((), Adopted(view, known=True, typed_by=_typed_by(ticket)))


def _typed_by(ticket: Ticket) -> str:
    return ticket.adopted_by if ticket.came is Came.TYPED else ""


def _refused(reason: AdoptRefusal) -> AdoptDecision:
    return Decision((), AdoptRefused(reason))
