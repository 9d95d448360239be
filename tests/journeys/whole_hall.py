"""A whole hall for tests: city, hall and virtual devices as processes, and a terminal without its window."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from drivers.code_scanner.scanner import ScannerSettings, open_scanner
from drivers.id_card.reader import ReaderSettings, open_reader
from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printer import open_printer
from kiosk.domain.scanned_code import forms
from kiosk.hall.client import Address, CounterHall, EvaluatorHall
from kiosk.hall.client import Limits as HallLimits
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterView, WaitingPerson
from kiosk.journeys.pages import View
from kiosk.journeys.session import Limits
from kiosk.journeys.ticket_life import Point
from kiosk.operation.bench_control import Control
from kiosk.operation.log import EventLog
from kiosk.operation.process import address_of, read_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.operation.terminal.core import TerminalCore
from kiosk.operation.terminal.service import Line, Machine, TerminalService
from kiosk.operation.tokens import Holder, Tokens, ensure_tokens
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from kiosk.ports.devices.document_printer import DocumentPrinter
from offline_cache.cache import Cache
from offline_cache.connection import BUSY_MS
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from screens.citizen.faces import Shown, shown
from screens.citizen.touches import intent

ROOT = Path(__file__).resolve().parents[2]
CLERK, PIN = "0312", "246810"
ITEM = "RS-002"  # 城乡居民养老保险参保登记, served at counter 3
PLACES = (
    Holder("city-staff", "records"),
    Holder("hall", "qinglan"),
    Holder("terminal", "T1"),
    Holder("caller", "3"),
    Holder("evaluator", "3"),
    Holder("board", "B1"),
)
Found = TypeVar("Found")


SCANNER = ScannerSettings(poll_s=0.05, debounce_s=0.3)


class Listener:
    """A speaker that writes down what it was to say; sound itself is tested where it is made."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.begun_again = 0  # how often loudness and pace were made the hall's own again

    def status(self) -> DeviceStatus:
        return DeviceStatus(DeviceState.ONLINE)

    def say(self, announcement: Announcement, done: Callable[[SpeechOutcome], None] | None = None) -> None:
        self.said.append(announcement.text)

    def hush(self) -> None:
        return

    def louder(self) -> None: ...

    def begin_again(self) -> None:
        self.begun_again += 1

    def close(self) -> None:
        return


def until(look: Callable[[], Found], what: str, limit_s: float = 20.0) -> Found:
    """The first true answer; fails with `what` when none came within the limit."""
    end = time.monotonic() + limit_s
    while not (found := look()):
        assert time.monotonic() < end, f"not within {limit_s} s: {what}"
        time.sleep(0.02)
    return found


@dataclass(frozen=True)
class Wishes:
    """What a test may want otherwise at a terminal than in a hall; the times are seconds."""

    limits: Limits = field(default_factory=Limits)
    reader: ReaderSettings = field(default_factory=lambda: ReaderSettings(poll_s=0.05, debounce_s=0.3))
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    hall: Address | None = None  # instead of the hall's own address
    line: HallLimits = field(default_factory=HallLimits)
    patience_s: float = 5.0
    own_after_s: float = 3600.0  # a hall that is away for seconds makes no test give numbers of its own
    busy_ms: int = BUSY_MS
    passing: Callable[[Point], None] = lambda point: None
    pages: DocumentPrinter | None = None


class Terminal:
    """A terminal's inside, touched by `touch` and `press` and seen through `view`; its log is `logs/terminal.log`."""

    def __init__(self, state: StateFolder, tokens: Tokens, wishes: Wishes | None = None) -> None:
        wish = wishes or Wishes()
        self.log = EventLog(state.logs, "terminal", speak=False)
        self._logged_before = len(_lines(self.log.path))
        opened = open_ledger(state.data("terminal") / "terminal.sqlite", wish.busy_ms)
        assert isinstance(opened, Opened), opened
        if opened.moved_aside:
            self.log.event("ledger_moved_aside")
        self.book, self.listener = opened.file, Listener()
        self.view: View | None = None
        self.pages: list[object] = []
        self.supervisor = Supervisor(self.log)
        self.reader = open_reader(str(state.virtual_devices / "id-card"), self.supervisor, wish.reader)
        self.printer = open_printer(str(state.virtual_devices / "receipt-printer"), self.supervisor, wish.printer)
        scanner = open_scanner(str(state.virtual_devices / "code-scanner"), self.supervisor, SCANNER)
        self.core = TerminalCore(self._show, wish.limits, self.log)
        self.ledger = TerminalLedger(self.book)
        books = self.ledger, Outbox(self.book), Cache(self.book)
        codes = forms(("citizen_code=CITY:", "certificate=CERT:"))
        machine = Machine(
            self.reader, self.printer, self.listener, *books, scanner=scanner, pages=wish.pages, forms=codes
        )
        where = wish.hall or address_of(state, "hall")
        line = Line("T1", where, tokens.of("terminal", "T1") or "", wish.line, wish.patience_s, wish.own_after_s)
        self.service = TerminalService(self.core, machine, line, self.log, wish.passing)
        self.service.start()

    def _show(self, view: View) -> None:
        self.view = view
        if not self.pages or self.pages[-1] != view.page:
            self.pages.append(view.page)

    def is_ready(self) -> bool:
        known = self.view.knowledge if self.view else None
        return bool(known and known.settings and known.hall_reachable and self.service.has_keys())

    def is_counted(self) -> bool:
        """Whether the hall has told this start of the terminal which of the day's it is."""
        memory = self.service._memory
        return memory.nth_life(memory.day) > 0

    def touch(self, *touches: object) -> None:
        for touch in touches:
            self.core.send(touch)  # type: ignore[arg-type]

    def shown(self) -> Shown:
        """The page in the citizen's words."""
        assert self.view is not None
        return shown(self.view)

    def says(self) -> str:
        face = self.shown().face
        return f"{face['question']} {face['sentence']}"

    def press(self, wish: str) -> None:
        """Touches a key that really stands on the page now."""
        keys = self.shown().face["keys"]
        assert wish in [key["wish"] for key in keys], f"no key {wish} among {[key['wish'] for key in keys]}"
        assert self.view is not None
        self.touch(intent(wish, "", self.view))

    def logged(self, event: str, **fields: object) -> list[dict[str, Any]]:
        """The log lines of this event with these fields, since this terminal started."""
        lines = [json.loads(line) for line in _lines(self.log.path)[self._logged_before :]]
        return [line for line in lines if line["event"] == event and fields.items() <= line.items()]

    def has_logged(self, event: str, **fields: object) -> dict[str, Any]:
        """Waits for such a line in the technician's log; the first of them."""
        return until(lambda: self.logged(event, **fields), f"a log line {event} {fields}")[0]

    def see(
        self, kind: type[Found], which: Callable[[Found], bool] = lambda page: True, limit_s: float = 20.0
    ) -> Found:
        """Waits for a page of this kind."""

        def look() -> Found | None:
            page = self.view.page if self.view else None
            return page if isinstance(page, kind) and which(page) else None

        end = time.monotonic() + limit_s
        while (found := look()) is None:
            assert time.monotonic() < end, f"no page {kind.__name__} but {self.pages[-5:]}"
            time.sleep(0.02)
        return found

    def close(self) -> None:
        self.service.stop()
        self.supervisor.close()
        self.book.close()
        self.log.close()


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


