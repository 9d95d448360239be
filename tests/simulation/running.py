"""Simulates seeds one after the other, in as many processes as are wanted, and adds up what they met."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from tests.proof.arguments import workplace
from tests.simulation.days import Plan, Simulation
from tests.simulation.memory_books import MemoryShelf
from tests.simulation.quick_lines import quick_lines
from tests.simulation.shelves import FileShelf


@dataclass
class Outcome:
    """Of one seed, or of many added up. `broken`: what did not hold, with its seed."""

    tickets: int = 0
    called: int = 0
    steps: int = 0
    days: int = 0
    longest_wait_ms: int = 0
    met: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.tickets += other.tickets
        self.called += other.called
        self.steps += other.steps
        self.days += other.days
        self.longest_wait_ms = max(self.longest_wait_ms, other.longest_wait_ms)
        self.met += other.met
        self.broken += other.broken


def in_memory(seed: int, plan: Plan) -> Outcome:
    with quick_lines():
        return _run(Simulation(seed, plan, lambda name: MemoryShelf()), seed)


def on_files(seed: int, plan: Plan) -> Outcome:
    """The same days on the real books; every batch over the wire's own bytes."""
    shelves: list[FileShelf] = []
    with workplace("simulation") as where:

        def shelf(name: str) -> FileShelf:
            shelves.append(FileShelf(where / name))
            return shelves[-1]

        try:
            return _run(Simulation(seed, plan, shelf), seed)
        finally:
            for one in shelves:
                one.close()


def _run(simulation: Simulation, seed: int) -> Outcome:
    broken: list[str] = []
    try:
        simulation.run()
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        broken.append(f"seed {seed}: {error!r} in {place.name}")
    held = simulation.promises
    met = Counter(simulation.weather.met)
    return Outcome(held.tickets, held.called, held.steps, simulation.plan.days, held.longest_wait_ms, met, broken)


def until_enough(tickets: int, first_seed: int, plan: Plan, jobs: int) -> Iterator[Outcome]:
    """Seed after seed, in memory, until so many tickets were made or something did not hold; the sum after each."""
    total, seeds = Outcome(), count(first_seed)
    with ProcessPoolExecutor(jobs) as pool:
        while total.tickets < tickets and not total.broken:
            for outcome in pool.map(partial(in_memory, plan=plan), [next(seeds) for _ in range(4 * jobs)]):
                total.add(outcome)
            yield total
