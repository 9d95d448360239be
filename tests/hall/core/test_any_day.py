"""Whatever happens in whatever order: the rules that no hall may break, and a replay that gives the live state."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.evaluation import Evaluation, EvaluationOutcome
from kiosk.domain.events import EventKind
from kiosk.domain.ticket import OPEN_STATES, Group, Holder, Reserved, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.rules import rules_of
from tests.hall.one_hall import CONSULT, SOCIAL, OneHall, person, published, with_numbers

COUNTERS = ("1", "3", "5")
CLERKS = {"1": "0312", "3": "0305", "5": "0307"}
PUBLISHED = published()
FEW_NUMBERS = rules_of("hall-1", with_numbers(PUBLISHED.hall, 1, 25), PUBLISHED.catalogue, PUBLISHED.reasons)
KEYS = (commands.Start, commands.Recall, commands.PassOver, commands.Finish, commands.Pause, commands.Resume)


class AnyDay(RuleBasedStateMachine):
    """A day of a small hall: three counters, two queues, thirty people, terminals that stumble."""

    @initialize()
    def open(self) -> None:
        self.hall = OneHall(FEW_NUMBERS)
        self.requests: list[tuple[str, Holder, str]] = []
        self.labels: dict[str, str] = {}  # as the citizens hold them
        self.confirmed: set[str] = set()
        self.voided: set[str] = set()
        self.presses: list[commands.CounterCommand] = []

    @rule(who=st.integers(1, 30), item=st.sampled_from((SOCIAL, CONSULT)), group=st.sampled_from(Group))
    def ask_for_a_number(self, who: int, item: str, group: Group) -> None:
        ticket_id = f"t-{len(self.requests)}"
        self.requests.append((ticket_id, person(who, group), item))
        self._reserve(*self.requests[-1])

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def ask_again_for_a_lost_answer(self, data: st.DataObject) -> None:
        self._reserve(*data.draw(st.sampled_from(self.requests)))

    def _reserve(self, ticket_id: str, who: Holder, item: str) -> None:
        answer = self.hall.reserve(ticket_id, who, item)
        if isinstance(answer, Reserved):
            assert answer.ticket.ticket_id == ticket_id
            assert self.labels.setdefault(ticket_id, answer.ticket.label) == answer.ticket.label
            assert ticket_id not in self.voided

    @precondition(lambda self: self.labels)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        ticket_id = data.draw(st.sampled_from(sorted(self.labels)))
        if not self.hall.report(EventKind.TAKEN, ticket_id).refused:
            self.confirmed.add(ticket_id)

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        ticket_id = data.draw(st.sampled_from(self.requests))[0]
        if not self.hall.report(EventKind.VOIDED, ticket_id).refused:
            assert ticket_id not in self.confirmed
            self.voided.add(ticket_id)

    @rule(number=st.integers(1, 31), queue=st.sampled_from(("social", "consult")), taken_ago_s=st.integers(-50, 5000))
    def a_ticket_from_elsewhere(self, number: int, queue: str, taken_ago_s: int) -> None:
        label = FEW_NUMBERS.queues[queue].label(number)
        taken_ms = self.hall.clock.now().wall_ms - taken_ago_s * 1000
        ticket_id = f"x-{label}"
        answer = self.hall.report(EventKind.TAKEN, ticket_id, label=label, queue=queue, item=SOCIAL, taken_ms=taken_ms)
        if not answer.refused:
            self.labels[ticket_id] = label
            self.confirmed.add(ticket_id)

    @rule(counter=st.sampled_from(COUNTERS), clerk=st.sampled_from(sorted(CLERKS.values())))
    def sign_in(self, counter: str, clerk: str) -> None:
        self.hall.sign_in(counter, clerk)

    @rule(counter=st.sampled_from(COUNTERS))
    def call(self, counter: str) -> None:
        self._press(commands.CallNext(counter, self.hall.press()))

    @rule(counter=st.sampled_from(COUNTERS), key=st.sampled_from(KEYS))
    def press(self, counter: str, key: type[commands.CounterCommand]) -> None:
        self._press(key(counter, self.hall.press()))

    @precondition(lambda self: self.presses)
    @rule(data=st.data())
    def a_press_arrives_twice(self, data: st.DataObject) -> None:
        again = data.draw(st.sampled_from(self.presses[-5:]))
        known = again.request_id in self.hall.state.counter(again.counter).requests
        before = len(self.hall.events)
        self.hall.do(again)
        assert not known or len(self.hall.events) == before

    def _press(self, command: commands.CounterCommand) -> None:
        self.presses.append(command)
        self.hall.do(command)

    @precondition(lambda self: self.labels)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        self.hall.do(commands.Restore(data.draw(st.sampled_from(sorted(self.labels)))))

    @rule(counter=st.sampled_from(COUNTERS))
    def evaluate(self, counter: str) -> None:
        open_now = self.hall.state.counter(counter).evaluation
        if open_now:
            declined = Evaluation(EvaluationOutcome.DECLINED, "2020-08")
            self.hall.do(commands.SubmitEvaluation(open_now.ticket_id, counter, self.hall.press(), declined))

    @rule(seconds=st.sampled_from((1, 31, 61, 1900)))
    def time_passes(self, seconds: int) -> None:
        self.hall.clock.pass_seconds(seconds)
        self.hall.do(commands.Tick())

    @invariant()
    def no_number_stands_on_two_tickets(self) -> None:
        labels = [ticket.label for ticket in self.hall.state.tickets.values()]
        assert len(labels) == len(set(labels))

    @invariant()
    def nobody_is_at_two_counters(self) -> None:
        present = [counter.ticket_id for counter in self.hall.state.counters.values() if counter.ticket_id]
        assert len(present) == len(set(present))
        at_counters = {t.ticket_id for t in self.hall.state.tickets.values() if t.state in ("called", "serving")}
        assert at_counters == set(present)

    @invariant()
    def no_confirmed_ticket_is_lost(self) -> None:
        """It waits in a line, is at a counter, was passed over or is done; void it never is."""
        lines = {place[2] for line in self.hall.state.lines.values() for place in line.confirmed}
        for ticket_id in self.confirmed:
            state = self.hall.state.tickets[ticket_id].state
            assert state is not TicketState.VOID
            assert (ticket_id in lines) == (state is TicketState.WAITING)

    @invariant()
    def void_tickets_wait_nowhere(self) -> None:
        for line in self.hall.state.lines.values():
            for place in (*line.confirmed, *line.unconfirmed):
                assert self.hall.state.tickets[place[2]].state in OPEN_STATES
                assert place[2] not in self.voided

    @invariant()
    def one_open_ticket_per_person_and_queue(self) -> None:
        persons = [one for t in self.hall.state.tickets.values() if t.state in OPEN_STATES for one in t.persons()]
        assert len(persons) == len(set(persons))

    def teardown(self) -> None:
        assert self.hall.replayed() == self.hall.state


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
