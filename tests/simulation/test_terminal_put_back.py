"""A terminal's disk is put back to earlier hours, again and again: no number of its letter is on two papers.

The image is raw: it remembers nothing of what was given since, and neither does any file beside the book.
"""

from __future__ import annotations

import pytest

from kiosk.hall.core import commands
from kiosk.ports.ledger import KeptTicket
from tests.hall.one_hall import person
from tests.simulation.days import Plan, Simulation
from tests.simulation.machines import Terminal
from tests.simulation.memory_books import MemoryShelf

SECOND = 1000


class Lives:
    """One terminal, its hall, and a hand that lays images back."""

    def __init__(self, seed: int) -> None:
        self.world = Simulation(seed, Plan(terminals=2, counters=1, trouble=0.0), lambda name: MemoryShelf())
        self.world.hall.do(commands.Tick())
        self.terminal: Terminal = self.world.terminals[0]
        self.image = self.terminal.shelf.image()
        self.labels: list[str] = []
        self.people = 0
        self.put_back = 0

    def passes(self, seconds: float) -> None:
        self.world.time.ms += int(seconds * SECOND)

    def starts(self, *, laid_back: bool) -> None:
        """The machine takes its time to start; an image takes longer, but that is not relied on."""
        self.passes(self.world.chance.uniform(15, 90))
        if laid_back:
            self.put_back += 1
            self.terminal.shelf.put_back(self.image)
        self.terminal.clock.restart()
        self.terminal.start()

    def line(self, *, cut: bool) -> None:
        (self.world.weather.cut.add if cut else self.world.weather.cut.discard)(self.terminal.name)

    def looks_and_sends(self) -> None:
        """The other terminal does so too, for the hall's book is a new one and awaits both."""
        for _ in range(2):
            for terminal in self.world.terminals:
                terminal.look()
                for _ in range(5):
                    terminal.uplink.turn()

    def visit(self) -> str:
        self.people += 1
        item = self.world.items[0]
        taken = self.terminal.take(self.terminal.request(item, person(self.people)))
        label = taken.view.label if isinstance(taken, KeptTicket) else ""
        if label:
            self.labels.append(label)
        return label


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_laid_back_whenever_no_number_is_given_twice(seed: int) -> None:
    lives = Lives(seed)
    chance, own = lives.world.chance, 0
    for _ in range(300):
        lives.passes(chance.uniform(5, 90))
        act = chance.random()
        if act < 0.05:
            lives.image = lives.terminal.shelf.image()
        elif act < 0.13:
            lives.starts(laid_back=chance.random() < 0.7)
        elif act < 0.25:
            lives.line(cut=chance.random() < 0.6)
        elif act < 0.5:
            lives.looks_and_sends()
        else:
            own += len(lives.visit()) > 5
    assert len(set(lives.labels)) == len(lives.labels)
    assert own > 5
    assert lives.put_back > 3


def test_the_morning_is_laid_back_at_noon_while_no_hall_has_heard_of_the_mornings_numbers() -> None:
    lives = Lives(1)
    lives.looks_and_sends()
    image = lives.terminal.shelf.image()
    lives.line(cut=True)
    lives.passes(70)
    morning = [lives.visit() for _ in range(3)]
    assert [label[-2:] for label in morning] == ["01", "02", "03"]
    lives.image = image
    lives.passes(4 * 3600)
    lives.starts(laid_back=True)
    lives.passes(70)
    noon = [lives.visit() for _ in range(3)]
    assert all(noon) and not set(noon) & set(morning)
    lives.line(cut=False)
    lives.looks_and_sends()
    lives.line(cut=True)
    lives.starts(laid_back=True)
    lives.line(cut=False)
    lives.looks_and_sends()
    lives.line(cut=True)
    lives.passes(70)
    assert not {lives.visit()} & {*morning, *noon}, "its hall has counted the life"
    assert lives.labels[-1][-4:] != lives.labels[0][-4:]
