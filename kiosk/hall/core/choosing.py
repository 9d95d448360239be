"""Whom a counter would call now: the heads of its lines, handed to the rules of order."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.events import Moment
from kiosk.domain.hall_settings import Counter
from kiosk.domain.order import Choice, Waiting, next_ticket
from kiosk.domain.ticket import Group
from kiosk.hall.core.dating import hall_ms
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, Line, Place, Ticket, elapsed_ms


def choose(state: HallState, rules: Rules, counter: Counter, now: Moment) -> Choice | None:
    heads = (head for queue in counter.queues for head in _heads(state, rules, queue, now))
    return next_ticket(heads, state.turns, rules.hall.order, hall_ms(state, now))


def _heads(state: HallState, rules: Rules, queue: str, now: Moment) -> Iterator[Waiting]:
    for group in Group:
        place, unconfirmed = _first(state, rules, state.line(queue, group), now)
        if place is not None:
            yield Waiting(place[2], queue, group, place[0], place[1], unconfirmed)


def _first(state: HallState, rules: Rules, line: Line, now: Moment) -> tuple[Place | None, bool]:
    """The first who may be called: a reservation without a confirmation only after its time for one is over."""
    confirmed = line.confirmed[0] if line.confirmed else None
    doubtful = line.unconfirmed[0] if line.unconfirmed else None
    if doubtful is None or (confirmed is not None and confirmed < doubtful):
        return confirmed, False
    overdue = is_overdue(state, state.tickets[doubtful[2]], rules, now)
    return (doubtful, True) if overdue else (confirmed, False)


def is_overdue(state: HallState, ticket: Ticket, rules: Rules, now: Moment) -> bool:
    """Whether the time for a reservation's confirmation is over: it is called in its turn then, marked 待确认."""
    same_boot = ticket.reserved_at.boot_id == now.boot_id
    since_ms = elapsed_ms(ticket.reserved_at, now) if same_boot else hall_ms(state, now) - ticket.arrived_ms
    return since_ms >= rules.hall.confirm_seconds * 1000
