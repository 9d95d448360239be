"""What goes wrong in a simulated day: lines, machines, clocks and disks, drawn from the seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.journeys.ticket_life import Point
from tests.simulation.clocks import MachineClock
from tests.simulation.dying import PlugPulled
from tests.simulation.machines import Hall, Terminal
from tests.simulation.memory_books import MemoryShelf
from tests.simulation.road import Fate, Road

if TYPE_CHECKING:
    from tests.simulation.days import Simulation

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
_BAD = (Fate.LOST, Fate.ANSWER_LOST, Fate.TWICE, Fate.STRAY)
_FORGETFUL = (("terminal",), ("hall",), ("city",), ("terminal", "city"), ("hall", "city"))
_POINTS = tuple(point for point in Point if point is not Point.REPRINTING)


class Weather:
    """`down`: machines without power now; `cut`: lines that are cut, by who asks over them."""

    def __init__(self, world: Simulation) -> None:
        self._world = world
        self._over = False
        self._restorable: tuple[str, ...] = ()
        self.down: set[str] = set()
        self.cut: set[str] = set()
        self.sending: set[str] = set()
        self.met: dict[str, int] = {}
        self.refusals: set[str] = set()
        self._images: dict[str, object] = {}
        self._known: dict[str, set[str]] = {}  # tickets of the day when a terminal's image was taken

    def begins(self, until_ms: int) -> None:
        """Draws the day's troubles; they come before `until_ms`.

        Terminals' disks and the hall's are not both put back in a day: what only the two knew, nobody could say again.
        """
        self._over = False
        self._restorable = self._world.chance.choice(_FORGETFUL)
        world, chance = self._world, self._world.chance
        often = world.plan.trouble
        hours = (until_ms - world.time.ms) / HOUR
        for act, a_day in self._troubles():
            for _ in range(_count(chance.random(), a_day * often)):
                world.later(chance.uniform(0, hours) * HOUR, act)

    def _troubles(self) -> tuple[tuple[Callable[[], None], float], ...]:
        """Each with how often a day it happens."""
        return (
            (self._hall_loses_power, 3.0),
            (self._city_loses_power, 2.0),
            (self._line_is_cut, 6.0),
            (self._clock_jumps, 2.0),
            (self._hall_dies_in_a_transaction, 4.0),
            (self._stray_arrives, 20.0),
            (self._image_of_a_terminal, 1.5),
            (self._terminal_put_back, 1.0),
            (self._city_put_back, 0.5),
            (self._copy_of_the_hall, 3.0),
            (self._hall_put_back, 0.7),
        )

    def ends(self) -> None:
        """Whatever still lasts is over."""
        self._over = True
        self._world.hall.shelf.dying = lambda: ""  # a death in a transaction that never came
        for name in sorted(self.down):
            self._powered(name)
        self.cut.clear()
        self.sending.clear()
        for clock in self._clocks():
            clock.put_right()
        for road in self._roads():
            road.strays.clear()  # nothing is under way for a night
        self._images.clear()

    # --- lines ---

    def fate(self, who: str) -> Fate:
        """`who` asks: a terminal, a counter, or the hall (of the city)."""
        far = "city" if who == "city" else "hall"
        if far in self.down or who in self.cut:
            return Fate.LOST
        if self._over or self._world.chance.random() >= 0.03 * self._world.plan.trouble:
            return Fate.GOOD
        return self._count(self._world.chance.choice(_BAD))

    def _line_is_cut(self) -> None:
        chance, world = self._world.chance, self._world
        who = chance.choice(["city", "city", *(terminal.name for terminal in world.terminals)])
        self.noted("a line was cut")
        self.cut.add(who)
        world.later(chance.expovariate(1 / 20) * MINUTE, lambda: self.cut.discard(who))

    def _stray_arrives(self) -> None:
        if "hall" not in self.down:
            terminal = self._world.chance.choice(self._world.terminals)
            for road in (terminal.asking, terminal.sending):
                road.let_a_stray_arrive()
        if not {"hall", "city"} & self.down:
            self._world.city_road.let_a_stray_arrive()

    def _roads(self) -> list[Road]:
        terminals = self._world.terminals
        return [self._world.city_road, *(one.asking for one in terminals), *(one.sending for one in terminals)]

    # --- power ---

    def _hall_loses_power(self) -> None:
        self.died(self._world.hall)

    def _hall_dies_in_a_transaction(self) -> None:
        """The next transaction is its last; whether it is on the disk, chance says."""
        when = self._world.chance.choice(("before", "after"))
        shelf = self._world.hall.shelf

        def dying() -> str:
            shelf.dying = lambda: ""
            return when

        shelf.dying = dying

    def _city_loses_power(self) -> None:
        self.city_died()

    def died(self, node: Hall | Terminal) -> None:
        self.hall_died() if isinstance(node, Hall) else self.terminal_died(node)

    def hall_died(self) -> None:
        self._dark("hall", "the hall lost its power")

    def city_died(self) -> None:
        self._dark("city", "the city lost its power")

    def terminal_died(self, terminal: Terminal) -> None:
        """What it had committed is promised, though nobody may have seen it."""
        self._dark(terminal.name, "a terminal lost its power")
        for kept in terminal.books.terminal.unfinished_prints():
            self._world.promises.promised(kept.view.ticket_id, kept.view.label, self._world.time.ms)

    def _dark(self, name: str, word: str) -> None:
        if name not in self.down:
            self.noted(word)
            self.down.add(name)
            self._world.later(self._world.chance.uniform(5, 90) * SECOND, lambda: self._powered(name))

    def _powered(self, name: str) -> None:
        if name not in self.down:
            return
        self.down.discard(name)
        world = self._world
        if name == "city":
            world.city.start()
        elif name == "hall":
            world.hall.clock.restart()
            world.hall.start()
            world.hall_sends_soon()
            for terminal in world.terminals:
                world.looks_soon(terminal)
        else:
            terminal = next(one for one in world.terminals if one.name == name)
            terminal.clock.restart()
            terminal.start()
            world.send_soon(terminal)
            world.looks_soon(terminal)

    def before_a_visit(self, terminal: Terminal) -> None:
        """Now and then a terminal dies in the middle of what it does for somebody."""
        chance = self._world.chance
        if self._over or chance.random() >= 0.02 * self._world.plan.trouble:
            return
        point = chance.choice(_POINTS)

        def passing(reached: Point) -> None:
            if reached is point:
                raise PlugPulled

        terminal.passing = passing

    def asked_for(self, terminal: Terminal, ticket_id: str) -> None:
        self._world.promises.asks(ticket_id, self._world.time.ms, timed=self._world.hall.clock.knows_time)

    # --- clocks and disks ---

    def _clock_jumps(self) -> None:
        world, chance = self._world, self._world.chance
        clock = chance.choice(self._clocks())
        self.noted("a clock was wrong")
        clock.leap(int(chance.choice((-48, -3, -0.2, 0.2, 3, 48)) * HOUR), noted=self._hall_noted_time())

        world.later(chance.uniform(1, 60) * MINUTE, clock.put_right)

    def _hall_noted_time(self) -> bool:
        """Whether anything was dated in the hall since it started."""
        state, now = self._world.hall.state, self._world.hall.clock.now()
        return state is not None and state.dated is not None and state.dated[1].boot_id == now.boot_id

    def _clocks(self) -> list[MachineClock]:
        return [self._world.hall.clock, *(terminal.clock for terminal in self._world.terminals)]

    def _image_of_a_terminal(self) -> None:
        terminal = self._world.chance.choice(self._world.terminals)
        if terminal.name not in self.down:
            self._images[terminal.name] = terminal.shelf.image()
            self._known[terminal.name] = set(self._world.promises.committed)

    def _terminal_put_back(self) -> None:
        """Its disk is what it was at the image: it forgot tickets that its hall has set aside."""
        for terminal in self._world.terminals if "terminal" in self._restorable else ():
            if terminal.name in self._images and terminal.name not in self.down:
                image = self._images.pop(terminal.name)
                self.noted("a terminal's disk was put back")
                self.refusals |= {"already_taken", "already_served"}
                self._world.paper.forgotten_by(terminal, self._known[terminal.name])
                self._laid_back(terminal, image)
                self._dark(terminal.name, "a terminal lost its power")
                return

    def _laid_back(self, terminal: Terminal, image: object) -> None:
        """As a raw image, which remembers no own number given since, or by the product from its own copy."""
        shelf = terminal.shelf
        if isinstance(shelf, MemoryShelf) and self._world.chance.random() < 0.3:
            shelf.put_back_by_the_product(image)
        else:
            shelf.put_back(image)

    def _city_put_back(self) -> None:
        world = self._world
        if "city" in self.down or "city" not in self._restorable:
            return
        if "city" in self._images:
            self.noted("the city's disk was put back")
            world.city.shelf.put_back(self._images.pop("city"))
            self._dark("city", "the city lost its power")
        else:
            self._images["city"] = world.city.shelf.image()
            world.later(world.chance.uniform(10, 120) * MINUTE, self._city_put_back)

    def _copy_of_the_hall(self) -> None:
        if "hall" not in self.down:
            self._images["hall"] = self._world.hall.shelf.image()

    def _hall_put_back(self) -> None:
        """Its book is damaged: the newest copy takes its place, or a new book. What it did since is forgotten."""
        world = self._world
        shelf = world.hall.shelf
        if "hall" in self.down or "hall" not in self._restorable or not isinstance(shelf, MemoryShelf):
            return
        copy = self._images.pop("hall", None)
        self.noted("the hall's book was put back" if copy else "the hall's book was lost")
        world.promises.forgotten |= set(world.promises.committed)
        world.promises.at_counter.clear()
        shelf.put_back_by_the_product(copy)
        self._dark("hall", "the hall lost its power")

    def _count(self, fate: Fate) -> Fate:
        self.noted(f"an exchange: {fate.value}")
        return fate

    def noted(self, word: str) -> None:
        self.met[word] = self.met.get(word, 0) + 1


def _count(draw: float, expected: float) -> int:
    whole = int(expected)
    return whole + (draw < expected - whole)
