"""One visit at one terminal, through the real journey: item, card or typed number, a number, paper; then the person
leaves in one of many ways, and nothing is left of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.domain.ticket import Holder, TicketView
from kiosk.hall.core.rules import Rules
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys.pages import Home, Knowledge
from kiosk.journeys.session import Limits, Scene, Session
from kiosk.journeys.take_ticket import step
from kiosk.journeys.ticket_life import NotTaken
from kiosk.ports.devices import DeviceState, DeviceStatus, PrintReport
from kiosk.ports.ledger import KeptTicket

_ONLINE = DeviceStatus(DeviceState.ONLINE)
_LIMITS = Limits()
SHOWN = "110199********2217"  # of everybody: what the page shows of the number that was read
TYPED = "110199196301012217"  # of nobody: such a division does not exist
PAGE_OVER = said.Tick()  # the first one after the page's time

_LIFTED: tuple[said.Input, ...] = (said.CardRemoved(),)
# How a visit with a card ends.
WAYS_OUT: tuple[tuple[said.Input, ...], ...] = (
    (*_LIFTED, said.Exit()),
    (*_LIFTED, said.GoHome()),
    (*_LIFTED, PAGE_OVER),
    (said.Exit(), *_LIFTED),
    (PAGE_OVER, *_LIFTED),
    (said.Stumbled(), *_LIFTED, said.Exit()),
)


def knowledge(rules: Rules, day: str) -> Knowledge:
    return Knowledge(
        rules.catalogue, rules.hall, hall_reachable=True, reader=_ONLINE, printer=_ONLINE, today=date.fromisoformat(day)
    )


class Visit:
    """`take` and `paper` are what the terminal does for the journey's `Take` and `Print`."""

    def __init__(
        self,
        known: Knowledge,
        now_ms: int,
        take: Callable[[str, Holder], KeptTicket | NotTaken],
        paper: Callable[[TicketView], PrintReport],
    ) -> None:
        self._scene = Scene(known, _LIMITS, now_ms)
        self._take, self._paper = take, paper
        self._session = Session()
        self.taken: KeptTicket | NotTaken | None = None

    def go(self, item: str, holder: Holder, way_out: tuple[said.Input, ...], *, typed: bool = False) -> None:
        """From the first touch until the page is left; afterwards nobody is known here. Typed: no card was laid."""
        self._comes(item, typed=typed)
        who = said.Identified(holder, SHOWN, by_card=not typed)
        self._give(who)
        self._give(said.Confirm())
        assert self.taken is not None, "nobody asked for a number"
        for given in way_out:
            self._leaves(given, typed=typed)
        left = self._session
        assert isinstance(left.page, Home), f"the visit ends at {left.page}"
        assert left == Session(), f"somebody is still known after the visit: {left}"

    def _comes(self, item: str, *, typed: bool) -> None:
        by_card: list[said.Input] = [said.CardLaid(), said.Agree()]
        by_number: list[said.Input] = [said.UseKeypad(), *map(said.TypeKey, TYPED), said.SubmitNumber()]
        self._give(said.ShowHot())
        self._give(said.ChooseItem(item))
        for given in by_number if typed else by_card:
            self._give(given)

    def _leaves(self, given: said.Input, *, typed: bool) -> None:
        lifted = isinstance(given, said.CardRemoved)
        if typed and lifted:
            return
        if given is PAGE_OVER:
            late_ms = self._scene.now_ms + 2 * 1000 * max(_LIMITS.page, _LIMITS.ticket)
            self._scene = replace(self._scene, now_ms=late_ms)
        self._give(given)
        assert not lifted or self._session.identified is None, "somebody is still known though the card is gone"

    def _give(self, given: said.Input) -> None:
        self._session, todo = step(self._session, given, self._scene)
        for effect in todo:
            if isinstance(effect, do.Take):
                self._took(effect)
            elif isinstance(effect, do.Print):
                self._give(said.PaperTold(effect.ticket.ticket_id, self._paper(effect.ticket)))

    def _took(self, effect: do.Take) -> None:
        assert self.taken is None, "one visit asked for two numbers"
        self.taken = self._take(effect.item, effect.holder)
        told = said.Took(self.taken) if isinstance(self.taken, KeptTicket) else said.NotTaken(self.taken)
        self._give(told)