class WholeHall:
    def __init__(self, state: StateFolder, tokens: Tokens) -> None:
        self.state, self.tokens = state, tokens
        self.temporary = state.root / "temporary"  # where its processes put what they call temporary
        self.temporary.mkdir(exist_ok=True)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.bench = Control(state.control_socket)
        hall = address_of(state, "hall")
        self.counter = CounterHall(hall, tokens.of("caller", "3") or "", "3")
        self.evaluator = EvaluatorHall(hall, tokens.of("evaluator", "3") or "", "3")

    def start(self, *roles: str) -> None:
        for role in roles:
            command = (sys.executable, str(ROOT / "main.py"), "--state", str(self.state.root), role)
            with (self.state.logs / f"{role}.stderr").open("ab") as complaints:
                self.children[role] = subprocess.Popen(command, cwd=ROOT, stderr=complaints, env=self.surroundings())
        for role in roles:
            until(lambda role=role: read_ready(self.state.ready(role)), f"{role} is ready", 40)  # type: ignore[misc]

    def surroundings(self) -> dict[str, str]:
        return os.environ | {"TMPDIR": str(self.temporary)}

    def end(self, role: str, kill: bool = False) -> None:
        child = self.children.pop(role)
        child.kill() if kill else child.terminate()
        child.wait(15)

    def work(self, do: str, **how: object) -> dict[str, Any]:
        """Works the virtual devices; what was asked must have been done."""
        reply = self.bench.do(do=do, **how)
        assert reply["ok"], reply
        return reply

    def close(self) -> None:
        self.bench.close()
        for role in tuple(self.children):
            self.end(role)

    def terminal(self, wishes: Wishes | None = None) -> Terminal:
        return Terminal(self.state, self.tokens, wishes)

    def events(self, ticket_id: str = "") -> list[dict[str, Any]]:
        """What stands in the hall's own book, in order: of one ticket, or everything."""
        book = self.state.data("hall") / "hall.sqlite"
        with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as file:
            rows = file.execute("select kind, ticket_id, node, data from event order by seq").fetchall()
        found = [
            {"kind": kind, "ticket_id": ticket, "node": node, **json.loads(data)} for kind, ticket, node, data in rows
        ]
        return [event for event in found if ticket_id in ("", event["ticket_id"])]

    def kinds(self, ticket_id: str) -> list[str]:
        return [event["kind"] for event in self.events(ticket_id)]

    def labels(self) -> list[str]:
        """Every number the hall has ever set aside today."""
        return [event["label"] for event in self.events() if event["kind"] == "reserved"]

    def waiting(self) -> list[WaitingPerson]:
        view = self.counter.view()
        assert isinstance(view, CounterView), view
        return list(view.waiting)

    def call_everybody(self) -> list[str]:
        """A clerk calls and serves all who wait for counter 3; their numbers in the order of the calls."""
        assert isinstance(self.counter.sign_in(CLERK, PIN), CounterView)
        called: list[str] = []
        while isinstance(view := self.counter.call_next(), CounterView):
            assert view.current is not None
            assert not view.current.unconfirmed, f"{view.current.label} was never confirmed by its terminal"
            called.append(view.current.label)
            assert isinstance(self.counter.finish(), CounterView)
        assert view == CommandRefused(CommandRefusal.NOBODY_WAITING), view
        return called

    def papers(self) -> list[dict[str, Any]]:
        """The last twenty pieces of paper that came out of the printer."""
        papers: list[dict[str, Any]] = self.work("tickets")["tickets"]
        return papers


@contextmanager
def whole_hall(folder: Path) -> Iterator[WholeHall]:
    state = StateFolder(folder).make()
    tokens = ensure_tokens(state.tokens, PLACES)
    assert isinstance(tokens, Tokens)
    house = WholeHall(state, tokens)
    try:
        house.start("city", "virtual-devices", "hall")
        yield house
    finally:
        house.close()
