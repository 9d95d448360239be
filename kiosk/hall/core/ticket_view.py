"""A ticket as its terminal hears of it: place, estimate, counters; masked words only."""

from __future__ import annotations

from collections import Counter

from kiosk.domain.estimate import UNKNOWN, Counters, Estimate, estimate, pace_of
from kiosk.domain.events import Moment
from kiosk.domain.order import MINUTE_MS, ahead_of, groups_of, is_priority
from kiosk.domain.ticket import Group, TicketState, TicketView
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, Place, Ticket, elapsed_ms

_WAITS = (TicketState.RESERVED, TicketState.WAITING)


def ticket_view(state: HallState, rules: Rules, ticket: Ticket, now: Moment) -> TicketView:
    waits = ticket.state in _WAITS
    ahead = people_ahead(state, rules, ticket) if waits else 0
    wait = wait_behind(state, rules, ticket.queue, ahead, ticket.place) if waits else UNKNOWN
    return TicketView(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        queue=ticket.queue,
        item=ticket.item,
        day=state.day,
        state=ticket.state,
        group=ticket.group,
        name=ticket.name,
        tail=ticket.tail,
        taken_ms=ticket.taken_ms,
        ahead=ahead,
        wait_low=wait.low,
        wait_high=wait.high,
        counters=rules.counters_of.get(ticket.queue, ()),
        counter=ticket.counter,
        restorable=is_restorable(ticket, rules, now),
    )


def people_ahead(state: HallState, rules: Rules, ticket: Ticket) -> int:
    """People before this ticket in the order of its queue, as things stand now."""
    return _ahead(state, rules, ticket.queue, is_priority(ticket.group, rules.hall.order), ticket.place)


def ahead_of_newcomer(state: HallState, rules: Rules, queue: str, *, priority: bool) -> int:
    """People before somebody who came now, in their own kind of line."""
    return _ahead(state, rules, queue, priority, None)


def _ahead(state: HallState, rules: Rules, queue: str, priority: bool, place: Place | None) -> int:
    order = rules.hall.order
    same, different = groups_of(priority, order.booked_is_priority)
    mine = [state.line(queue, group) for group in same]
    own = sum([len(line.confirmed) if place is None else line.before(place) for line in mine])
    others = sum([len(state.line(queue, group).confirmed) for group in different])
    return ahead_of(own, others, priority, order)


def wait_behind(state: HallState, rules: Rules, queue: str, ahead: int, place: Place | None = None) -> Estimate:
    """For somebody with so many of the queue before them; without a `place`, for somebody who came now."""
    typical = rules.typical_minutes.get(queue, 1)
    pace = pace_of(state.recent_services(queue), typical)
    return estimate(ahead, pace, open_counters(state, rules, queue, place))


def open_counters(state: HallState, rules: Rules, queue: str, place: Place | None = None) -> Counters:
    working = _working(state, rules, queue)
    if not working:
        return Counters(0)
    shared = Counter(other for number in working for other in rules.counters[number].queues if other != queue)
    rivals = {other: _before(state, other, place) for other in shared}
    free = [number for number in working if not state.counter(number).ticket_id]
    unwanted = [n for n in free if not any(rivals.get(other) for other in rules.counters[n].queues)]
    part = sum(rivals[other] * times / len(_working(state, rules, other)) for other, times in shared.items())
    return Counters(len(working), len(unwanted), part)


def _working(state: HallState, rules: Rules, queue: str) -> list[str]:
    return [number for number in rules.counters_of.get(queue, ()) if number in state.working]


def _before(state: HallState, queue: str, place: Place | None) -> int:
    """People of a queue who came earlier: between the queues of one counter, arrival decides."""
    if place is None:
        return state.waiting(queue)
    return sum(state.line(queue, group).before(place) for group in Group)


def is_restorable(ticket: Ticket, rules: Rules, now: Moment) -> bool:
    return (
        ticket.state is TicketState.PASSED
        and not ticket.restored
        and ticket.passed_at is not None
        and elapsed_ms(ticket.passed_at, now) < rules.hall.restore_minutes * MINUTE_MS
    )
