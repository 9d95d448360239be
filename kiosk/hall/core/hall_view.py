"""What everybody in the hall may see: who waits where, the last calls, the open evaluation of a counter."""

from __future__ import annotations

from kiosk.domain.events import Moment
from kiosk.domain.numbering import own_label
from kiosk.domain.ticket import TicketState
from kiosk.hall.core.answers import BoardCall, BoardView, Invitation, QueueWait, TerminalSummary
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, Ticket, elapsed_ms
from kiosk.hall.core.ticket_view import ahead_of_newcomer, open_counters, wait_behind

_SHOWN = (TicketState.CALLED, TicketState.SERVING, TicketState.DONE, TicketState.PASSED)


def queue_waits(state: HallState, rules: Rules) -> tuple[QueueWait, ...]:
    """In the order in which the hall published its queues."""
    return tuple(_wait(state, rules, code) for code in rules.queues)


def terminal_summary(state: HallState, rules: Rules, seq: int, terminal: str) -> TerminalSummary:
    """For one terminal: who waits where, and what it needs to know of numbers."""
    waits, doubt, lives = queue_waits(state, rules), state.doubt, state.lives.get(terminal, ())
    awaited = doubt is not None and terminal in doubt.awaiting
    return TerminalSummary(
        state.day,
        seq,
        sum(wait.waiting for wait in waits),
        waits,
        last=highest_labels(state, terminal),
        letter=state.letters.get(terminal, ""),
        doubt=doubt.notice.id if doubt is not None and awaited else "",
        life=lives[-1] if lives else "",
        lives=0 if awaited else len(lives),
    )


def highest_labels(state: HallState, terminal: str) -> tuple[str, ...]:
    """The highest numbers of today of every queue and part, and of the terminal's own letter."""
    spaces, letter = state.spaces, state.letters.get(terminal)
    given = [spaces[queue].label(number) for (queue, _), number in state.highest.items() if queue in spaces]
    own = [(queue, number) for (queue, held), number in state.own_highest.items() if held == letter]
    return (*given, *(own_label(spaces[queue].prefix, letter or "", number, 2) for queue, number in own))


def board_view(state: HallState, rules: Rules, seq: int) -> BoardView:
    return BoardView(
        seq=seq,
        day=state.day,
        hall_name=rules.hall.name,
        notice=rules.hall.board_notice,
        calls=_calls(state),
        waits=queue_waits(state, rules),
    )


def invitation(state: HallState, rules: Rules, counter: str, now: Moment) -> Invitation | None:
    open_now = state.counter(counter).evaluation
    if open_now is None:
        return None
    ticket = state.tickets[open_now.ticket_id]
    item = rules.catalogue.item(ticket.item)
    return Invitation(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        counter=counter,
        item=ticket.item,
        item_name=rules.item_name(ticket.item, ticket.queue),
        department=item.department if item else "",
        clerk=ticket.clerk,
        seconds_left=max(0, rules.hall.evaluation_seconds - elapsed_ms(open_now.opened_at, now) // 1000),
        reasons_version=rules.reasons.version,
    )


def _wait(state: HallState, rules: Rules, code: str) -> QueueWait:
    queue, waiting = rules.queues[code], state.waiting(code)
    wait = wait_behind(state, rules, code, ahead_of_newcomer(state, rules, code, priority=False))
    first = wait_behind(state, rules, code, ahead_of_newcomer(state, rules, code, priority=True))
    return QueueWait(
        queue=code,
        prefix=queue.prefix,
        name=queue.name,
        kind=queue.kind,
        waiting=waiting,
        wait_low=wait.low,
        wait_high=wait.high,
        open_counters=open_counters(state, rules, code).open,
        priority_low=first.low,
        priority_high=first.high,
    )


def _calls(state: HallState) -> tuple[BoardCall, ...]:
    """The last calls, and behind them every counter's present one, however long ago it was made."""
    present = [counter.ticket_id for counter in state.counters.values() if counter.ticket_id]
    older = [state.tickets[known] for known in present if known not in state.calls]
    older.sort(key=_said_ms, reverse=True)
    tickets = (*(state.tickets[known] for known in reversed(state.calls)), *older)
    return tuple(
        BoardCall(
            label=ticket.label,
            counter=ticket.counter,
            group=ticket.group,
            state=ticket.state,
            at_ms=_said_ms(ticket),
            recalls=ticket.recalls,
        )
        for ticket in tickets
        if ticket.state in _SHOWN
    )


def _said_ms(ticket: Ticket) -> int:
    return ticket.said_at.wall_ms if ticket.said_at else 0
