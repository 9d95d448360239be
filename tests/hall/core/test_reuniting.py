"""The hall's two nodes: one stands in for the other, and when they meet again nobody is called twice or forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.events import EventKind
from kiosk.domain.numbering import Issuer
from kiosk.domain.ticket import Reserved, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.answers import CommandRefusal, CommandRefused
from kiosk.hall.core.scene import Accepted
from tests.hall.core.test_doubting import rules
from tests.hall.memory import Counted
from tests.hall.one_hall import OneHall, person

COUNTERS = {"3": "0305", "5": "0307", "6": "0312"}


class Pair:
    """A primary and a standby with one clock; `meet` hands the events of one to the other, each once."""

    def __init__(self) -> None:
        self.one = OneHall(replace(rules(), node="hall-1"))
        self.other = OneHall(replace(rules(Issuer.STANDBY), node="hall-2"))
        self.other.clock = self.one.clock
        self.one.ids, self.other.ids = Counted("p"), Counted("s")
        self.one.terminal_ids, self.other.terminal_ids = Counted("tp"), Counted("ts")
        self.read: dict[str, int] = {"hall-1": 0, "hall-2": 0}
        self.refused: list[tuple[str, str]] = []

    def meet(self, source: OneHall, target: OneHall) -> None:
        known = {event.event_id for event in target.events}
        rows = source.events[self.read[source.rules.node] :]
        self.read[source.rules.node] = len(source.events)
        for event in rows:
            if event.event_id not in known:
                verdict = target.do(commands.TakeOver(event, source.rules.node))
                if verdict.refused:
                    self.refused.append((event.kind.value, verdict.refused))

    def follow(self) -> None:
        self.meet(self.one, self.other)

    def return_(self) -> None:
        self.meet(self.other, self.one)


def sign_in_all(hall: OneHall) -> None:
    for counter, clerk in COUNTERS.items():
        hall.sign_in(counter, clerk)


def followed(*tickets: str) -> Pair:
    """Some people wait, clerks sit at their counters, and the standby knows all of it."""
    pair = Pair()
    sign_in_all(pair.one)
    for number, ticket in enumerate(tickets):
        pair.one.take(ticket, person(number + 1))
        pair.one.clock.pass_seconds(10)
    pair.follow()
    return pair


def at(hall: OneHall, counter: str) -> str:
    current = hall.state.current(counter)
    return current.ticket_id if current else ""


def states(hall: OneHall) -> dict[str, TicketState]:
    return {ticket.ticket_id: ticket.state for ticket in hall.state.tickets.values()}


# standing in


def test_a_standby_that_followed_goes_on_where_the_primary_was_with_numbers_of_its_own() -> None:
    pair = followed("a", "b")
    pair.one.call("3")
    pair.follow()
    assert (at(pair.other, "3"), pair.other.state.waiting("social")) == ("a", 1)
    assert pair.other.call("5").ticket_id == "b"
    assert pair.other.take("c", person(9)).label == "A500"
    assert pair.other.replayed() == pair.other.state
    assert pair.refused == []


def test_when_the_primary_is_back_it_knows_what_happened_meanwhile() -> None:
    pair = followed("a", "b")
    pair.other.call("3")
    pair.other.finish("3")
    pair.other.take("c", person(9))
    pair.return_()
    assert states(pair.one) == {"a": TicketState.DONE, "b": TicketState.WAITING, "c": TicketState.WAITING}
    assert pair.one.call("5").ticket_id == "b"
    assert pair.one.take("d", person(10)).label == "A003"
    assert pair.one.replayed() == pair.one.state


def test_a_key_whose_answer_was_lost_with_the_primary_has_one_effect_at_both() -> None:
    """It is repeated at the standby, which had not read of it."""
    pair = followed("a")
    pair.one.call("3")
    pair.follow()
    finish = commands.Finish("3", "once")
    for hall in (pair.one, pair.other):
        assert isinstance(hall.do(finish), Accepted)
    pair.return_()
    pair.follow()
    assert pair.refused == []
    assert [hall.kinds().count(EventKind.DONE) for hall in (pair.one, pair.other)] == [1, 1]
    assert pair.one.kinds().count(EventKind.EVALUATION_OPENED) == 1
    assert pair.one.replayed() == pair.one.state


def test_people_of_both_nodes_join_by_their_time_of_arrival() -> None:
    pair = followed("a")
    pair.other.take("s", person(8))
    pair.one.clock.pass_seconds(10)
    pair.one.take("p", person(9))
    pair.return_()
    assert [pair.one.call(counter).ticket_id for counter in COUNTERS] == ["a", "s", "p"]


def test_a_number_that_both_set_aside_is_the_one_on_the_paper() -> None:
    pair = Pair()
    pair.one.reserve("a", person(1))
    answer = pair.other.reserve("a", person(1))
    assert isinstance(answer, Reserved) and answer.ticket.label == "A500"
    pair.other.report(EventKind.TAKEN, "a", label="A500", queue="social", item="RS-002")
    pair.return_()
    assert pair.one.state.tickets["a"].label == "A500"
    assert pair.one.state.waiting("social") == 1
    assert pair.one.take("b", person(2)).label == "A002"
    assert pair.one.replayed() == pair.one.state


# both called


def both_called(gap_s: int) -> Pair:
    """The primary calls to counter 3, and before the standby hears of it that calls the same person to counter 5."""
    pair = followed("a", "b")
    pair.one.call("3")
    pair.one.clock.pass_seconds(gap_s)
    pair.other.call("5")
    assert (at(pair.one, "3"), at(pair.other, "5")) == ("a", "a")
    return pair


def test_of_two_calls_the_earlier_counts() -> None:
    pair = both_called(20)
    pair.return_()
    assert (at(pair.one, "3"), at(pair.one, "5")) == ("a", "")
    assert pair.refused == [("called", "overtaken")]


def test_who_is_being_served_there_is_not_called_here_any_more() -> None:
    pair = both_called(20)
    pair.other.do(commands.Start("5", pair.other.press()))
    pair.return_()
    assert (at(pair.one, "3"), at(pair.one, "5")) == ("", "a")
    assert states(pair.one)["a"] is TicketState.SERVING
    pair.other.finish("5")
    pair.return_()
    assert states(pair.one)["a"] is TicketState.DONE
    assert pair.one.call("3").ticket_id == "b"
    assert pair.one.replayed() == pair.one.state


def test_who_was_served_there_is_done_whatever_this_node_thought() -> None:
    pair = both_called(20)
    pair.other.finish("5")
    pair.return_()
    assert (at(pair.one, "3"), states(pair.one)["a"]) == ("", TicketState.DONE)


def test_who_was_served_here_stays_done_whatever_the_other_node_did() -> None:
    pair = both_called(20)
    pair.one.finish("3")
    pair.other.do(commands.Start("5", pair.other.press()))
    pair.other.pass_over("5")
    pair.return_()
    assert states(pair.one)["a"] is TicketState.DONE
    assert at(pair.one, "5") == ""


def test_a_counter_that_went_on_with_somebody_else_leaves_nobody_behind() -> None:
    """The primary's last call was never seen at the counter: with the standby it called another one."""
    pair = followed("a", "b")
    pair.other.call("5")
    pair.return_()
    pair.one.call("3")
    pair.other.call("3")
    assert (at(pair.one, "3"), at(pair.other, "3")) == ("b", "b")
    pair.one.take("c", person(9))
    pair.return_()
    assert at(pair.one, "3") == "b"
    assert states(pair.one)["c"] is TicketState.WAITING


