"""Small invented surroundings for journey tests: two items, one person, a settable time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import catalogue_from, hall_settings_from
from kiosk.domain.ticket import Group, Holder, TicketState, TicketView
from kiosk.journeys.effects import Effect
from kiosk.journeys.intents import Identified, Input
from kiosk.journeys.pages import Knowledge, View
from kiosk.journeys.session import Limits, Scene, Session, view_of
from kiosk.journeys.take_ticket import step

_DATA = load_publication()
CATALOGUE = catalogue_from(_DATA["catalogue"])
SETTINGS = hall_settings_from(_DATA["hall"])
NAMED = next(item for item in CATALOGUE.items if not item.anonymous)
OPEN = next(item for item in CATALOGUE.items if item.anonymous)

PERSON = Identified(Holder("ab" * 32, 1, "张*三", "2217"), "110101********2217", by_card=True)
TYPED = replace(PERSON, by_card=False, holder=replace(PERSON.holder, name=""))


def ticket(label: str = "A017") -> TicketView:
    return TicketView(
        "0190-a", label, "q", NAMED.code, "2026-11-23", TicketState.WAITING, Group.WALK_IN,
        "张*三", "2217", 0, 6, 12, 20, ("3", "5"),
    )  # fmt: skip


@dataclass
class Visit:
    """Plays a visit: gives inputs, lets time pass, and keeps all effects that were asked for."""

    session: Session = field(default_factory=Session)
    now_ms: int = 1_000_000
    asked: list[Effect] = field(default_factory=list)
    knowledge: Knowledge = field(
        default_factory=lambda: Knowledge(CATALOGUE, SETTINGS, hall_reachable=True, today=date(2026, 11, 23))
    )
    limits: Limits = field(default_factory=Limits)

    def scene(self) -> Scene:
        return Scene(self.knowledge, self.limits, self.now_ms)

    def give(self, *inputs: Input) -> tuple[Effect, ...]:
        """Effects of the last of these inputs."""
        todo: tuple[Effect, ...] = ()
        for given in inputs:
            self.session, todo = step(self.session, given, self.scene())
            self.asked.extend(todo)
        return todo

    def wait(self, seconds: int) -> None:
        from kiosk.journeys.intents import Tick

        for _ in range(seconds):
            self.now_ms += 1000
            self.give(Tick())

    def page(self) -> object:
        return self.session.page

    def view(self) -> View:
        return view_of(self.session, self.scene())
