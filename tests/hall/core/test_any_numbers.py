"""Numbers in any order of misfortune: images put back, terminals cut off, streams that come late, clerks who type."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.events import Event, EventKind
from kiosk.domain.signed_ticket import TicketData
from kiosk.domain.ticket import Reserved, Seen, TakeRequest, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.answers import Adopted
from kiosk.hall.core.doubting import Why
from kiosk.hall.core.evolve import evolve
from kiosk.hall.core.hall_view import terminal_summary
from kiosk.hall.core.state import HallState
from tests.hall.core.test_doubting import rules
from tests.hall.memory import Counted
from tests.hall.one_hall import DAY, SOCIAL, OneHall, person

LETTERS = {"T1": "C", "T2": "D"}


@dataclass
class Terminal:
    """What one terminal remembers and owes; `sent` events stay, because a hall may ask for them again."""

    name: str
    events: list[Event] = field(default_factory=list)
    sent: int = 0
    own: int = 0
    seen: set[str] = field(default_factory=set)


class AnyNumbers(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.hall = OneHall(rules(open_spare=True))
        self.ids = Counted("x")
        self.terminals = {name: Terminal(name) for name in LETTERS}
        self.papers: dict[str, str] = {}  # label by ticket, as citizens hold them
        self.data: dict[str, dict[str, Any]] = {}
        self.count = 0
        self.image: list[Event] = []
        self.applied: set[str] = set()
        self.image_applied: set[str] = set()
        self.beside: list[str] = []  # the spare numbers, as they stand beside the book
        self.hall.sign_in("3")

    # --- citizens ---

    @rule(where=st.sampled_from(sorted(LETTERS)), answer_lost=st.booleans())
    def somebody_takes_a_number(self, where: str, answer_lost: bool) -> None:
        terminal, ticket = self.terminals[where], self._ticket()
        halls = [label for label in terminal.seen if re.fullmatch("A[0-9]{3}", label)]
        own, spare = [max((n for n in halls if (n < "A800") is low), default="") for low in (True, False)]
        labels = tuple(label for label in (own, spare) if label)
        wish = TakeRequest(ticket, SOCIAL, person(self.count), Seen(DAY, labels))
        answer = self.hall.do(commands.Reserve(wish))
        assert isinstance(answer, Reserved), answer
        if answer.ticket.label >= "A800":
            self.beside.append(answer.ticket.label)
        if answer_lost:
            self._owe(terminal, EventKind.VOIDED, ticket, {})
            return
        self._hold(terminal, ticket, answer.ticket.label)

    @rule(where=st.sampled_from(sorted(LETTERS)))
    def a_terminal_that_is_cut_off_gives_one_of_its_own(self, where: str) -> None:
        terminal = self.terminals[where]
        terminal.own += 1
        self._hold(terminal, self._ticket(), f"A{LETTERS[where]}{terminal.own:02d}")

    def _ticket(self) -> str:
        self.count += 1
        return f"t-{self.count}"

    def _hold(self, terminal: Terminal, ticket: str, label: str) -> None:
        assert label not in self.papers.values(), f"{label} stands on two papers"
        self.papers[ticket] = label
        terminal.seen.add(label)
        who = person(self.count)
        self.data[ticket] = {"label": label, "queue": "social", "item": SOCIAL, "holder": who.hash, "key_version": 1,
                             "taken_ms": self.hall.clock.now().wall_ms}  # fmt: skip
        self._owe(terminal, EventKind.TAKEN, ticket, self.data[ticket])

    def _owe(self, terminal: Terminal, kind: EventKind, ticket: str, data: dict[str, Any]) -> None:
        now = self.hall.clock.now()
        terminal.events.append(Event(self.ids.new(), kind, terminal.name, DAY, now, ticket, data))

    # --- the line ---

    @rule(where=st.sampled_from(sorted(LETTERS)), count=st.integers(1, 6))
    def a_terminal_sends(self, where: str, count: int) -> None:
        terminal = self.terminals[where]
        for event in terminal.events[terminal.sent : terminal.sent + count]:
            if event.event_id not in self.applied:
                verdict = self.hall.do(commands.TakeIn(event))
                served = event.kind is EventKind.VOIDED and verdict.refused == "already_served"
                assert served or verdict.refused == "", (verdict, event)
                self.applied.add(event.event_id)
        terminal.sent = min(len(terminal.events), terminal.sent + count)

    @rule(where=st.sampled_from(sorted(LETTERS)))
    def a_terminal_asks_who_waits(self, where: str) -> None:
        terminal = self.terminals[where]
        summary = terminal_summary(self.hall.state, self.hall.rules, 1, where)
        terminal.seen.update(summary.last)
        if summary.doubt:
            data = {"doubt": summary.doubt, "day": DAY, "seen": sorted(terminal.seen)}
            self._owe(terminal, EventKind.REPORTED, "", data)

    # --- the hall ---

    @rule()
    def an_image_of_the_book_is_made(self) -> None:
        self.image, self.image_applied = list(self.hall.events), set(self.applied)

    @precondition(lambda self: self.image)
    @rule(noticed=st.booleans())
    def the_book_is_put_back(self, noticed: bool) -> None:
        """Unnoticed only when every terminal has heard of the last numbers from the hall: the promise is no more."""
        if not noticed:
            known = set().union(*(one.seen for one in self.terminals.values()))
            for terminal in self.terminals.values():
                terminal.seen |= known
        self.hall.events, self.applied = list(self.image), set(self.image_applied)
        self.hall.state = HallState(DAY)
        for event in self.hall.events:
            evolve(self.hall.state, event)
        for terminal in self.terminals.values():
            terminal.sent = 0  # the hall asks for what it does not know any more
        if noticed:
            self.hall.do(commands.DoubtNumbers(Why.RESTORED, tuple(self.beside[-1:])))

    @rule(counter=st.just("3"))
    def a_clerk_serves_the_next(self, counter: str) -> None:
        if not hasattr(self.hall.call(counter), "reason"):
            self.hall.finish(counter)

    # --- at the counter ---

    @precondition(lambda self: self.papers)
    @rule(data=st.data(), scanned=st.booleans())
    def a_paper_is_shown_at_the_counter(self, data: st.DataObject, scanned: bool) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.papers)))
        label, node = self.papers[ticket], self._node(ticket)
        taken_ms = self.data[ticket]["taken_ms"]
        paper = TicketData(ticket, label, "social", SOCIAL, DAY, taken_ms, node, "walk_in")
        command = commands.AdoptScanned(paper, "3") if scanned else commands.AdoptTyped(label, "3")
        answer = self.hall.do(command)
        assert isinstance(answer, Adopted), (answer, label)
        assert answer.ticket.label == label

    def _node(self, ticket: str) -> str:
        return next(one.name for one in self.terminals.values() for event in one.events if event.ticket_id == ticket)

    @rule(seconds=st.sampled_from((1, 31)))
    def time_passes(self, seconds: int) -> None:
        self.hall.clock.pass_seconds(seconds)

    # --- what never breaks ---

    @invariant()
    def no_number_is_on_two_papers_or_tickets(self) -> None:
        assert len(set(self.papers.values())) == len(self.papers)
        labels = [ticket.label for ticket in self.hall.state.tickets.values()]
        assert len(labels) == len(set(labels))

    @invariant()
    def whoever_the_hall_knows_waits_or_was_served(self) -> None:
        lines = {place[2] for line in self.hall.state.lines.values() for place in (*line.confirmed, *line.unconfirmed)}
        for ticket in self.hall.state.tickets.values():
            waits = ticket.state in (TicketState.WAITING, TicketState.RESERVED)
            assert (ticket.ticket_id in lines) == waits

    def teardown(self) -> None:
        """Everything arrives in the end, and every paper has its place in the hall."""
        for _ in range(2):
            for where in LETTERS:
                self.a_terminal_sends(where, 10_000)
                self.a_terminal_asks_who_waits(where)
                self.a_terminal_sends(where, 10_000)
        assert self.hall.state.doubt is None
        for ticket, label in self.papers.items():
            known = self.hall.state.ticket(ticket)
            assert known is not None and known.label == label and known.state is not TicketState.VOID
        assert self.hall.replayed() == self.hall.state


TestAnyNumbers = AnyNumbers.TestCase
TestAnyNumbers.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