def test_somebody_whose_counter_went_on_without_them_waits_again() -> None:
    pair = followed("a", "b")
    pair.one.call("3")
    pair.other.call("5")
    pair.other.call("3")
    assert (at(pair.one, "3"), at(pair.other, "3"), at(pair.other, "5")) == ("a", "b", "a")
    pair.other.do(commands.Start("5", pair.other.press()))
    pair.return_()
    assert (at(pair.one, "3"), at(pair.one, "5")) == ("b", "a")
    assert pair.one.replayed() == pair.one.state


def test_a_pass_there_does_not_take_away_a_call_here() -> None:
    pair = both_called(20)
    pair.other.pass_over("5")
    pair.return_()
    assert (at(pair.one, "3"), states(pair.one)["a"]) == ("a", TicketState.CALLED)


def test_a_visit_is_evaluated_once_whichever_node_took_it() -> None:
    pair = followed("a")
    pair.other.call("3")
    pair.other.finish("3")
    pair.other.clock.pass_seconds(61)
    pair.other.do(commands.Tick())
    pair.return_()
    assert pair.one.state.counter("3").evaluation is None
    kinds = [event.kind for event in pair.one.events]
    assert kinds.count(EventKind.EVALUATED) == 1


def test_a_clerk_who_sat_down_elsewhere_meanwhile_sits_only_there() -> None:
    pair = followed()
    pair.other.sign_in("24", "0305")
    pair.return_()
    assert [number for number, one in pair.one.state.counters.items() if one.clerk == "0305"] == ["24"]


