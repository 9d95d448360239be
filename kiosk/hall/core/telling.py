"""Which feed messages an event becomes, and for whom. Nothing here tells a clerk how somebody was evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.events import Event, EventKind
from kiosk.domain.ticket import Group
from kiosk.hall.core.messages import CallKind, CallMessage, EvaluationClosed, EvaluationOpened, FeedMessage
from kiosk.hall.core.state import text_of, whole_of


class Role(StrEnum):
    """Who holds a token. A caller's and an evaluator's identity is the number of their counter."""

    TERMINAL = "terminal"
    CALLER = "caller"
    EVALUATOR = "evaluator"
    BOARD = "board"
    STANDBY = "standby"  # the hall's second node


@dataclass(frozen=True, slots=True)
class Member:
    """The holder of a token: role and identity (a node, or a counter's number)."""

    role: Role
    id: str


_CALLS = {
    EventKind.CALLED: CallKind.CALLED,
    EventKind.RECALLED: CallKind.RECALLED,
    EventKind.PASSED: CallKind.PASSED,
    EventKind.STARTED: CallKind.STARTED,
    EventKind.DONE: CallKind.DONE,
    EventKind.RETURNED: CallKind.WITHDRAWN,
    EventKind.VOIDED: CallKind.WITHDRAWN,  # the hall's own word on a number that stood on the boards
    EventKind.RESTORED: CallKind.WITHDRAWN,  # it stood there as passed; now that person waits again
}


# Beside the notices of terminals, which belong to no queue and no counter.
FOR_ALL_CALLERS = frozenset(
    {
        EventKind.NOTICE_TAKEN,
        EventKind.NUMBERS_LOW,
        EventKind.NUMBERS_DOUBTED,
        EventKind.NUMBERS_HEARD,
        EventKind.NUMBERS_SURE,
    }
)


def message_for(member: Member, seq: int, event: Event) -> FeedMessage | None:
    """The message of this event for that member, or None when it does not concern them."""
    if member.role is Role.BOARD:
        return call_message(seq, event)
    if member.role is Role.EVALUATOR and text_of(event.data.get("counter")) == member.id:
        return _evaluation_message(seq, event)
    return None


def call_message(seq: int, event: Event) -> CallMessage | None:
    kind, data = _CALLS.get(event.kind), event.data
    if kind is None or ("counter" not in data and event.kind is not EventKind.RESTORED):
        return None
    return CallMessage(
        seq=seq,
        kind=kind,
        label=text_of(data.get("label")),
        counter=text_of(data.get("counter")),
        group=Group(text_of(data.get("group")) or Group.WALK_IN),
        at_ms=event.at.wall_ms,
        recalls=whole_of(data.get("recalls")),
        event=event.event_id,
    )


def _evaluation_message(seq: int, event: Event) -> FeedMessage | None:
    counter = text_of(event.data.get("counter"))
    if event.kind is EventKind.EVALUATION_OPENED:
        return EvaluationOpened(seq, counter, event.ticket_id)
    if event.kind is EventKind.EVALUATED:
        return EvaluationClosed(seq, counter, event.ticket_id)
    return None
