"""A clerk at a counter: signs in, calls, starts, finishes; presses again when no answer came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.hall.core import commands
from kiosk.hall.core.answers import CommandRefusal, CommandRefused
from kiosk.hall.core.scene import Accepted
from kiosk.hall.core.state import HallState, Ticket
from kiosk.hall.work import Unavailable
from tests.simulation.road import Road

if TYPE_CHECKING:
    from tests.simulation.days import Simulation

SECOND, MINUTE = 1000, 60_000
SERVICE_MIN = 1.3  # on average: a hall at full speed
NO_SHOW = 0.06
NOBODY_CAME_S = 20  # a clerk waits for somebody who was served before, or never was
COMES_BACK = 0.5  # of those who were passed over


class Clerk:
    def __init__(self, world: Simulation, counter: str, clerk: str) -> None:
        self._world, self.counter, self._clerk = world, counter, clerk
        self._road = Road(lambda: world.weather.fate(f"counter {counter}"))
        self._presses = 0
        self._pressed: commands.CounterCommand | None = None

    def turn(self) -> None:
        """One press; what comes next follows from the answer."""
        command = self._pressed or self._command()
        self._pressed = command
        answer = self._road.ask(lambda: self._world.hall.do(command))
        if answer is None or isinstance(answer, Unavailable):
            self._world.later(self._world.chance.uniform(1, 4) * SECOND, self.turn)
            return
        self._pressed = None
        self._world.hall_sends_soon()
        self._world.later(self._heard(command, answer), self.turn)

    def _command(self) -> commands.CounterCommand:
        self._presses += 1
        press = f"{self.counter}-{self._presses}"
        known = self._world.hall.state  # what stands on the clerk's screen
        here = known.counter(self.counter) if known else None
        if here is None or not here.clerk:
            return commands.SignIn(self.counter, press, self._clerk)
        if not here.ticket_id:
            return commands.CallNext(self.counter, press)
        comes = self._world.promises.is_there(here.ticket_id) and self._world.chance.random() >= NO_SHOW
        return commands.Finish(self.counter, press) if comes else commands.PassOver(self.counter, press)

    def _heard(self, command: commands.CounterCommand, answer: object) -> float:
        """Milliseconds until the next press."""
        if isinstance(answer, CommandRefused):
            nobody = answer.reason is CommandRefusal.NOBODY_WAITING
            patience = 20 if self._world.time.ms < self._world.closing_ms else 240
            return (patience if nobody else 2) * SECOND
        assert isinstance(answer, Accepted), answer
        if isinstance(command, commands.CallNext):
            return self._called()
        if isinstance(command, commands.PassOver | commands.Finish):
            self._over(command)
        return 3 * SECOND

    def _called(self) -> float:
        world = self._world
        state = world.hall.state
        ticket = state.current(self.counter) if state else None
        if state is not None and ticket is not None:
            world.promises.calls(self.counter, ticket, world.time.ms)
            self._called_in_turn(state, ticket)
        comes = ticket is not None and world.promises.is_there(ticket.ticket_id)
        return world.chance.expovariate(1 / SERVICE_MIN) * MINUTE if comes else NOBODY_CAME_S * SECOND

    def _called_in_turn(self, state: HallState, ticket: Ticket) -> None:
        """Judged where the answer to the call came at once; later the line is another one."""
        world, clock = self._world, self._world.hall.clock
        if ticket.called_at == clock.now() and clock.knows_time:
            world.promises.called_in_turn(state, world.rules, self.counter, ticket, world.time.ms)

    def _over(self, command: commands.CounterCommand) -> None:
        world = self._world
        ticket_id = world.promises.at_counter.get(self.counter, "")
        world.promises.leaves(self.counter)
        if isinstance(command, commands.Finish):
            world.promises.served.add(ticket_id)
        if (
            isinstance(command, commands.PassOver)
            and world.promises.is_there(ticket_id)
            and world.chance.random() < COMES_BACK
        ):
            wait = world.chance.uniform(1, 40) * MINUTE
            world.later(wait, lambda: self._restored(ticket_id))

    def _restored(self, ticket_id: str) -> None:
        if "hall" not in self._world.weather.down:
            self._world.hall.do(commands.Restore(ticket_id))
