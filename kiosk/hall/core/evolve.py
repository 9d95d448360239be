"""What each event does to the state. Live and replay both go through here, so a restart changes nothing.

It decides nothing and refuses nothing: an event happened. An event of another business day changes nothing of today's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.domain.estimate import REMEMBERED
from kiosk.domain.events import Event, EventKind
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core import numbers_kept
from kiosk.hall.core.answers import NoticeKind
from kiosk.hall.core.dating import DATED, date
from kiosk.hall.core.state import (
    NOTICES_KEPT,
    Came,
    CounterState,
    HallState,
    Line,
    Notice,
    OpenEvaluation,
    Rating,
    Taken,
    Ticket,
    text_of,
    whole_of,
)

IN_LINE = (TicketState.RESERVED, TicketState.WAITING)


def evolve(state: HallState, event: Event) -> None:
    """Changes the state in place."""
    if event.day != state.day:
        return
    if event.kind in DATED:
        date(state, event)
    effect = _EFFECTS.get(event.kind)
    if effect is not None:
        effect(state, event)
    request = text_of(event.data.get("request"))
    if request and "counter" in event.data:
        _counter(state, event).requests.append(request)


def ticket_of(event: Event, order: int) -> Ticket:
    """The ticket that a `reserved` event makes: always the hall's own event, so its data is as the hall wrote it."""
    data: Mapping[str, Any] = event.data
    return Ticket(
        ticket_id=event.ticket_id,
        label=data["label"],
        queue=data["queue"],
        item=data["item"],
        group=_GROUPS[data["group"]],
        holder_hash=data["holder"],
        key_version=data["key_version"],
        name=data["name"],
        tail=data["tail"],
        taken_ms=data["taken_ms"],
        arrived_ms=data["arrived_ms"],
        order=order,
        reserved_at=event.at,
        also=_also(data),
        came=Came(data["came"]) if "came" in data else _CAME_BEFORE[bool(data.get("adopted"))],
        adopted_by=data.get("clerk", ""),
    )


_GROUPS = {group.value: group for group in Group}
_CAME_BEFORE = {False: Came.RESERVED, True: Came.REPORTED}  # books of the version before do not say how


def _also(data: Mapping[str, Any]) -> tuple[KeyedHash, ...]:
    """`["2:ab12…"]`; a terminal may be of another version, so anything else is left out."""
    lines = data.get("also")
    if not lines:
        return ()
    pairs = [str(line).partition(":") for line in lines] if isinstance(lines, list) else []
    return tuple(KeyedHash(hashed, int(version)) for version, _, hashed in pairs if version.isdecimal() and hashed)


def _reserved(state: HallState, event: Event) -> None:
    known = state.tickets.get(event.ticket_id)
    if known is not None:
        _relabelled(state, known, event)
        return
    ticket = ticket_of(event, state.arrivals + 1)
    state.arrivals += 1
    state.latest_arrival_ms = max(state.latest_arrival_ms, ticket.arrived_ms)
    state.tickets[ticket.ticket_id] = ticket
    state.labels[ticket.label] = ticket.ticket_id
    _know_person(state, ticket)
    if ticket.came is not Came.TYPED:
        numbers_kept.remember(state, ticket.label, ticket.queue)
    _line(state, ticket).join(ticket)


def _relabelled(state: HallState, ticket: Ticket, event: Event) -> None:
    """On its paper stands another number than was set aside here: the other hall node gave it, or this one before its
    book was put back. The first is nobody's and is not given again; the earlier of the two times keeps its place."""
    in_line, came_ms = ticket.state in IN_LINE, whole_of(event.data.get("arrived_ms"))
    if in_line:
        _line(state, ticket).leave(ticket)
    ticket.arrived_ms = min(ticket.arrived_ms, came_ms or ticket.arrived_ms)
    ticket.taken_ms = whole_of(event.data.get("taken_ms")) or ticket.taken_ms
    if in_line:
        _line(state, ticket).join(ticket)
    ticket.label = text_of(event.data.get("label"))
    state.labels[ticket.label] = ticket.ticket_id
    numbers_kept.remember(state, ticket.label, ticket.queue)


def _know_person(state: HallState, ticket: Ticket) -> None:
    for person in ticket.persons():
        state.persons.setdefault(person, []).append(ticket.ticket_id)


def _forget_person(state: HallState, ticket: Ticket) -> None:
    for person in ticket.persons():
        known = state.persons.get(person, [])
        if ticket.ticket_id in known:
            known.remove(ticket.ticket_id)


def _taken(state: HallState, event: Event) -> None:
    ticket = state.tickets.get(event.ticket_id)
    if ticket is None or ticket.state is TicketState.VOID:
        return
    same_as = text_of(event.data.get("same_as"))
    if same_as:
        state.aliases[same_as] = ticket.ticket_id
        ticket.came = Came.REPORTED
    _learn_holder(state, ticket, event)
    if ticket.confirmed:
        return
    if ticket.state is TicketState.RESERVED:
        _line(state, ticket).leave(ticket)
        ticket.confirmed, ticket.state = True, TicketState.WAITING
        _line(state, ticket).join(ticket)
    ticket.confirmed = True


