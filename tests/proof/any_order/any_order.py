"""A terminal, its hall and the city on real files, while everything that can happen between them happens in any order.

A stateful property: the rules are what the world does, the model is what the citizens hold in their hands, and after
every step, and when all is drained, hands, books and city have to agree.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.events import Event, EventKind
from kiosk.domain.ticket import Holder, TakeRequest, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.evolve import evolve
from kiosk.hall.core.state import HallState
from kiosk.journeys.ticket_life import Point
from kiosk.ports.devices import PrintOutcome, PrintReport
from tests.hall.one_hall import CONSULT, SOCIAL, person, published
from tests.proof.arguments import memory
from tests.simulation.clocks import MachineClock, TrueTime
from tests.simulation.machines import City, Hall, Terminal
from tests.simulation.road import Fate, Road
from tests.simulation.shelves import FileShelf

RULES = published()
COUNTER, CLERK = "3", "0305"
ANYBODY = Holder()
TURNS_TO_DRAIN = 150
LARGEST = 4  # events that an upstream takes at once, so that what is owed goes in many batches
STEPS: dict[str, int] = {"steps": 0, "tickets": 0, "crashes": 0, "images": 0}  # of all runs, for the report

fates = st.sampled_from(Fate)
asked = st.lists(st.sampled_from([Fate.GOOD, Fate.LOST, Fate.ANSWER_LOST, Fate.TWICE, Fate.STRAY]), max_size=3)
points = st.none() | st.sampled_from([Point.INTENT_STORED, Point.RESERVED, Point.COMMITTED, Point.ABANDONED])
papers = st.sampled_from([Point.PRINTING, Point.PRINT_CONFIRMED])
reports = st.sampled_from(
    [
        PrintReport(PrintOutcome.PRINTED),
        PrintReport(PrintOutcome.FAILED, "paper_out"),
        PrintReport(PrintOutcome.UNKNOWN, "no_answer"),
    ]
)


class PlugPulledError(Exception):
    """The terminal's machine stops here."""


