"""What has to hold after every step of a simulated day, and what when the day is over."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.domain.ticket import OPEN_STATES, Group, TicketState
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, Line, Ticket

MINUTE_MS = 60_000
LONGEST_WAIT_MIN = 420  # lines are cut, nodes dark, and a hall that forgot somebody may have them anew, arriving then
ENDED = (TicketState.DONE, TicketState.PASSED)
AT_A_COUNTER = (TicketState.CALLED, TicketState.SERVING)


class BrokenPromiseError(AssertionError):
    """A sentence about the hall that is not true."""


@dataclass
class Promises:
    """What citizens were told: a label by ticket, and who is at which counter."""

    committed: dict[str, str] = field(default_factory=dict)  # today, by ticket
    came: dict[str, int] = field(default_factory=dict)  # true time of each wish
    timeless: set[str] = field(default_factory=set)  # who came while the hall could not know what time it was
    labels: set[str] = field(default_factory=set)  # today
    since: dict[str, int] = field(default_factory=dict)  # who has not been called yet; true time
    at_counter: dict[str, str] = field(default_factory=dict)  # ticket by counter
    served: set[str] = field(default_factory=set)  # who went home; a hall that forgot it calls them once more
    forgotten: set[str] = field(default_factory=set)  # tickets of which a put-back hall forgot what it did with them
    on_paper: set[str] = field(default_factory=set)  # tickets that only their paper knows until it is shown
    asked_after: deque[str] = field(default_factory=deque)  # the committed in turn: whom to look for next
    longest_wait_ms: int = 0
    tickets: int = 0
    called: int = 0
    steps: int = 0

    def new_day(self) -> None:
        for known in (
            self.committed,
            self.labels,
            self.since,
            self.at_counter,
            self.served,
            self.forgotten,
            self.on_paper,
            self.asked_after,
        ):
            known.clear()

    def asks(self, ticket_id: str, now_ms: int, *, timed: bool) -> None:
        self.came[ticket_id] = now_ms
        if not timed:
            self.timeless.add(ticket_id)

    def promised(self, ticket_id: str, label: str, now_ms: int) -> None:
        """A terminal has committed a ticket: from here on nobody else may hold this number."""
        if self.committed.get(ticket_id) == label:
            return
        self.came.setdefault(ticket_id, now_ms)
        if label in self.labels:
            raise BrokenPromiseError(f"{label} is on two tickets")
        self.committed[ticket_id] = label
        self.labels.add(label)
        self.since[ticket_id] = now_ms
        self.asked_after.append(ticket_id)
        self.tickets += 1

    def taken_in(self, ticket_id: str, as_id: str, label: str, now_ms: int) -> None:
        """A number that only its paper knew: by its code it is itself again; typed in, it comes now."""
        self.on_paper.discard(ticket_id)
        if as_id != ticket_id:
            self.asked_after.append(as_id)
            del self.committed[ticket_id]
            self.committed[as_id], self.came[as_id] = label, now_ms
            self.since[as_id] = self.since.pop(ticket_id)

    def calls(self, counter: str, ticket: Ticket, now_ms: int) -> None:
        elsewhere = [other for other, present in self.at_counter.items() if present == ticket.ticket_id]
        if elsewhere and elsewhere != [counter] and ticket.ticket_id not in self.forgotten:
            raise BrokenPromiseError(f"{ticket.label} is called by {counter} while it is at {elsewhere[0]}")
        self.at_counter[counter] = ticket.ticket_id
        self.called += 1
        waited = now_ms - self.since.pop(ticket.ticket_id, now_ms)
        self.longest_wait_ms = max(self.longest_wait_ms, waited)
        if waited > LONGEST_WAIT_MIN * MINUTE_MS:
            raise BrokenPromiseError(f"{ticket.label} waited {waited // MINUTE_MS} minutes")

    def is_there(self, ticket_id: str) -> bool:
        return ticket_id in self.committed and ticket_id not in self.served

    def leaves(self, counter: str) -> None:
        self.at_counter.pop(counter, None)

    def after_a_step(
        self, state: HallState | None, wishes: Iterator[str], owed: Callable[[str], bool], now_ms: int
    ) -> None:
        """`wishes`: those that stand in a book of a terminal that is up, where no visit is under way now. `state`: of a
        hall that is up. `owed`: whether some terminal has yet to tell of that ticket."""
        self.steps += 1
        for wish in wishes:
            raise BrokenPromiseError(f"the wish of somebody who has gone stands in a book: {wish}")
        if state is None:
            return
        present = [counter.ticket_id for counter in state.counters.values() if counter.ticket_id]
        if len(present) != len(set(present)):
            raise BrokenPromiseError("somebody is at two counters")
        self._the_next_is_not_lost(state, owed, now_ms)

    def _the_next_is_not_lost(self, state: HallState, owed: Callable[[str], bool], now_ms: int) -> None:
        """One ticket a step, in turn, so that each is looked for several times a day; and nobody waits for ever."""
        longest = next(iter(self.since.values()), now_ms)
        if now_ms - longest > LONGEST_WAIT_MIN * MINUTE_MS:
            raise BrokenPromiseError(f"somebody has waited {(now_ms - longest) // MINUTE_MS} minutes and is not called")
        ticket_id = self.asked_after[0] if self.asked_after else ""
        self.asked_after.rotate(-1)
        label = self.committed.get(ticket_id)
        if label is None or ticket_id in self.on_paper or ticket_id in self.forgotten:
            return
        missing = _missing(state, ticket_id, label)
        if missing and not owed(ticket_id):
            raise BrokenPromiseError(f"the hall {missing} {label}, and nobody will tell it")

    def after_a_day(self, state: HallState) -> None:
        """Nobody with a number is lost, and the lines are empty."""
        for ticket_id, label in self.committed.items():
            ticket = state.tickets.get(ticket_id)
            if ticket is None or ticket.label != label:
                raise BrokenPromiseError(f"the hall does not know {label}")
            if ticket.state not in ENDED:
                raise BrokenPromiseError(f"{label} was never called: {ticket.state}")
        for line in state.lines.values():
            for place in line.confirmed:
                raise BrokenPromiseError(f"{state.tickets[place[2]].label} still waits")

    def called_in_turn(self, state: HallState, rules: Rules, counter: str, chosen: Ticket, now_ms: int) -> None:
        """By the true time, whatever clocks said and books forgot: of those of one queue and kind who came first goes
        first, and nobody who has waited the published maximum is passed by somebody who came later. A reservation
        without a word from its terminal is called only after its time, and then in its turn."""
        mine, limit = self.came[chosen.ticket_id], rules.hall.order.max_wait_minutes * MINUTE_MS
        if not chosen.confirmed and now_ms - mine < rules.hall.confirm_seconds * 1000:
            raise BrokenPromiseError(f"{chosen.label} was called before its terminal could confirm it")
        if chosen.ticket_id in self.timeless:
            return
        for queue in rules.counters[counter].queues:
            for group in Group:
                same = (queue, group) == (chosen.queue, chosen.group)
                before = mine if same else min(mine, now_ms - limit + 1)
                for ticket_id, came in self._waiting(state, rules, state.line(queue, group), chosen, now_ms):
                    if came < before:
                        raise BrokenPromiseError(
                            f"{chosen.label} ({(now_ms - mine) // 1000} s) goes before "
                            f"{state.tickets[ticket_id].label}, who has waited {(now_ms - came) // 1000} s"
                        )

    def _waiting(
        self, state: HallState, rules: Rules, line: Line, chosen: Ticket, now_ms: int
    ) -> Iterator[tuple[str, int]]:
        """Who might have been called instead, and the true time since when: with a word from their terminal, or without
        one for longer than it had for it."""
        for _, _, ticket_id in line.confirmed:
            if ticket_id not in self.timeless:
                yield ticket_id, self.came[ticket_id]
        for _, _, ticket_id in line.unconfirmed:
            age_ms = _true_age_ms(state.tickets[ticket_id], chosen, now_ms)
            if age_ms is not None and age_ms >= rules.hall.confirm_seconds * 1000:
                yield ticket_id, now_ms - age_ms


def _missing(state: HallState, ticket_id: str, label: str) -> str:
    """Why nobody with this ticket could be called, or has been; empty when it is well."""
    ticket = state.tickets.get(ticket_id)
    if ticket is None or ticket.label != label:
        return "does not know"
    if state.labels.get(label) != ticket_id:
        return "has another ticket under"
    if ticket.state in AT_A_COUNTER:
        there = any(counter.ticket_id == ticket_id for counter in state.counters.values())
        return "" if there else "has at no counter"
    if ticket.state in ENDED:
        return ""
    line = state.line(ticket.queue, ticket.group)
    place = (line.confirmed if ticket.confirmed else line.unconfirmed) if ticket.state in OPEN_STATES else ()
    return "" if ticket.place in place else "has in no line"


def _true_age_ms(reserved: Ticket, chosen: Ticket, now_ms: int) -> int | None:
    """Since its reservation; None when no clock of the hall could tell."""
    then, now = reserved.reserved_at, chosen.called_at
    if now is not None and then.boot_id == now.boot_id:
        return now.mono_ms - then.mono_ms
    return now_ms - then.wall_ms if then.trusted else None
