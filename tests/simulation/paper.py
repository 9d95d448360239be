"""People whose number is on their paper and nowhere else: its terminal gave it while it was cut off, and its disk was
put back before any hall heard. They ask at a counter, where the code is scanned or the number typed in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.domain.ticket import TicketView
from kiosk.hall.core import commands
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused
from kiosk.hall.work import Unavailable
from kiosk.journeys.ticket_life import signed_data
from tests.simulation.holding import BrokenPromiseError
from tests.simulation.machines import Terminal

if TYPE_CHECKING:
    from tests.simulation.days import Simulation

MINUTE = 60_000
TYPED = 0.3  # of them: the code on the paper cannot be read


class Paper:
    def __init__(self, world: Simulation) -> None:
        self._world = world

    def forgotten_by(self, terminal: Terminal, then: set[str]) -> None:
        """Before its disk is what it was then: whoever holds a number of its letter that it will not know any more."""
        known = self._world.hall.state
        for ticket_id in [one for one in self._world.promises.committed if one not in then]:
            kept = terminal.books.terminal.ticket(ticket_id)
            if kept is not None and kept.view.own and not (known and known.ticket(ticket_id)):
                self._world.promises.on_paper.add(ticket_id)
                self._asks_soon(terminal.name, kept.view, 40)

    def _asks_soon(self, terminal: str, ticket: TicketView, minutes: float) -> None:
        wait = self._world.chance.uniform(1, minutes) * MINUTE
        self._world.later(wait, partial(self._asks, terminal, ticket))

    def _asks(self, terminal: str, ticket: TicketView) -> None:
        world = self._world
        if "hall" in world.weather.down:
            self._asks_soon(terminal, ticket, 5)
            return
        counter = world.chance.choice(world.clerks).counter
        typed = world.chance.random() < TYPED
        scanned = commands.AdoptScanned(signed_data(ticket, terminal), counter)
        answer = world.hall.do(commands.AdoptTyped(ticket.label, counter) if typed else scanned)
        if isinstance(answer, Adopted):
            world.weather.noted("a number was taken in by its paper")
            world.promises.taken_in(ticket.ticket_id, answer.ticket.ticket_id, ticket.label, world.time.ms)
        elif answer is None or isinstance(answer, Unavailable) or answer == AdoptRefused(AdoptRefusal.NOT_SIGNED_IN):
            self._asks_soon(terminal, ticket, 5)
        else:
            raise BrokenPromiseError(f"the paper of {ticket.label} is refused: {answer}")
