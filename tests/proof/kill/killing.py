"""A hall at work while its processes are killed: somebody takes a number, a clerk calls, and one of the three dies."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.hall.core.answers import CounterView
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.session import Limits
from kiosk.operation.tokens import Tokens, ensure_tokens
from offline_cache.cache import BEGIN_RESYNC
from tests.faults.killed_terminal import TerminalProcess
from tests.faults.visiting import invented_number
from tests.journeys.whole_hall import CLERK, ITEM, PIN, PLACES, WholeHall
from tests.proof.kill.children import RoleProcess, folder_of, prepare, start_terminal
from tests.proof.kill.points import A_PAGE, CITY, HALL, LIVES, POINTS, TERMINAL, FailPoint

SHARES = {TERMINAL: 5, HALL: 4, CITY: 1}  # who is killed, of ten
LONGEST_S = {TERMINAL: 0.7, HALL: 0.25, CITY: 0.6}  # after the touch on 取号
NAMED = 0.5  # the share of kills at a named instant
POINT_S = 2.5  # so long is a named instant waited for; then the process is killed wherever it is
LIMITS = Limits(page=600, ticket=600)
NUMBERS_KEPT = 30


@dataclass
class Killing:
    """`kills` by victim and the named instant at which it killed itself, or at random;
    `papers` all that came out of the printer; `shown` every number on a screen."""

    house: WholeHall
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    papers: dict[int, dict[str, Any]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)  # what people typed; the last ones

    def __post_init__(self) -> None:
        self.roles = {role: RoleProcess(self.house, role) for role in (CITY, HALL)}
        for process in self.roles.values():
            assert process.wait_ready()
        self.terminal: TerminalProcess | None = None
        self._stop = threading.Event()
        self._clerk = threading.Thread(target=self._serve, name="clerk", daemon=True)
        self._clerk.start()

    def round(self) -> None:
        """One kill, and everybody alive again."""
        victim = self.chance.choices(list(SHARES), list(SHARES.values()))[0]
        named = self.chance.random() < NAMED
        point = self.chance.choice([p for p in POINTS if p.role == victim]) if named else None
        if victim == TERMINAL:
            self._terminal_dies(point if self.chance.random() < 0.4 else None, named)
        else:
            self._role_dies(victim, point)
        self._look()

    def begin_again(self) -> None:
        """After a round that nobody knows anything about."""
        self._leave()
        for process in self.roles.values():
            process.kill()
        for role in self.roles:
            self._start(role)

    # --- who dies ---

    def _terminal_dies(self, point: FailPoint | None, named: bool) -> None:
        self._leave()
        die_at = str(self.chance.choice(LIVES)) if named and point is None else ""
        passing = self.chance.randint(1, 3)
        if point is not None and point.name == A_PAGE:
            passing = 1
            self._forget_what_came_down()
        terminal = start_terminal(self.house, LIMITS, die_at, point, passing)
        self.terminal = terminal
        instant = self.chance.uniform(0, LONGEST_S[TERMINAL])
        with self._dying(terminal):
            terminal.wait_ready()
            self._take(terminal)
            self._wait(terminal.process.is_alive, POINT_S if named else instant)
        self._count(TERMINAL, die_at or (point.name if point else ""), terminal.process.is_alive())
        self._leave()

    def _forget_what_came_down(self) -> None:
        """As a kill leaves it right after the hall said that all is to be read again: else no page comes in a round."""
        book = self.house.state.data("terminal") / "terminal.sqlite"
        if book.exists():  # a first start gets every page anyway
            with closing(sqlite3.connect(book)) as file, file:
                file.execute(BEGIN_RESYNC)

    @contextmanager
    def _dying(self, terminal: TerminalProcess) -> Iterator[None]:
        """A terminal that kills itself may do so at any of our touches."""
        try:
            yield
        except (AssertionError, EOFError, ConnectionError):
            terminal.process.join(5)  # what has died is not yet known to have died
            if terminal.process.is_alive():
                raise

    def _role_dies(self, role: str, point: FailPoint | None) -> None:
        terminal = self._ready_terminal()
        if point is not None:
            self.roles[role].kill()
            self._start(role, point)
        self._take(terminal)
        process = self.roles[role]
        self._wait(lambda: process.is_alive, POINT_S if point else self.chance.uniform(0, LONGEST_S[role]))
        self._count(role, point.name if point else "", process.is_alive)
        process.kill()
        self._start(role)
        self._home(terminal)

    def _count(self, role: str, point: str, alive: bool) -> None:
        """A named instant that was not reached in time ends as a kill at random."""
        self.kills[f"{role}: {point}" if point and not alive else f"{role}: at random"] += 1

    def _start(self, role: str, point: FailPoint | None = None) -> None:
        """With a point it may die before it is ready; then it has been killed all the same."""
        self.roles[role] = RoleProcess(self.house, role, point, self.chance.randint(1, 4))
        ready = self.roles[role].wait_ready()
        assert ready or point is not None, f"{role} does not start: {self.roles[role].died_of()}"

    # --- the citizen ---

    def _ready_terminal(self) -> TerminalProcess:
        if self.terminal is None:
            self.terminal = start_terminal(self.house, LIMITS)
            self.terminal.wait_ready()
        return self.terminal

    def _take(self, terminal: TerminalProcess) -> None:
        """Up to the touch of 取号, which is not waited for."""
        terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
        terminal.see(pages.CardPrompt)
        terminal.touch(said.UseKeypad())
        terminal.see(pages.TypeNumber)
        number = invented_number()
        self.numbers = [*self.numbers, number][-NUMBERS_KEPT:]
        terminal.touch(*(said.TypeKey(key) for key in number), said.SubmitNumber())
        terminal.see(pages.Check)
        terminal.touch(said.Confirm())

    def _home(self, terminal: TerminalProcess) -> None:
        """The visit ends with a number or an apology, within the terminal's patience; then the page is left."""
        page = terminal.see_one_of(pages.TicketPage, pages.Failure)
        if isinstance(page, pages.TicketPage):
            terminal.see_paper()
        terminal.touch(said.Exit())
        terminal.see(pages.Home)

    def _leave(self) -> None:
        """The terminal that lives is killed between two visits."""
        terminal, self.terminal = self.terminal, None
        if terminal is not None:
            terminal.kill()
            tickets = (page for page in terminal.pages if isinstance(page, pages.TicketPage))
            self.shown |= {page.ticket.label for page in tickets}

    # --- the clerk, the printer, the end ---

    def _serve(self) -> None:
        """Signs in, calls, serves, over and over; a hall that does not answer is asked again."""
        counter = self.house.counter
        while not self._stop.wait(0.1):
            view = counter.view()
            if not isinstance(view, CounterView):
                continue
            if not view.clerk:
                counter.sign_in(CLERK, PIN)
            elif view.current is not None:
                counter.finish()
            elif view.next is not None:
                counter.call_next()

    def _look(self) -> None:
        """The printer remembers twenty pieces, so they are fetched after every visit."""
        self.papers.update({paper["number"]: paper for paper in self.house.papers()})

    def _wait(self, alive: Any, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and alive():
            time.sleep(0.005)

    def last(self) -> TerminalProcess:
        """A terminal that is not killed, so that everything owed is sent."""
        self._leave()
        return self._ready_terminal()

    def clerk_goes(self) -> None:
        self._stop.set()
        self._clerk.join(20)

    def close(self) -> None:
        self.clerk_goes()
        self._leave()
        for process in self.roles.values():
            process.kill()


@contextmanager
def killing(root: Path, seed: int) -> Iterator[Killing]:
    """City, hall, virtual devices and terminals of their own under `root`."""
    prepare()
    state = folder_of(root)
    tokens = ensure_tokens(state.tokens, PLACES)
    assert isinstance(tokens, Tokens)
    house = WholeHall(state, tokens)
    work: Killing | None = None
    try:
        house.start("virtual-devices")
        work = Killing(house, random.Random(seed))
        yield work
    finally:
        if work is not None:
            work.close()
        house.close()