def test_the_other_nodes_own_doubts_and_days_are_its_own_affair() -> None:
    pair = followed("a")
    pair.other.do(commands.DoubtNumbers("restored"))
    pair.return_()
    assert pair.one.state.doubt is None
    assert pair.one.take("b", person(5)).label == "A002"


# what a counter brings along


def test_a_counter_brings_the_person_it_has_to_a_node_that_does_not_know_of_the_call() -> None:
    pair = followed("a", "b")
    pair.one.call("3")
    here = commands.BringAlong("3", "p-1", "a", serving=True)
    assert pair.other.do(here) == Accepted("a")
    assert states(pair.other)["a"] is TicketState.SERVING
    assert pair.other.do(replace(here, request_id="p-2")) == Accepted("a")
    assert pair.other.call("5").ticket_id == "b"
    assert pair.other.replayed() == pair.other.state


def test_a_counter_cannot_bring_whom_another_has_or_who_is_done() -> None:
    pair = followed("a", "b")
    pair.other.call("5")
    refusal = CommandRefused(CommandRefusal.NO_TICKET)
    assert pair.other.do(commands.BringAlong("3", "p-1", "a", serving=False)) == refusal
    pair.other.finish("5")
    assert pair.other.do(commands.BringAlong("3", "p-2", "a", serving=False)) == refusal
    assert pair.other.do(commands.BringAlong("3", "p-3", "nobody", serving=False)) == refusal
    pair.other.call("3")
    taken = CommandRefused(CommandRefusal.UNFINISHED)
    assert pair.other.do(commands.BringAlong("3", "p-4", "a", serving=False)) == taken


# anything


