"""A city and a hall as processes, terminals, a clerk and a board, and bad wires between them, under load."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.domain.events import Event
from kiosk.domain.ticket import HallUnreachable, ReserveReply, TakeRequest
from kiosk.hall.client import Address, BoardHall, CounterHall, Feed, TerminalHall
from kiosk.hall.core.answers import BoardView, CounterView, TerminalSummary
from kiosk.hall.core.messages import CallKind, CallMessage, FeedMessage, StartOver
from kiosk.journeys import ticket_life
from kiosk.journeys.ticket_life import Means
from kiosk.operation.clock import SystemClock
from kiosk.operation.process import address_of
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.reporting import Reporting
from kiosk.operation.terminal.stamp import Stamp
from kiosk.operation.tokens import Holder as TokenHolder
from kiosk.operation.tokens import Tokens, ensure_tokens
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.devices import PrintOutcome, PrintReport
from kiosk.ports.ledger import KeptTicket
from kiosk.ports.log import NoLog
from kiosk.sync.client import SyncClient
from kiosk.sync.patience import Patience
from kiosk.sync.uplink import Uplink
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.hall.one_hall import person
from tests.journeys.whole_hall import CLERK, ITEM, PIN, ROOT, WholeHall, until
from tests.proof.fault_proxy import CALM, FaultProxy, Weather

TERMINALS = ("T1", "T2", "T3", "T4")
COUNTER = "3"
PLACES = (
    TokenHolder("city-staff", "records"),
    TokenHolder("hall", "qinglan"),
    TokenHolder("caller", COUNTER),
    TokenHolder("board", "B1"),
    *(TokenHolder("terminal", name) for name in TERMINALS),
)
BOUNDARY = 240
PATIENCE_S = 3.0  # of a terminal for one reservation
PRINTED = PrintReport(PrintOutcome.PRINTED)
QUICK = Patience(first=0.05, most=1.0)
IN_ALL_S = 2.5  # beyond its limits a question may last so long on a busy machine


@dataclass
class Longest:
    """The longest that anybody who looks at a screen had to wait for an answer, in seconds."""

    seconds: float = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.seconds = max(self.seconds, time.monotonic() - begun)


class Terminal:
    """The book, the life of tickets and the line of a terminal, without devices; people come one after the other."""

    def __init__(self, name: str, folder: Path, address: Address, token: str, first_person: int) -> None:
        opened = open_ledger(folder / f"{name}.sqlite")
        assert isinstance(opened, Opened)
        self.name, self.path, self._book = name, opened.file.path, opened.file
        self._ledger, self._people, self._ids = TerminalLedger(opened.file), first_person, Uuid7()
        self.hall, self.longest = TerminalHall(address, token), Longest()
        stamp = Stamp(name, SystemClock(), self._ids, lambda: BOUNDARY)
        self._memory = HallMemory()
        self._reporting = Reporting(self._memory, stamp, lambda event: self._record(event))
        self._means = Means(self._ledger, self._reserve, lambda data: "", stamp)
        client = SyncClient(address, token)
        self._uplink = Uplink(name, Outbox(opened.file), client, NoLog(), QUICK, idle_s=0.1)
        self._uplink.start()

    def visit(self) -> KeptTicket | None:
        """The ticket that somebody goes away with, if any."""
        self._people += 1
        request = TakeRequest(self._ids.new(), ITEM, person(self._people))
        ticket_life.settle(self._means)
        taken = ticket_life.take(request, self._means)
        self._uplink.nudge()
        if not isinstance(taken, KeptTicket):
            return None
        ticket_life.printing(request.ticket_id, self._means)
        ticket_life.printed(taken.view, PRINTED, self._means)
        self._uplink.nudge()
        return taken

    def look(self) -> None:
        """Who waits where; the same answer says whether the hall doubts its numbers."""
        with self.longest.asking():
            summary = self.hall.summary()
        if isinstance(summary, TerminalSummary):
            self._memory.told(summary)
            self._reporting.heard(summary)

    def _record(self, event: Event) -> None:
        self._ledger.record_event(event)
        self._uplink.nudge()

    def _reserve(self, request: TakeRequest) -> ReserveReply:
        """As `HallDesk` does: a lost question is repeated under the same id."""
        end = time.monotonic() + PATIENCE_S
        while True:
            with self.longest.asking():
                reply = self.hall.reserve(request)
            if not isinstance(reply, HallUnreachable) or time.monotonic() >= end:
                return reply
            time.sleep(0.05)

    def close(self) -> None:
        self._uplink.stop(10)
        self._book.close()


class Board:
    """A snapshot, then the feed; begins anew when it is told to. `calls` as they came."""

    def __init__(self, hall: BoardHall) -> None:
        self._hall, self.longest = hall, Longest()
        self.calls: list[CallMessage] = []
        self.started_over = 0
        self._feed: Feed | None = None

    def start(self) -> None:
        view = until(self._snapshot, "the board gets its first picture", 30)
        assert view is not None
        self.since = view.seq
        self._feed = Feed(self._hall.connection, self._hear, lambda link: None, after=view.seq)
        self._feed.start()

    def look(self) -> None:
        """A picture now and then, as a board takes it after a break."""
        self._snapshot()

    def close(self) -> None:
        if self._feed is not None:
            self._feed.close()

    def _snapshot(self) -> BoardView | None:
        with self.longest.asking():
            view = self._hall.snapshot()
        return view if isinstance(view, BoardView) else None

    def _hear(self, message: FeedMessage) -> None:
        if isinstance(message, CallMessage):
            self.calls.append(message)
        elif isinstance(message, StartOver):
            self.started_over += 1


class Clerk:
    """Looks, and presses what fits what is seen; a press whose answer got lost is seen at the next look."""

    def __init__(self, hall: CounterHall) -> None:
        self.hall, self.longest = hall, Longest()

    def turn(self) -> None:
        with self.longest.asking():
            view = self.hall.view()
        if isinstance(view, CounterView):
            with self.longest.asking():
                self._press(view)

    def _press(self, view: CounterView) -> None:
        if not view.clerk:
            self.hall.sign_in(CLERK, PIN)
        elif view.current is not None:
            self.hall.finish()
        elif view.next is not None:
            self.hall.call_next()


@dataclass
class BadLines:
    """The hall, everybody around it, and the wires: `wires` by hop."""

    house: WholeHall
    wires: dict[str, FaultProxy]
    terminals: list[Terminal]
    board: Board
    clerk: Clerk
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self, visits: int) -> None:
        """So many visits at each terminal, all at once, while a clerk calls and a board shows."""
        visiting = [threading.Thread(target=self._visits, args=(terminal, visits)) for terminal in self.terminals]
        others = [threading.Thread(target=self._calling), threading.Thread(target=self._looking)]
        for thread in (*visiting, *others):
            thread.start()
        for thread in visiting:
            thread.join()

    def calm(self) -> None:
        for wire in self.wires.values():
            wire.weather = CALM

    def owed(self) -> dict[str, int]:
        """What each node still owes its upstream, seen from outside."""
        books = {terminal.name: terminal.path for terminal in self.terminals}
        books["hall"] = self.hall_book()
        sql = "select (select coalesce(max(seq), 0) from event) - acked from stream"
        return {name: count for name, path in books.items() if (count := rows(path, sql)[0][0])}

    def hall_book(self) -> Path:
        return self.house.state.data("hall") / "hall.sqlite"

    def city_book(self) -> Path:
        return self.house.state.data("city") / "city.sqlite"

    def waiting(self) -> int:
        """Committed tickets that are not yet done."""
        done = {row[0] for row in rows(self.hall_book(), "select ticket_id from event where kind = 'done'")}
        return sum(ticket_id not in done for ticket_id in self.tickets())

    def tickets(self) -> dict[str, str]:
        found = (rows(terminal.path, "select ticket_id, label from ticket") for terminal in self.terminals)
        return {ticket_id: label for one in found for ticket_id, label in one}

    def _visits(self, terminal: Terminal, count: int) -> None:
        for number in range(count):
            if number % 5 == 0:
                terminal.look()
            terminal.visit()

    def _calling(self) -> None:
        while not self.stop.wait(0.01):
            self.clerk.turn()

    def _looking(self) -> None:
        while not self.stop.wait(0.2):
            self.board.look()


@contextmanager
def bad_lines(root: Path, seed: int, weather: Weather) -> Iterator[BadLines]:
    """Everything is ready over calm wires; then the weather begins."""
    state = StateFolder(root).make()
    tokens = ensure_tokens(state.tokens, PLACES)
    assert isinstance(tokens, Tokens)
    house = WholeHall(state, tokens)
    with ExitStack() as stack:
        stack.callback(house.close)
        wires = {hop: FaultProxy(address_of(state, role), seed * 10 + n) for n, (hop, role) in enumerate(_HOPS.items())}
        for wire in wires.values():
            stack.callback(wire.close)
        _start(house, "city")
        _start(house, "hall", wires["hall to city"].url)
        lines = _everybody(house, tokens, wires, stack)
        for wire in wires.values():
            wire.weather = weather
        yield lines


_HOPS = {"terminal to hall": "hall", "hall to city": "city", "board to hall": "hall", "caller to hall": "hall"}


def _everybody(house: WholeHall, tokens: Tokens, wires: dict[str, FaultProxy], stack: ExitStack) -> BadLines:
    near, folder = wires["terminal to hall"].url, house.state.root / "terminals"
    terminals = [
        Terminal(name, folder, near, tokens.of("terminal", name) or "", number * 100_000)
        for number, name in enumerate(TERMINALS, 1)
    ]
    for terminal in terminals:
        stack.callback(terminal.close)
    clerk = Clerk(CounterHall(wires["caller to hall"].url, tokens.of("caller", COUNTER) or "", COUNTER))
    until(lambda: isinstance(clerk.hall.sign_in(CLERK, PIN), CounterView), "the hall has its settings", 30)
    board = Board(BoardHall(wires["board to hall"].url, tokens.of("board", "B1") or ""))
    board.start()
    stack.callback(board.close)
    lines = BadLines(house, wires, terminals, board, clerk)
    stack.callback(lines.stop.set)
    return lines


def _start(house: WholeHall, role: str, city_url: str = "") -> None:
    command = [sys.executable, str(ROOT / "main.py"), "--state", str(house.state.root)]
    if city_url:
        config = house.state.root / f"{role}.toml"
        config.write_text(f'[hall]\ncity_url = "{city_url}"\n')
        command += ["--config", str(config)]
    with (house.state.logs / f"{role}.stderr").open("ab") as complaints:
        house.children[role] = subprocess.Popen([*command, role], cwd=ROOT, stderr=complaints, env=house.surroundings())
    until(lambda: address_of(house.state, role)(), f"{role} is ready", 40)


def rows(book: Path, sql: str) -> list[Any]:
    """On a connection of our own, that only looks."""
    connection = sqlite3.connect(f"file:{book}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


CALL_KINDS = frozenset(kind.value for kind in CallKind)
