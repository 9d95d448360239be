"""What events mean for a ticket and its evaluation, pure: live and rebuilt rows come from the same functions.

Events of a hall are folded in the order of their arrival here. Data comes from other machines, so nothing in it is
trusted to be there or to be of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.events import Event, EventKind
from kiosk.domain.ticket import PrintState, TicketState

_LARGEST = 1 << 53


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """A ticket as the city knows it. Times in UTC milliseconds, durations in milliseconds, 0 while unknown."""

    ticket_id: str
    hall: str
    day: str
    label: str = ""
    queue: str = ""
    item: str = ""
    group: str = ""
    name: str = ""
    tail: str = ""
    terminal: str = ""
    state: str = TicketState.RESERVED.value
    confirmed: bool = False
    paper: str = ""
    reprints: int = 0
    counter: str = ""
    clerk: str = ""
    calls: int = 0
    recalls: int = 0
    taken_ms: int = 0
    called_ms: int = 0
    started_ms: int = 0
    ended_ms: int = 0
    waited_ms: int = 0
    service_ms: int = 0


@dataclass(frozen=True, slots=True)
class EvaluationRecord:
    """One visit's evaluation. `grade` only when the outcome is `graded`."""

    ticket_id: str
    hall: str
    day: str
    at_ms: int
    label: str
    queue: str
    item: str
    department: str
    region: str
    case_number: str
    counter: str
    clerk: str
    channel: str
    outcome: str
    grade: int | None
    bad_review: bool
    reasons: tuple[str, ...]
    reasons_version: str
    text: str
    seconds: int


def fold_ticket(before: TicketRecord | None, hall: str, event: Event) -> TicketRecord | None:
    """The ticket after an event; what it was when the event says nothing about it, or belongs to another hall."""
    effect = _EFFECTS.get(event.kind)
    if effect is None or not event.ticket_id or (before is not None and before.hall != hall):
        return before
    return effect(_named(before or TicketRecord(event.ticket_id, hall, event.day), event), event)


def evaluation_of(hall: str, event: Event) -> EvaluationRecord | None:
    """The record of an evaluation; 一次一评, so the first one of a ticket is the one that counts."""
    if event.kind is not EventKind.EVALUATED or not event.ticket_id:
        return None
    grade = _whole(event, "grade")
    graded = _text(event, "outcome") == "graded" and 1 <= grade <= 5
    return EvaluationRecord(
        ticket_id=event.ticket_id,
        hall=hall,
        day=event.day,
        at_ms=event.at.wall_ms,
        label=_text(event, "label"),
        queue=_text(event, "queue"),
        item=_text(event, "item"),
        department=_text(event, "department"),
        region=_text(event, "region"),
        case_number=_text(event, "case"),
        counter=_text(event, "counter"),
        clerk=_text(event, "clerk"),
        channel=_text(event, "channel"),
        outcome=_text(event, "outcome"),
        grade=grade if graded else None,
        bad_review=graded and grade <= 2,
        reasons=_texts(event, "reasons"),
        reasons_version=_text(event, "reasons_version"),
        text=_text(event, "text"),
        seconds=_whole(event, "seconds"),
    )


def _named(before: TicketRecord, event: Event) -> TicketRecord:
    """What stays the same for the whole life, from the first event that says it."""
    return replace(
        before,
        label=before.label or _text(event, "label"),
        queue=before.queue or _text(event, "queue"),
        item=before.item or _text(event, "item"),
        group=before.group or _text(event, "group"),
        name=before.name or _text(event, "name"),
        tail=before.tail or _text(event, "tail"),
        taken_ms=before.taken_ms or _whole(event, "taken_ms"),
    )


def _reserved(ticket: TicketRecord, event: Event) -> TicketRecord:
    return ticket


def _taken(ticket: TicketRecord, event: Event) -> TicketRecord:
    state = TicketState.WAITING.value if ticket.state == TicketState.RESERVED else ticket.state
    return replace(ticket, state=state, confirmed=True, terminal=event.node, paper=ticket.paper or PrintState.COMMITTED)


def _voided(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(ticket, state=TicketState.VOID.value, ended_ms=event.at.wall_ms)


def _called(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(
        ticket,
        state=TicketState.CALLED.value,
        counter=_text(event, "counter"),
        clerk=_text(event, "clerk"),
        calls=ticket.calls + 1,
        called_ms=event.at.wall_ms,
        waited_ms=_whole(event, "waited_ms"),
    )


def _recalled(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(ticket, recalls=ticket.recalls + 1)


def _passed(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(ticket, state=TicketState.PASSED.value, ended_ms=event.at.wall_ms)


def _restored(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(ticket, state=TicketState.WAITING.value, counter="", ended_ms=0)


def _started(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(ticket, state=TicketState.SERVING.value, started_ms=event.at.wall_ms)


def _done(ticket: TicketRecord, event: Event) -> TicketRecord:
    spent = _whole(event, "service_ms")
    return replace(ticket, state=TicketState.DONE.value, ended_ms=event.at.wall_ms, service_ms=spent)


def _paper(ticket: TicketRecord, event: Event) -> TicketRecord:
    return replace(ticket, paper=event.kind.value)


def _reprinted(ticket: TicketRecord, event: Event) -> TicketRecord:
    printed = _text(event, "outcome") == PrintState.PRINTED
    paper = PrintState.PRINTED.value if printed else ticket.paper
    return replace(ticket, reprints=ticket.reprints + 1, paper=paper)


_EFFECTS: dict[EventKind, Callable[[TicketRecord, Event], TicketRecord]] = {
    EventKind.RESERVED: _reserved,
    EventKind.TAKEN: _taken,
    EventKind.VOIDED: _voided,
    EventKind.CALLED: _called,
    EventKind.RECALLED: _recalled,
    EventKind.PASSED: _passed,
    EventKind.RESTORED: _restored,
    EventKind.STARTED: _started,
    EventKind.DONE: _done,
    EventKind.PRINTED: _paper,
    EventKind.PRINT_FAILED: _paper,
    EventKind.PRINT_UNKNOWN: _paper,
    EventKind.REPRINTED: _reprinted,
}


def _text(event: Event, name: str) -> str:
    value = event.data.get(name)
    return value if isinstance(value, str) else ""


def _whole(event: Event, name: str) -> int:
    value = event.data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST else 0


def _texts(event: Event, name: str) -> tuple[str, ...]:
    value = event.data.get(name)
    return tuple(value) if isinstance(value, list) else ()
