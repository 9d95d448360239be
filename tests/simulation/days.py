"""Seeded days of a hall: citizens, clerks and nodes on one heap of things to come; no threads, no clock, no network.

What runs is the product's own: the journey, a ticket's life, the live queue and its book, streams, batches and uplinks.
Time, chance, disk and network are the simulation's. The same seed gives the same days.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from heapq import heappop, heappush

from kiosk.domain.events import EventKind
from kiosk.domain.hall_settings import HallSettings, NumberRange, NumberSpace
from kiosk.domain.number_rules import NumberRules, OwnLetter
from kiosk.domain.ticket import Group, Holder, TicketState, TicketView
from kiosk.hall.core import commands
from kiosk.hall.core.rules import Rules
from kiosk.journeys.ticket_life import NotTaken
from kiosk.ports.devices import PrintOutcome, PrintReport
from kiosk.ports.ledger import KeptTicket
from tests.hall.one_hall import person, published
from tests.simulation.applied import AppliedOnce
from tests.simulation.clerks import Clerk
from tests.simulation.clocks import MachineClock, TrueTime
from tests.simulation.dying import PlugPulled
from tests.simulation.holding import BrokenPromiseError, Promises
from tests.simulation.machines import Books, City, Hall, Shelf, Terminal
from tests.simulation.paper import Paper
from tests.simulation.road import Road
from tests.simulation.visits import SHOWN, TYPED, WAYS_OUT, Visit, knowledge
from tests.simulation.weather import Weather

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
OPEN_H = 9  # people come for so long
LOOK_S = 600  # a terminal asks who waits where; more often when somebody was away
TYPES = 0.1  # of the visitors type their number
LONGEST_DAY_H = 15  # then everybody has been called, or somebody never is
PRINTED = PrintReport(PrintOutcome.PRINTED)
_PAPER = (PRINTED,) * 17 + (PrintReport(PrintOutcome.FAILED, "paper_out"), PrintReport(PrintOutcome.UNKNOWN, "silent"))


@dataclass(frozen=True, slots=True)
class Plan:
    """`visits` a day; `trouble` multiplies whatever goes wrong, 0 is a good day."""

    days: int = 2
    visits: int = 2400
    terminals: int = 4
    counters: int = 8
    trouble: float = 1.0


def roomy(settings: HallSettings) -> HallSettings:
    """Four digits, so that no day of a simulation runs out of numbers."""
    space = NumberSpace(4, NumberRange(1, 4999), NumberRange(5000, 7999), NumberRange(8000, 9999))
    return replace(settings, queues=tuple(replace(queue, numbers=space) for queue in settings.queues))


def rules_for(plan: Plan) -> Rules:
    first, names = published(), [f"T{number}" for number in range(1, plan.terminals + 1)]
    letters = tuple(OwnLetter(name, letter, "2026-01-01") for name, letter in zip(names, "RTUWX", strict=False))
    numbers = NumberRules("simulated", letters)
    return replace(first, hall=roomy(first.hall), numbers=numbers, enrolled=frozenset(names))


class Simulation:
    """One seed. `run` raises BrokenPromiseError (or any other error of the product) when something does not hold."""

    def __init__(self, seed: int, plan: Plan, shelf: Callable[[str], Shelf]) -> None:
        self.plan, self.rules = plan, rules_for(plan)
        self.chance = random.Random(seed)
        random.seed(seed)  # the uplinks spread their waits by it
        self.time, self.promises = TrueTime(), Promises()
        self._heap: list[tuple[int, int, Callable[[], None]]] = []
        self._order = 0
        self.weather = Weather(self)
        self.city_road = Road(lambda: self.weather.fate("city"))
        self.city = City(shelf("city"), lambda: self.weather.city_died())
        clock = MachineClock(self.time, "hall")
        self.hall = Hall(
            "hall-1", shelf("hall"), clock, self.rules, self.city_road, lambda batch: self.city.take(batch)
        )
        self.hall.died = lambda: self.weather.hall_died()
        self._hall_applied, self._city_applied = AppliedOnce("hall-1"), AppliedOnce("city")
        self.terminals = [self._terminal(number, shelf) for number in range(1, plan.terminals + 1)]
        self.clerks = [Clerk(self, *one) for one in self._counters()]
        self.people = 0
        self.paper = Paper(self)
        self.items = self._served_items()

    def _terminal(self, number: int, shelf: Callable[[str], Shelf]) -> Terminal:
        name = f"T{number}"
        asking, sending = Road(lambda: self.weather.fate(name)), Road(lambda: self.weather.fate(name))
        return Terminal(name, shelf(name), MachineClock(self.time, name), self.hall, asking, sending)

    def _counters(self) -> list[tuple[str, str]]:
        numbers = [counter.number for counter in self.rules.hall.counters][: self.plan.counters]
        return list(zip(numbers, (clerk.number for clerk in self.rules.hall.clerks), strict=False))

    def _served_items(self) -> list[str]:
        served = {queue for clerk in self.clerks for queue in self.rules.counters[clerk.counter].queues}
        return [item.code for item in self.rules.catalogue.items if item.queue in served]

    # --- time ---

    def later(self, ms: float, act: Callable[[], None]) -> None:
        self._order += 1
        heappush(self._heap, (self.time.ms + max(1, int(ms)), self._order, act))

    def run(self) -> Promises:
        for day in range(self.plan.days):
            self._day()
            if day + 1 < self.plan.days:
                self.time.ms += 24 * HOUR - LONGEST_DAY_H * HOUR
        return self.promises

    def _day(self) -> None:
        end = self.time.ms + LONGEST_DAY_H * HOUR
        self.promises.new_day()
        self.closing_ms = self.time.ms + OPEN_H * HOUR
        self.hall.do(commands.Tick())
        self.known = knowledge(self.rules, self.hall.scope().state.day)
        self.weather.begins(self.closing_ms)
        for terminal in self.terminals:
            self.later(self.chance.uniform(0, LOOK_S) * SECOND, partial(self._looks, terminal))
        for clerk in self.clerks:
            self.later(self.chance.uniform(0, 5 * MINUTE), clerk.turn)
        for _ in range(self.plan.visits):
            self.later(self.chance.uniform(0, OPEN_H * HOUR), self._somebody_comes)
        while self._heap and self._heap[0][0] <= end:
            self._step()
        self._heap.clear()
        self.time.ms = end
        self._evening()

    def _step(self) -> None:
        self.time.ms, _, act = heappop(self._heap)
        act()
        up = (terminal for terminal in self.terminals if terminal.name not in self.weather.down)
        wishes = (wish.request.ticket_id for terminal in up for wish in terminal.books.terminal.open_intents())
        state = None if "hall" in self.weather.down else self.hall.state
        self.promises.after_a_step(state, wishes, self._is_owed, self.time.ms)
        self._applied_once()

    def _applied_once(self) -> None:
        if "hall" not in self.weather.down:
            self._hall_applied.after_a_step(self.hall.books, self.hall.took)
        if "city" not in self.weather.down:
            self._city_applied.after_a_step(self.city.books, self.city.took)

    def _is_owed(self, ticket_id: str) -> bool:
        """Whether some terminal, with power or without, has yet to tell the hall of that ticket."""
        owed = (event for terminal in self.terminals for event in terminal.books.outbox.owed(1 << 30).events)
        return any(event.ticket_id == ticket_id and event.kind is EventKind.TAKEN for event in owed)

    def looks_soon(self, terminal: Terminal) -> None:
        """It or the hall was away."""
        for seconds in (2, 20):
            self.later(self.chance.uniform(1, 2) * seconds * SECOND, partial(self._look, terminal))

    def _looks(self, terminal: Terminal) -> None:
        self.later(LOOK_S * SECOND, partial(self._looks, terminal))
        self._look(terminal)

    def _look(self, terminal: Terminal) -> None:
        if terminal.name not in self.weather.down:
            terminal.look()
            self.send_soon(terminal)

    # --- citizens ---

    def _somebody_comes(self) -> None:
        terminal = self.chance.choice(self.terminals)
        if terminal.name in self.weather.down:
            self.later(self.chance.uniform(1, 10) * MINUTE, self._somebody_comes)
            return
        self.people += 1
        group = Group.GREEN if self.chance.random() < 0.1 else Group.WALK_IN
        holder = person(self.people if self.chance.random() < 0.97 else max(1, self.people - 50), group)
        self.weather.before_a_visit(terminal)
        visit = Visit(
            self.known, self.time.ms, lambda i, h: self._take(terminal, i, h), lambda t: self._paper(terminal, t)
        )
        try:
            item, way_out = self.chance.choice(self.items), self.chance.choice(WAYS_OUT)
            visit.go(item, holder, way_out, typed=self.chance.random() < TYPES)
        except PlugPulled:
            self.weather.terminal_died(terminal)
        terminal.passing = lambda point: None
        self.send_soon(terminal)

    def _take(self, terminal: Terminal, item: str, holder: Holder) -> KeptTicket | NotTaken:
        request = terminal.request(item, holder)
        self.weather.asked_for(terminal, request.ticket_id)
        taken = terminal.take(request)
        if isinstance(taken, KeptTicket):
            self.promises.promised(taken.view.ticket_id, taken.view.label, self.time.ms)
        return taken

    def _paper(self, terminal: Terminal, ticket: TicketView) -> PrintReport:
        report = self.chance.choice(_PAPER)
        terminal.print(ticket, report, lambda: None)
        return report

    # --- lines ---

    def send_soon(self, terminal: Terminal) -> None:
        if terminal.name not in self.weather.sending:
            self.weather.sending.add(terminal.name)
            self.later(self.chance.uniform(0.05, 1) * SECOND, lambda: self._terminal_sends(terminal))

    def _terminal_sends(self, terminal: Terminal) -> None:
        self.weather.sending.discard(terminal.name)
        if terminal.name in self.weather.down:
            return
        pause = self._turned(terminal)
        if terminal.name not in self.weather.down and terminal.books.outbox.backlog():
            self.weather.sending.add(terminal.name)
            self.later(max(pause, 0.05) * SECOND, lambda: self._terminal_sends(terminal))
        self.hall_sends_soon()

    def _turned(self, node: Terminal | Hall) -> float:
        try:
            return node.uplink.turn().seconds
        except PlugPulled:
            self.weather.died(node)
            return 1.0

    def hall_sends_soon(self) -> None:
        if "hall" not in self.weather.sending:
            self.weather.sending.add("hall")
            self.later(5 * SECOND, self._hall_sends)

    def _hall_sends(self) -> None:
        self.weather.sending.discard("hall")
        if "hall" in self.weather.down:
            return
        pause = self._turned(self.hall)
        if "hall" not in self.weather.down and self.hall.books.outbox.backlog():
            self.weather.sending.add("hall")
            self.later(max(pause, 1.0) * SECOND, self._hall_sends)

    # --- the evening ---

    def _evening(self) -> None:
        """Everything works again: drained, nobody lost, hall and city agree, and a restart gives the same hall.

        The clerks go, which a city that was put back to an earlier day needs to hear: it notices with the next event.
        """
        self.weather.ends()
        for clerk in self.clerks:
            self.hall.do(commands.SignOut(clerk.counter, f"evening-{clerk.counter}-{self.time.ms}"))
        nodes: list[Terminal | Hall] = [*self.terminals, self.hall]
        for node in nodes:
            while node.books.outbox.backlog():
                node.uplink.turn()
        self._applied_once()
        live = self.hall.scope().state
        self.promises.after_a_day(live)
        self._agree()
        self.hall.start()
        if self.hall.scope().state != live:
            raise BrokenPromiseError("after a restart it is another hall")

    def _nobody_is_written_down(self, books: list[Books]) -> None:
        for book in books:
            for _, event in book.hall.since(0, 1 << 30):
                if {SHOWN, TYPED} & {str(value) for value in event.data.values()}:
                    raise BrokenPromiseError("somebody's number stands in a book")

    def _agree(self) -> None:
        events = self.hall.books.hall.since(0, 1 << 30)
        self._nobody_is_written_down([self.hall.books, self.city.books, *(one.books for one in self.terminals)])
        today = self.hall.scope().state
        for _, event in events:
            ticket = today.tickets.get(event.ticket_id) if event.kind is EventKind.VOIDED else None
            if ticket is not None and event.day == today.day and ticket.state is not TicketState.VOID:
                raise BrokenPromiseError(f"{ticket.label} was given up and is {ticket.state}")
        hall = {event.event_id for _, event in events}
        city = {event.event_id for _, event in self.city.books.hall.since(0, 1 << 30)}
        if hall - city:
            raise BrokenPromiseError(f"the city misses {len(hall - city)} events")
        for terminal in self.terminals:
            refused = {verdict.reason.partition(":")[0] for verdict in terminal.books.outbox.quarantined()}
            if refused - self.weather.refusals:
                raise BrokenPromiseError(f"{terminal.name} has refused events: {refused}")
            if terminal.books.terminal.open_intents():
                raise BrokenPromiseError(f"{terminal.name} has a wish that nobody settled")