class TwoNodes(RuleBasedStateMachine):
    """Both nodes work at once, hear of each other late or not at all, and meet at any moment."""

    @initialize()
    def open(self) -> None:
        self.pair = Pair()
        self.halls = {"one": self.pair.one, "other": self.pair.other}
        for hall in self.halls.values():
            sign_in_all(hall)
        self.labels: dict[str, str] = {}
        self.count = 0

    @rule(where=st.sampled_from(("one", "other")), confirmed=st.booleans(), lost=st.booleans())
    def somebody_takes_a_number(self, where: str, confirmed: bool, lost: bool) -> None:
        self.count += 1
        ticket, who = f"t-{self.count}", person(self.count)
        if lost:  # the first node's answer got lost, the other one answers
            self.halls["other" if where == "one" else "one"].reserve(ticket, who)
        answer = self.halls[where].reserve(ticket, who)
        assert isinstance(answer, Reserved)
        self.labels[ticket] = answer.ticket.label
        if confirmed:
            self._confirm(where, ticket)

    @precondition(lambda self: self.labels)
    @rule(data=st.data(), where=st.sampled_from(("one", "other")))
    def a_terminal_confirms(self, data: st.DataObject, where: str) -> None:
        self._confirm(where, data.draw(st.sampled_from(sorted(self.labels))))

    def _confirm(self, where: str, ticket: str) -> None:
        data: dict[str, Any] = {"label": self.labels[ticket], "queue": "social", "item": "RS-002"}
        self.halls[where].report(EventKind.TAKEN, ticket, **data)

    @rule(where=st.sampled_from(("one", "other")), counter=st.sampled_from(sorted(COUNTERS)))
    def a_clerk_calls(self, where: str, counter: str) -> None:
        self.halls[where].call(counter)

    @rule(
        where=st.sampled_from(("one", "other")),
        counter=st.sampled_from(sorted(COUNTERS)),
        key=st.sampled_from((commands.Start, commands.Recall, commands.PassOver, commands.Finish)),
    )
    def a_clerk_presses(self, where: str, counter: str, key: type[commands.CounterCommand]) -> None:
        hall = self.halls[where]
        hall.do(key(counter, hall.press()))

    @precondition(lambda self: self.labels)
    @rule(where=st.sampled_from(("one", "other")), data=st.data(), counter=st.sampled_from(sorted(COUNTERS)))
    def a_counter_changes_its_node(self, where: str, data: st.DataObject, counter: str) -> None:
        hall, ticket = self.halls[where], data.draw(st.sampled_from(sorted(self.labels)))
        hall.do(commands.BringAlong(counter, hall.press(), ticket, serving=data.draw(st.booleans())))

    @rule()
    def the_standby_follows(self) -> None:
        self.pair.follow()

    @rule()
    def the_primary_hears(self) -> None:
        self.pair.return_()

    @rule(seconds=st.sampled_from((1, 31, 61)))
    def time_passes(self, seconds: int) -> None:
        self.pair.one.clock.pass_seconds(seconds)
        for hall in self.halls.values():
            hall.do(commands.Tick())

    @invariant()
    def each_node_has_everybody_in_one_place(self) -> None:
        for hall in self.halls.values():
            lines = [place[2] for line in hall.state.lines.values() for place in (*line.confirmed, *line.unconfirmed)]
            present = [one.ticket_id for one in hall.state.counters.values() if one.ticket_id]
            assert len({*lines, *present}) == len(lines) + len(present)
            for ticket in hall.state.tickets.values():
                waits = ticket.state in (TicketState.WAITING, TicketState.RESERVED)
                assert (ticket.ticket_id in lines) == waits
                assert (ticket.ticket_id in present) == (ticket.state in (TicketState.CALLED, TicketState.SERVING))

    @invariant()
    def no_number_stands_on_two_papers(self) -> None:
        assert len(set(self.labels.values())) == len(self.labels)
        for hall in self.halls.values():
            labels = [ticket.label for ticket in hall.state.tickets.values()]
            assert len(labels) == len(set(labels))

    def teardown(self) -> None:
        """When they have met, whoever was served at one of them waits at neither."""
        served = {k for hall in self.halls.values() for k, state in states(hall).items() if state is TicketState.DONE}
        self.pair.return_()
        self.pair.follow()
        for hall in self.halls.values():
            assert all(states(hall)[ticket] is TicketState.DONE for ticket in served if ticket in hall.state.tickets)
            assert hall.replayed() == hall.state
        confirmed = {t.ticket_id for hall in self.halls.values() for t in hall.state.tickets.values() if t.confirmed}
        assert confirmed <= set(self.pair.one.state.tickets)


TestTwoNodes = TwoNodes.TestCase
TestTwoNodes.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_a_slip_that_was_taken_back_is_gone_from_both_books() -> None:
    pair = Pair()
    pair.one.sign_in("3", "0312")
    typed = pair.one.do(commands.AdoptTyped("A001", "3"))
    pair.follow()
    assert pair.other.state.waiting("social") == 1
    pair.one.do(commands.TakeBack("3", pair.one.press(), typed.ticket.ticket_id))
    pair.follow()
    assert pair.other.state.waiting("social") == 0 and "A001" not in pair.other.state.labels
    assert pair.refused == []
