"""The invented hall's live queue without any shell: commands go in, events are kept, the state is what they made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import catalogue_from, hall_settings_from
from kiosk.domain.evaluation import evaluation_reasons_from
from kiosk.domain.events import Event, EventKind, Moment, Scalar
from kiosk.domain.hall_settings import HallSettings, NumberRange, NumberSpace
from kiosk.domain.ticket import Group, Holder, Reserved, TakeRequest
from kiosk.hall.core import commands
from kiosk.hall.core.decide import decide
from kiosk.hall.core.evolve import evolve
from kiosk.hall.core.rules import Rules, rules_of
from kiosk.hall.core.state import HallState, Ticket
from tests.hall.memory import Counted, StandingClock

DAY = "2026-11-23"
SOCIAL = "RS-002"  # an item of queue social: counters 3, 5, 6
CONSULT = "ZW-001"  # anonymous, queue consult: counters 1, 2, 3


def published() -> Rules:
    files = load_publication()
    settings = hall_settings_from(files["hall"])
    return rules_of(
        "hall-1", settings, catalogue_from(files["catalogue"]), evaluation_reasons_from(files["evaluation_reasons"])
    )


def with_numbers(settings: HallSettings, first: int, last: int, digits: int = 3) -> HallSettings:
    """The same hall whose sequencer has only these numbers in every queue."""
    space = NumberSpace(
        digits, NumberRange(first, last), NumberRange(last + 1, last + 2), NumberRange(last + 3, last + 6)
    )
    return replace(settings, queues=tuple(replace(queue, numbers=space) for queue in settings.queues))


def person(number: int, group: Group = Group.WALK_IN) -> Holder:
    return Holder(f"{number:064x}", 1, "张*三", f"{number % 10_000:04d}", group)


class OneHall:
    """`do` decides, keeps the events and evolves the state, as the shell does."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or published()
        self.clock = StandingClock()
        self.ids = Counted()
        self.terminal_ids = Counted("t")
        self.state = HallState(DAY)
        self.events: list[Event] = []
        self.do(commands.OpenDay())

    def do(self, command: commands.Command) -> Any:
        decision = decide(self.state, self.rules, command, self.clock.now(), self.ids)
        for event in decision.events:
            evolve(self.state, event)
        self.events.extend(decision.events)
        return decision.reply

    def replayed(self) -> HallState:
        state = HallState(self.state.day)
        for event in self.events:
            evolve(state, event)
        return state

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.events]

    def reserve(self, ticket_id: str, who: Holder | None = None, item: str = SOCIAL) -> Any:
        return self.do(commands.Reserve(TakeRequest(ticket_id, item, who or Holder())))

    def take(self, ticket_id: str, who: Holder | None = None, item: str = SOCIAL) -> Ticket:
        """Reserved and confirmed: somebody waits."""
        answer = self.reserve(ticket_id, who or person(len(self.state.tickets) + 1), item)
        assert isinstance(answer, Reserved), answer
        assert self.report(EventKind.TAKEN, ticket_id).refused == ""
        return self.state.tickets[ticket_id]

    def report(
        self, kind: EventKind, ticket_id: str = "", day: str = DAY, at: Moment | None = None, **data: Scalar
    ) -> Any:
        event = Event(self.terminal_ids.new(), kind, "terminal-1", day, at or self.clock.now(), ticket_id, data)
        return self.do(commands.TakeIn(event))

    def sign_in(self, counter: str, clerk: str = "0305") -> Any:
        return self.do(commands.SignIn(counter, self.press(), clerk))

    def press(self) -> str:
        return self.terminal_ids.new()

    def call(self, counter: str) -> Any:
        return self.do(commands.CallNext(counter, self.press()))

    def finish(self, counter: str) -> Any:
        return self.do(commands.Finish(counter, self.press()))

    def pass_over(self, counter: str) -> Any:
        return self.do(commands.PassOver(counter, self.press()))

    def serve(self, counter: str, seconds: float) -> None:
        self.call(counter)
        self.clock.pass_seconds(seconds)
        self.finish(counter)
