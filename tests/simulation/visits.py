"""One visit at one terminal, through the real journey: item, card, number, paper, and nothing left of the person."""

from __future__ import annotations

from collections.abc import Callable
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

    def go(self, item: str, holder: Holder) -> None:
        """From the first touch until the card is lifted and the page left; afterwards nobody is known here."""
        who = said.Identified(holder, SHOWN, by_card=True)
        for given in (said.ShowHot(), said.ChooseItem(item), said.CardLaid(), said.Agree(), who, said.Confirm()):
            self._give(given)
        self._give(said.CardRemoved())
        self._give(said.Exit())
        assert isinstance(self._session.page, Home), f"the visit ends at {self._session.page}"
        assert self._session.identified is None, "somebody is still known after the visit"

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
