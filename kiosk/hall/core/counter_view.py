"""What the clerk at one counter sees: the present ticket, who waits, who would be next and why, what needs a hand."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from kiosk.domain.events import Moment
from kiosk.domain.hall_settings import Counter
from kiosk.domain.order import MINUTE_MS
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.answers import (
    CounterPhase,
    CounterToday,
    CounterView,
    CurrentTicket,
    LinkedTicket,
    NextUp,
    PassedPerson,
    WaitingPerson,
)
from kiosk.hall.core.choosing import choose, is_overdue
from kiosk.hall.core.dating import hall_ms
from kiosk.hall.core.linking import linked
from kiosk.hall.core.notice_view import staff_notices
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import Came, CounterState, HallState, Line, Place, Ticket, elapsed_ms
from kiosk.hall.core.ticket_view import is_restorable

WAITING_SHOWN = 50
PASSED_SHOWN = 20


def counter_view(state: HallState, rules: Rules, counter: Counter, now: Moment, seq: int) -> CounterView:
    here = state.counter(counter.number)
    current = state.current(counter.number)
    clerk = rules.clerks.get(here.clerk)
    return CounterView(
        counter=counter.number,
        counter_name=counter.name,
        hall_name=rules.hall.name,
        day=state.day,
        phase=_phase(here, current),
        clerk=here.clerk,
        clerk_name=clerk.masked_name if clerk else "",
        current=_current(state, current, rules, now) if current else None,
        next=_next(state, rules, counter, now),
        waiting=tuple(_waiting(state, ticket, rules, now) for ticket in _first_waiting(state, rules, counter, now)),
        waiting_total=sum(state.waiting(queue) for queue in counter.queues),
        passed=tuple(_passed(ticket, rules, now) for ticket in _last_passed(state, counter)),
        today=_today(here),
        notices=staff_notices(state, rules, now),
        seq=seq,
    )


def _phase(here: CounterState, current: Ticket | None) -> CounterPhase:
    if current is not None:
        return CounterPhase.SERVING if current.state is TicketState.SERVING else CounterPhase.CALLED
    if not here.clerk:
        return CounterPhase.SIGNED_OUT
    return CounterPhase.PAUSED if here.paused else CounterPhase.IDLE


def _current(state: HallState, ticket: Ticket, rules: Rules, now: Moment) -> CurrentTicket:
    called = ticket.called_at or now
    since = ticket.started_at if ticket.state is TicketState.SERVING and ticket.started_at else called
    return CurrentTicket(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        queue=ticket.queue,
        item=ticket.item,
        item_name=rules.item_name(ticket.item, ticket.queue),
        state=ticket.state,
        group=ticket.group,
        name=ticket.name,
        tail=ticket.tail,
        unconfirmed=not ticket.confirmed,
        waited_minutes=_waited_minutes(state, ticket, called),
        seconds=elapsed_ms(since, now) // 1000,
        recalls=ticket.recalls,
        recalls_left=max(0, rules.hall.recall_limit - ticket.recalls),
        linked=tuple(_linked(state, one, now) for one in linked(state, ticket)),
        unsigned=ticket.came is Came.TYPED,
        adopted_by=ticket.adopted_by,
    )


def _linked(state: HallState, ticket: Ticket, now: Moment) -> LinkedTicket:
    return LinkedTicket(ticket.ticket_id, ticket.label, ticket.state, _waited_minutes(state, ticket, now))


def _waited_minutes(state: HallState, ticket: Ticket, until: Moment) -> int:
    return max(0, hall_ms(state, until) - ticket.arrived_ms) // MINUTE_MS


def _next(state: HallState, rules: Rules, counter: Counter, now: Moment) -> NextUp | None:
    choice = choose(state, rules, counter, now)
    if choice is None:
        return None
    ticket = state.tickets[choice.waiting.ticket_id]
    return NextUp(ticket.ticket_id, ticket.label, ticket.group, choice.reasons)


def _first_waiting(state: HallState, rules: Rules, counter: Counter, now: Moment) -> Iterator[Ticket]:
    """By arrival; of those without a confirmation only whom 叫号 would call, the others are a moment old."""
    lines = [state.line(queue, group) for queue in counter.queues for group in Group]
    sure = [line.confirmed[:WAITING_SHOWN] for line in lines]
    doubtful = [_overdue(state, rules, line, now) for line in lines]
    places: Iterator[Place] = merge(*sure, *doubtful)
    return (state.tickets[place[2]] for place in islice(places, WAITING_SHOWN))


def _overdue(state: HallState, rules: Rules, line: Line, now: Moment) -> list[Place]:
    first = line.unconfirmed[:WAITING_SHOWN]
    return [place for place in first if is_overdue(state, state.tickets[place[2]], rules, now)]


def _waiting(state: HallState, ticket: Ticket, rules: Rules, now: Moment) -> WaitingPerson:
    return WaitingPerson(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        queue=ticket.queue,
        item_name=rules.item_name(ticket.item, ticket.queue),
        group=ticket.group,
        name=ticket.name,
        tail=ticket.tail,
        waited_minutes=_waited_minutes(state, ticket, now),
        unconfirmed=not ticket.confirmed,
        linked=tuple(one.label for one in linked(state, ticket)),
        unsigned=ticket.came is Came.TYPED,
    )


def _last_passed(state: HallState, counter: Counter) -> list[Ticket]:
    """The latest first."""
    passed = [state.tickets[known] for queue in counter.queues for known in state.passed.get(queue, ())[-PASSED_SHOWN:]]
    passed.sort(key=_passed_ms, reverse=True)
    return passed[:PASSED_SHOWN]


def _passed_ms(ticket: Ticket) -> int:
    return ticket.passed_at.wall_ms if ticket.passed_at else 0


def _passed(ticket: Ticket, rules: Rules, now: Moment) -> PassedPerson:
    return PassedPerson(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        queue=ticket.queue,
        name=ticket.name,
        tail=ticket.tail,
        minutes_ago=elapsed_ms(ticket.passed_at or now, now) // MINUTE_MS,
        restorable=is_restorable(ticket, rules, now),
    )


def _today(here: CounterState) -> CounterToday:
    average = here.served_ms // here.done // 1000 if here.done else 0
    return CounterToday(called=here.called, done=here.done, passed=here.passed, average_seconds=average)