class AnyOrder(RuleBasedStateMachine):
    """One terminal, one hall, one city."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="any-order-", dir=memory())
        place = Path(self._folder.name)
        self.time = TrueTime()
        self.fates: list[Fate] = []
        self.roads = [Road(self._fate) for _ in range(3)]
        self.shelves = [FileShelf(place / name) for name in ("city", "hall", "terminal")]
        self.city = City(self.shelves[0])
        clock = MachineClock(self.time, "hall")
        self.hall = Hall("hall-1", self.shelves[1], clock, RULES, self.roads[0], lambda batch: self.city.take(batch))
        clock = MachineClock(self.time, "terminal")
        self.terminal = Terminal("T1", self.shelves[2], clock, self.hall, self.roads[1], self.roads[2])
        for road in self.roads:
            road.largest = LARGEST
        self.papers: dict[str, str] = {}  # what citizens hold: label by ticket
        self.committed: dict[str, str] = {}  # what the terminal has promised on its screen: label by ticket
        self.gone: set[str] = set()  # promised by a terminal whose disk was put back before the hall heard of it
        self.wishes: list[TakeRequest] = []
        self.called: list[str] = []
        self.image: object = None
        self.city_image: object = None
        self.known_then: set[str] = set()

    def _fate(self) -> Fate:
        return self.fates.pop(0) if self.fates else Fate.GOOD

    @initialize()
    def a_clerk_sits_down(self) -> None:
        self.hall.do(commands.SignIn(COUNTER, "sign-in", CLERK))

    # --- citizens and clerks ---

    @rule(who=st.integers(0, 5), item=st.sampled_from((SOCIAL, CONSULT)), fates=asked, dies=points)
    def somebody_takes_a_number(self, who: int, item: str, fates: list[Fate], dies: Point | None) -> None:
        holder = person(who) if who or item == SOCIAL else ANYBODY
        self.wishes.append(self.terminal.request(item, holder))
        self._take(self.wishes[-1], fates, dies)

    @rule(count=st.integers(1, 4), heard=st.booleans())
    def several_come_at_once(self, count: int, heard: bool) -> None:
        self._visits(count)
        if heard:
            self.terminal.uplink.turn()

    @precondition(lambda self: self.wishes)
    @rule(fates=asked, dies=points)
    def the_same_request_again(self, fates: list[Fate], dies: Point | None) -> None:
        ticket_id = self.wishes[-1].ticket_id
        if ticket_id in self.committed and ticket_id not in self.gone:
            self._take(self.wishes[-1], fates, dies)

    def _take(self, request: TakeRequest, fates: list[Fate], dies: Point | None) -> None:
        self.fates = list(fates)
        self.terminal.passing = self._until(dies)
        try:
            self.terminal.take(request)
        except PlugPulledError:
            self._terminal_starts_again()
        taken = self.terminal.books.terminal.ticket(request.ticket_id)
        if taken is not None:
            label = self.committed.setdefault(request.ticket_id, taken.view.label)
            assert label == taken.view.label, "the same request got another number"
            STEPS["tickets"] += 1

    @precondition(lambda self: set(self.committed) - set(self.papers) - self.gone)
    @rule(report=reports, dies=st.none() | papers)
    def it_is_printed(self, report: PrintReport, dies: Point | None) -> None:
        ticket_id = min(set(self.committed) - set(self.papers) - self.gone)
        self.terminal.passing = self._until(dies)
        ticket = self.terminal.books.terminal.ticket(ticket_id)
        assert ticket is not None
        try:
            self.terminal.print(ticket.view, report, lambda: self._paper(ticket_id))
        except PlugPulledError:
            self._terminal_starts_again()
        kept = self.terminal.books.terminal.ticket(ticket_id)
        assert kept is not None and kept.print_state not in ("committed", "printing")
        self.papers.setdefault(ticket_id, self.committed[ticket_id])

    def _paper(self, ticket_id: str) -> None:
        assert ticket_id not in self.papers, "a ticket was printed twice by itself"
        self.papers[ticket_id] = self.committed[ticket_id]

    @rule()
    def the_clerk_calls_and_serves_the_next(self) -> None:
        press = f"press-{STEPS['steps']}-{len(self.called)}"
        self.hall.do(commands.CallNext(COUNTER, press))
        current = self.hall.scope().state.current(COUNTER)
        if current is not None:
            assert current.ticket_id not in self.called, "somebody was called twice"
            self.called.append(current.ticket_id)
            self.hall.do(commands.Finish(COUNTER, press + "-done"))

    @rule(seconds=st.sampled_from((1, 31, 400)))
    def time_passes(self, seconds: int) -> None:
        self.time.pass_ms(seconds * 1000)
        self.hall.do(commands.Tick())

    # --- lines ---

    @rule(fate=fates, from_hall=st.booleans())
    def what_is_owed_is_sent(self, fate: Fate, from_hall: bool) -> None:
        self.fates = [fate]
        (self.hall if from_hall else self.terminal).uplink.turn()

    @rule(road=st.integers(0, 2))
    def something_arrives_again_that_was_long_gone(self, road: int) -> None:
        self.roads[road].let_a_stray_arrive()

    # --- machines ---

    @rule(node=st.sampled_from(("terminal", "hall", "city")))
    def a_node_loses_its_power(self, node: str) -> None:
        if node == "terminal":
            self._terminal_starts_again()
            return
        STEPS["crashes"] += 1
        (self.hall if node == "hall" else self.city).start()
        self.hall.clock.restart()

    @rule()
    def an_image_is_made_of_the_terminal(self) -> None:
        STEPS["images"] += 1
        self.image = self.shelves[2].image()
        self.known_then = set(self.committed)

    @precondition(lambda self: self.image is not None)
    @rule()
    def the_terminals_disk_is_put_back(self) -> None:
        self._put_back()

    def _put_back(self) -> None:
        """Tickets after the image are known to their citizens and to the hall that gave the numbers."""
        self.gone |= set(self.committed) - self.known_then
        self.shelves[2].put_back(self.image)
        self._terminal_starts_again()

    @rule(before=st.integers(0, 2), after=st.integers(0, 2), heard=st.booleans())
    def a_days_work_is_forgotten_by_the_terminal(self, before: int, after: int, heard: bool) -> None:
        """An image, visits that the hall hears of or not, the disk put back, and visits again."""
        self.an_image_is_made_of_the_terminal()
        self._visits(before)
        if heard:
            self.terminal.uplink.turn()
        self._put_back()
        self._visits(after)

    def _visits(self, count: int) -> None:
        for _ in range(count):
            self.wishes.append(self.terminal.request(CONSULT, ANYBODY))
            self._take(self.wishes[-1], [], None)

    @rule(taken_back=st.integers(0, 3))
    def the_citys_disk_is_put_back(self, taken_back: int) -> None:
        """To what it was when it was last looked at; then it has to get everything again."""
        if taken_back and self.city_image is not None:
            self.shelves[0].put_back(self.city_image)
            self.city.start()
        self.city_image = self.shelves[0].image()

    def _terminal_starts_again(self) -> None:
        STEPS["crashes"] += 1
        self.fates = []
        self.terminal.passing = lambda point: None
        self.terminal.clock.restart()
        self.terminal.start()
        assert self.terminal.books.terminal.open_intents() == []
        assert self.terminal.books.terminal.unfinished_prints() == []

    @staticmethod
    def _until(dies: Point | None) -> Callable[[Point], None]:
        def passing(point: Point) -> None:
            if point is dies:
                raise PlugPulledError

        return passing

    # --- what has to hold ---

    @invariant()
    def no_number_is_promised_twice(self) -> None:
        STEPS["steps"] += 1
        labels = list(self.committed.values())
        assert len(labels) == len(set(labels))

    @invariant()
    def whoever_was_promised_a_number_is_in_the_hall_or_owed_to_it(self) -> None:
        """Every promise stands in the hall (it gave the number); none of them is void."""
        tickets = self.hall.scope().state.tickets
        for ticket_id, label in self.committed.items():
            assert tickets[ticket_id].label == label
            assert tickets[ticket_id].state is not TicketState.VOID

    @invariant()
    def nobody_stands_in_two_places(self) -> None:
        lines = self.hall.scope().state.lines.values()
        places = [place[2] for line in lines for place in (*line.confirmed, *line.unconfirmed)]
        assert len(places) == len(set(places))

    @invariant()
    def what_is_owed_is_what_was_not_taken(self) -> None:
        owed = self.terminal.books.outbox.owed(1000)
        assert self.terminal.books.outbox.backlog() == len(owed.events)

    def teardown(self) -> None:
        try:
            self._drained()
            self._agreed()
        finally:
            for shelf in self.shelves:
                shelf.close()
            self._folder.cleanup()

    def _drained(self) -> None:
        """An upstream that lost something notices it with the next event; so everybody has one more."""
        self.fates = []
        self.hall.do(commands.SignOut(COUNTER, "last"))
        self.hall.do(commands.SignIn(COUNTER, "very last", CLERK))
        self.terminal.books.terminal.record_event(self.terminal.stamp.event(EventKind.HELP_WANTED))
        for _ in range(TURNS_TO_DRAIN):
            self.terminal.uplink.turn()
            self.hall.uplink.turn()
            if not self.terminal.books.outbox.backlog() + self.hall.books.outbox.backlog():
                break
        assert self.terminal.books.outbox.backlog() == 0, "the terminal still owes"
        assert self.hall.books.outbox.backlog() == 0, "the hall still owes"
        assert list(self.hall.books.outbox.quarantined()) == []

    def _agreed(self) -> None:
        hall, city = _all(self.hall), _all(self.city)
        assert {event.event_id for event in hall} == {event.event_id for event in city}, "hall and city differ"
        for events in (hall, city):
            assert len(events) == len({event.event_id for event in events}), "an event was applied twice"
        self._everybody_confirmed(hall)
        self._replayed(hall)

    def _everybody_confirmed(self, hall: list[Event]) -> None:
        """Of a ticket that a put-back terminal forgot the hall has only its own word; it is called as 待确认."""
        taken = {event.ticket_id for event in hall if event.kind is EventKind.TAKEN}
        assert set(self.committed) - self.gone <= taken
        refused = {verdict.reason.partition(":")[0] for verdict in self.terminal.books.outbox.quarantined()}
        assert refused <= {"already_taken", "already_served"}, refused

    def _replayed(self, hall: list[Event]) -> None:
        live = self.hall.scope().state
        again = HallState(live.day)
        for event in hall:
            evolve(again, event)
        assert again == live, "a replay of the book gives another hall"


def _all(node: Hall | City) -> list[Event]:
    return [event for _, event in node.books.hall.since(0, 100_000)]