def _learn_holder(state: HallState, ticket: Ticket, event: Event) -> None:
    """Of a ticket that was scanned or typed the terminal knows more: whose it is, and for what."""
    if ticket.came is Came.RESERVED:
        return
    ticket.item = ticket.item or text_of(event.data.get("item"))
    if ticket.holder_hash or not text_of(event.data.get("holder")):
        return
    ticket.holder_hash, ticket.key_version = text_of(event.data.get("holder")), whole_of(event.data.get("key_version"))
    ticket.name, ticket.tail = text_of(event.data.get("name")), text_of(event.data.get("tail"))
    ticket.also = _also(event.data)
    _know_person(state, ticket)


def _voided(state: HallState, event: Event) -> None:
    ticket = state.tickets.get(event.ticket_id)
    if ticket is None:
        state.tombstones.add(event.ticket_id)
        return
    if ticket.state in IN_LINE:
        _line(state, ticket).leave(ticket)
    _forget_passed(state, ticket)
    if state.counter(ticket.counter).ticket_id == ticket.ticket_id:
        state.counters[ticket.counter].ticket_id = ""
    ticket.state = TicketState.VOID
    _forget_person(state, ticket)
    if "taken_back" in event.data and state.labels.get(ticket.label) == ticket.ticket_id:
        del state.labels[ticket.label]  # a clerk's slip: whoever has it on paper, or gets it next, has it alone


def _called(state: HallState, event: Event) -> None:
    ticket, counter = state.tickets[event.ticket_id], _counter(state, event)
    _line(state, ticket).leave(ticket)
    _forget_passed(state, ticket)
    ticket.state, ticket.called_at, ticket.recalls = TicketState.CALLED, event.at, 0
    _said(state, ticket, event)
    ticket.counter, ticket.clerk = text_of(event.data.get("counter")), text_of(event.data.get("clerk"))
    counter.ticket_id = ticket.ticket_id
    counter.called += 1
    state.turns[ticket.queue] = whole_of(event.data.get("turn"))


def _recalled(state: HallState, event: Event) -> None:
    ticket = state.tickets[event.ticket_id]
    ticket.recalls += 1
    _said(state, ticket, event)


def _said(state: HallState, ticket: Ticket, event: Event) -> None:
    """On every board the number stands first now."""
    ticket.said_at = event.at
    if ticket.ticket_id in state.calls:
        state.calls.remove(ticket.ticket_id)
    state.calls.append(ticket.ticket_id)


def _started(state: HallState, event: Event) -> None:
    ticket = state.tickets[event.ticket_id]
    ticket.state, ticket.started_at = TicketState.SERVING, event.at


def _passed(state: HallState, event: Event) -> None:
    ticket, counter = state.tickets[event.ticket_id], _counter(state, event)
    ticket.state, ticket.passed_at = TicketState.PASSED, event.at
    counter.ticket_id = ""
    counter.passed += 1
    state.passed.setdefault(ticket.queue, []).append(ticket.ticket_id)


def _restored(state: HallState, event: Event) -> None:
    ticket = state.tickets[event.ticket_id]
    _forget_passed(state, ticket)
    ticket.state, ticket.restored, ticket.confirmed = TicketState.WAITING, True, True
    ticket.counter = ""
    _line(state, ticket).join(ticket)


def _returned(state: HallState, event: Event) -> None:
    ticket = state.tickets[event.ticket_id]
    _counter(state, event).ticket_id = ""
    ticket.state = TicketState.WAITING if ticket.confirmed else TicketState.RESERVED
    ticket.counter = ticket.clerk = ""
    ticket.called_at = ticket.started_at = None
    if ticket.ticket_id in state.calls:
        state.calls.remove(ticket.ticket_id)
    _line(state, ticket).join(ticket)


def _done(state: HallState, event: Event) -> None:
    ticket = state.tickets[event.ticket_id]
    if "with_ticket" in event.data:
        _done_with_another(state, ticket)
        return
    counter = _counter(state, event)
    ticket.state = TicketState.DONE
    counter.ticket_id = ""
    counter.done += 1
    counter.served_ms += whole_of(event.data.get("service_ms"))
    recent = state.services.setdefault(ticket.queue, deque(maxlen=REMEMBERED))
    recent.append(whole_of(event.data.get("occupied_ms")))


def _done_with_another(state: HallState, ticket: Ticket) -> None:
    """The same person's second number, ended by the clerk together with the one that was served."""
    if ticket.state in IN_LINE:
        _line(state, ticket).leave(ticket)
    _forget_passed(state, ticket)
    ticket.state = TicketState.DONE


