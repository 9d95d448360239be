"""The machines of a hall with two nodes, each with one way to whichever serves: they work until they are stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.hall.client import BoardHall, CounterHall, Feed
from kiosk.hall.core.answers import BoardView, CounterView
from kiosk.hall.core.messages import CallMessage, FeedMessage, StartOver
from kiosk.ports.log import NoLog
from kiosk.trust.looking import HttpLooks
from kiosk.trust.memberships import Membership
from kiosk.trust.several_nodes import SeveralNodes
from tests.journeys.whole_hall import PIN
from tests.proof.failover.nodes import TwoNodes
from tests.proof.proxy.bad_lines import Terminal

CLERKS = {"3": "0312", "5": "0305", "6": "0307"}  # the counters that serve the terminals' item
STANDBYS = range(500, 800)  # numbers of the second node's part
VISIT_EVERY_S, KEY_EVERY_S = 0.3, 0.12  # a picture of the board holds the last twelve calls
Beside = Mapping[str, tuple[str, ...]]
NOBODY: Beside = {}


@dataclass(frozen=True, slots=True)
class Good:
    """Something that a person got, when: a number, a call, a call on a board. Monotonic seconds."""

    at: float
    ticket: str
    label: str

    @property
    def of_second(self) -> bool:
        return int(self.label[1:]) in STANDBYS


@dataclass
class Work:
    """A machine's thread; `good` grows while it lives."""

    name: str
    good: list[Good] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note(self, ticket: str, label: str) -> None:
        self.good.append(Good(time.monotonic(), ticket, label))

    def close(self) -> None:
        """Ends its lines."""


class WorkingTerminal(Work):
    def __init__(self, name: str, folder: Path, route: SeveralNodes, token: str, people: int) -> None:
        super().__init__(name)
        self.terminal = Terminal(name, folder, route, token, people)

    def turn(self) -> float:
        kept = self.terminal.visit()
        if kept is not None:
            self.note(kept.view.ticket_id, kept.view.label)
        if len(self.good) % 5 == 0:
            self.terminal.look()
        return VISIT_EVERY_S

    def close(self) -> None:
        self.terminal.close()


class WorkingCaller(Work):
    """Calls and serves whoever waits; `had` are the people who stood at this counter."""

    def __init__(self, counter: str, route: SeveralNodes, token: str) -> None:
        super().__init__(counter)
        self.hall = CounterHall(route, token, counter)
        self.had: dict[str, str] = {}

    def turn(self) -> float:
        view = self.hall.view()
        if isinstance(view, CounterView) and not view.clerk:
            self.hall.sign_in(CLERKS[self.name], PIN)
        elif isinstance(view, CounterView) and view.current is not None:
            self._noted(view)
            self._noted(self.hall.finish())
        elif isinstance(view, CounterView) and view.next is not None:
            self._noted(self.hall.call_next())
        return KEY_EVERY_S

    def _noted(self, view: object) -> None:
        if isinstance(view, CounterView) and view.current is not None and view.current.ticket_id not in self.had:
            self.had[view.current.ticket_id] = view.current.label
            self.note(view.current.ticket_id, view.current.label)


class WorkingBoard(Work):
    """A picture, then the feed; a new picture when it is told to begin anew. `shown` are the numbers that it showed."""

    def __init__(self, name: str, route: SeveralNodes, token: str) -> None:
        super().__init__(name)
        self.hall = BoardHall(route, token)
        self.shown: set[str] = set()
        self.said: list[CallMessage] = []
        self.started_over = 0
        self._picture()
        self._feed = Feed(self.hall.connection, self._hear, lambda link: None, after=self._seq)
        self._feed.start()

    def close(self) -> None:
        self._feed.close()

    def _picture(self) -> None:
        end = time.monotonic() + 30
        while not isinstance(view := self.hall.snapshot(), BoardView):
            assert time.monotonic() < end, "the board gets no picture"
            time.sleep(0.05)
        self._seq = view.seq
        self.shown |= {call.label for call in view.calls}

    def _hear(self, message: FeedMessage) -> None:
        if isinstance(message, StartOver):
            self.started_over += 1
            self._picture()
        elif isinstance(message, CallMessage):
            self.said.append(message)
            self.shown.add(message.label)
            if message.kind.value == "called":
                self.note(message.label, message.label)


@dataclass
class Everybody:
    """Starts them all; `stop` ends their work, `close` their lines."""

    terminals: list[WorkingTerminal]
    callers: list[WorkingCaller]
    boards: list[WorkingBoard]
    routes: list[SeveralNodes]

    def __post_init__(self) -> None:
        self._stops = {kind: threading.Event() for kind in ("terminals", "callers")}
        self._threads: list[threading.Thread] = []

    def work(self) -> None:
        for kind, workers in (("terminals", self.terminals), ("callers", self.callers)):
            for worker in workers:
                run = threading.Thread(target=self._run, args=(worker, self._stops[kind]), daemon=True)
                run.start()
                self._threads.append(run)

    def everything(self) -> Iterator[Work]:
        yield from (*self.terminals, *self.callers, *self.boards)

    def stop(self, kind: str) -> None:
        self._stops[kind].set()

    def close(self) -> None:
        for kind in self._stops:
            self.stop(kind)
        for thread in self._threads:
            thread.join(30)
        for one in self.everything():
            one.close()
        for route in self.routes:
            route.stop()

    def _run(self, worker: WorkingTerminal | WorkingCaller, stop: threading.Event) -> None:
        pause = 0.0
        while not stop.wait(pause):
            try:
                pause = worker.turn()
            except Exception as broken:
                worker.wrong.append(f"{worker.name}: {broken!r}")
                return


def everybody(nodes: TwoNodes, folder: Path, terminals: int, boards: int, beside: Beside = NOBODY) -> Everybody:
    """Machines named in `beside`, by role, reach the first node over the wire that may be cut."""
    made = Everybody([], [], [], [])

    def way(joined: Membership) -> SeveralNodes:
        there, fixed = joined.nodes, joined.id in beside.get(joined.role, ())
        if fixed:
            there = tuple(node if node.standby else replace(node, url=nodes.beside.url) for node in there)
        route = SeveralNodes(there, HttpLooks(joined.token), NoLog(), nodes.failover_s, fixed=fixed)
        made.routes.append(route.start())
        return route

    def each(role: str, names: Iterator[str]) -> Iterator[tuple[str, SeveralNodes, str]]:
        for name in names:
            joined = nodes.join(role, name)
            yield name, way(joined), joined.token

    (folder / "terminals").mkdir(parents=True, exist_ok=True)
    for at, (name, route, token) in enumerate(each("terminal", (f"T{n}" for n in range(1, terminals + 1))), 1):
        made.terminals.append(WorkingTerminal(name, folder / "terminals", route, token, at * 100_000))
    for name, route, token in each("caller", iter(CLERKS)):
        made.callers.append(WorkingCaller(name, route, token))
    for name, route, token in each("board", (f"B{n}" for n in range(1, boards + 1))):
        made.boards.append(WorkingBoard(name, route, token))
    return made


def first_after(at: float, workers: list[WorkingTerminal] | list[WorkingCaller] | list[WorkingBoard],
                which: Callable[[Good], bool] = lambda good: True) -> float | None:  # fmt: skip
    """Seconds from `at` until somebody among them got something again; None when nobody did."""
    times = [good.at for worker in workers for good in tuple(worker.good) if good.at > at and which(good)]
    return min(times) - at if times else None
