"""A ticket as its terminal hears of it: place, estimate, counters; masked words only."""

from __future__ import annotations

from kiosk.domain.estimate import Counters, Estimate, estimate, pace_of
from kiosk.domain.events import Moment
from kiosk.domain.order import MINUTE_MS, ahead_of, is_priority
from kiosk.domain.ticket import Group, TicketState, TicketView
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, Ticket, elapsed_ms

_WAITS = (TicketState.RESERVED, TicketState.WAITING)
_NO_WAIT = Estimate(0, 0)


def ticket_view(state: HallState, rules: Rules, ticket: Ticket, now: Moment) -> TicketView:
    waits = ticket.state in _WAITS
    ahead = people_ahead(state, rules, ticket) if waits else 0
    wait = wait_behind(state, rules, ticket.queue, ahead) if waits else _NO_WAIT
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
    order = rules.hall.order
    kind = is_priority(ticket.group, order)
    own = others = 0
    for group in Group:
        line = state.line(ticket.queue, group)
        if is_priority(group, order) is kind:
            own += line.before(ticket.place)
        else:
            others += len(line.confirmed)
    return ahead_of(own, others, kind, order)


def wait_behind(state: HallState, rules: Rules, queue: str, ahead: int) -> Estimate:
    typical = rules.typical_minutes.get(queue, 1)
    return estimate(ahead, pace_of(state.recent_services(queue), typical), open_counters(state, rules, queue))


def open_counters(state: HallState, rules: Rules, queue: str) -> Counters:
    working = [number for number in rules.counters_of.get(queue, ()) if number in state.working]
    return Counters(len(working), sum(1 / len(rules.counters[number].queues) for number in working))


def is_restorable(ticket: Ticket, rules: Rules, now: Moment) -> bool:
    return (
        ticket.state is TicketState.PASSED
        and not ticket.restored
        and ticket.passed_at is not None
        and elapsed_ms(ticket.passed_at, now) < rules.hall.restore_minutes * MINUTE_MS
    )