def _evaluation_opened(state: HallState, event: Event) -> None:
    state.tickets[event.ticket_id].rating = Rating.OPEN
    _counter(state, event).evaluation = OpenEvaluation(event.ticket_id, event.at)


def _evaluated(state: HallState, event: Event) -> None:
    ticket, counter = state.tickets[event.ticket_id], _counter(state, event)
    ticket.rating, ticket.rating_request = Rating.CLOSED, text_of(event.data.get("request"))
    if counter.evaluation and counter.evaluation.ticket_id == ticket.ticket_id:
        counter.evaluation = None


def _signed_in(state: HallState, event: Event) -> None:
    counter = _counter(state, event)
    counter.clerk, counter.paused = text_of(event.data.get("clerk")), False
    state.working.add(text_of(event.data.get("counter")))


def _signed_out(state: HallState, event: Event) -> None:
    counter = _counter(state, event)
    counter.clerk, counter.paused = "", False
    state.working.discard(text_of(event.data.get("counter")))


def _paused(state: HallState, event: Event) -> None:
    _counter(state, event).paused = True
    state.working.discard(text_of(event.data.get("counter")))


def _resumed(state: HallState, event: Event) -> None:
    _counter(state, event).paused = False
    state.working.add(text_of(event.data.get("counter")))


def _card_forgotten(state: HallState, event: Event) -> None:
    state.forgotten_cards[event.node] = _notice(NoticeKind.CARD_FORGOTTEN, event)


def _card_collected(state: HallState, event: Event) -> None:
    state.forgotten_cards.pop(event.node, None)


def _complained(state: HallState, event: Event) -> None:
    _report(state, _notice(NoticeKind.COMPLAINT, event, text_of(event.data.get("reason"))))


def _help_wanted(state: HallState, event: Event) -> None:
    _report(state, _notice(NoticeKind.HELP_WANTED, event))


def _report(state: HallState, notice: Notice) -> None:
    """When there are too many, one that somebody sees to goes first, then the oldest."""
    if len(state.reports) == NOTICES_KEPT:
        state.reports.remove(next((one for one in state.reports if one.taken), state.reports[0]))
    state.reports.append(notice)


def _device_changed(state: HallState, event: Event) -> None:
    key = event.node, text_of(event.data.get("device"))
    trouble, known = trouble_of(event), state.devices.get(key)
    if not trouble:
        state.devices.pop(key, None)
    elif known is None or known.code != f"{key[1]}:{trouble}":
        state.devices[key] = _notice(NoticeKind.DEVICE, event, f"{key[1]}:{trouble}")


def _notice_taken(state: HallState, event: Event) -> None:
    notice = state.notice(text_of(event.data.get("notice")))
    if notice is not None:
        counter, clerk = text_of(event.data.get("counter")), text_of(event.data.get("clerk"))
        notice.taken = Taken(clerk, counter, event.at.wall_ms)


def _notice(kind: NoticeKind, event: Event, code: str = "") -> Notice:
    return Notice(event.event_id, kind, event.node, event.at.wall_ms, code)


def trouble_of(event: Event) -> str:
    """The XFS4IoT word that calls for somebody, or nothing when the device is well or merely starting."""
    state, paper = text_of(event.data.get("state")), text_of(event.data.get("paper"))
    if state not in ("", "online", "starting", "deviceBusy", "notSupported"):
        return state
    return paper if paper in ("low", "out", "jammed") else ""


def _forget_passed(state: HallState, ticket: Ticket) -> None:
    passed = state.passed.get(ticket.queue, [])
    if ticket.ticket_id in passed:
        passed.remove(ticket.ticket_id)


def _line(state: HallState, ticket: Ticket) -> Line:
    return state.lines.setdefault((ticket.queue, ticket.group), Line())


def _counter(state: HallState, event: Event) -> CounterState:
    return state.counters.setdefault(text_of(event.data.get("counter")), CounterState())


_EFFECTS: dict[EventKind, Callable[[HallState, Event], None]] = {
    EventKind.RESERVED: _reserved,
    EventKind.TAKEN: _taken,
    EventKind.VOIDED: _voided,
    EventKind.CALLED: _called,
    EventKind.RECALLED: _recalled,
    EventKind.STARTED: _started,
    EventKind.PASSED: _passed,
    EventKind.RESTORED: _restored,
    EventKind.RETURNED: _returned,
    EventKind.DONE: _done,
    EventKind.EVALUATION_OPENED: _evaluation_opened,
    EventKind.EVALUATED: _evaluated,
    EventKind.SIGNED_IN: _signed_in,
    EventKind.SIGNED_OUT: _signed_out,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _resumed,
    EventKind.CARD_FORGOTTEN: _card_forgotten,
    EventKind.CARD_COLLECTED: _card_collected,
    EventKind.COMPLAINED: _complained,
    EventKind.HELP_WANTED: _help_wanted,
    EventKind.DEVICE_CHANGED: _device_changed,
    EventKind.NOTICE_TAKEN: _notice_taken,
} | numbers_kept.EFFECTS
