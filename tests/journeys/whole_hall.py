"""A whole hall for tests: city, hall and virtual devices as processes, and a terminal without its window."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from drivers.id_card import ReaderSettings, open_reader
from drivers.receipt_printer import open_printer
from kiosk.hall.client import CounterHall, EvaluatorHall
from kiosk.journeys.pages import View
from kiosk.journeys.session import Limits
from kiosk.operation.bench_control import Control
from kiosk.operation.process import address_of, read_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.operation.terminal.core import TerminalCore
from kiosk.operation.terminal.service import Line, Machine, TerminalService
from kiosk.operation.tokens import Holder, Tokens, ensure_tokens
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from kiosk.ports.log import NoLog
from offline_cache.cache import Cache
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger

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


class Listener:
    """A speaker that writes down what it was to say; sound itself is tested where it is made."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def status(self) -> DeviceStatus:
        return DeviceStatus(DeviceState.ONLINE)

    def say(self, announcement: Announcement, done: Callable[[SpeechOutcome], None] | None = None) -> None:
        self.said.append(announcement.text)

    def hush(self) -> None:
        return

    def close(self) -> None:
        return


def until(look: Callable[[], Found], what: str, limit_s: float = 20.0) -> Found:
    """The first true answer; fails with `what` when none came within the limit."""
    end = time.monotonic() + limit_s
    while not (found := look()):
        assert time.monotonic() < end, f"not within {limit_s} s: {what}"
        time.sleep(0.02)
    return found


class Terminal:
    """A terminal's inside, touched by `touch` and seen through `view`."""

    def __init__(self, state: StateFolder, tokens: Tokens, limits: Limits | None = None) -> None:
        opened = open_ledger(state.data("terminal") / "terminal.sqlite")
        assert isinstance(opened, Opened)
        self.book, self.listener = opened.file, Listener()
        self.view: View | None = None
        self.supervisor = Supervisor()
        self.reader = open_reader(
            str(state.virtual_devices / "id-card"), self.supervisor, ReaderSettings(poll_s=0.05, debounce_s=0.3)
        )
        self.printer = open_printer(str(state.virtual_devices / "receipt-printer"), self.supervisor)
        self.core = TerminalCore(self._show, limits or Limits(), NoLog())
        self.ledger = TerminalLedger(self.book)
        machine = Machine(self.reader, self.printer, self.listener, self.ledger, Outbox(self.book), Cache(self.book))
        line = Line("T1", address_of(state, "hall"), tokens.of("terminal", "T1") or "")
        self.service = TerminalService(self.core, machine, line, NoLog())
        self.service.start()

    def _show(self, view: View) -> None:
        self.view = view

    def is_ready(self) -> bool:
        known = self.view.knowledge if self.view else None
        return bool(known and known.settings and known.hall_reachable and self.service.has_keys())

    def touch(self, *touches: object) -> None:
        for touch in touches:
            self.core.send(touch)  # type: ignore[arg-type]

    def see(
        self, kind: type[Found], which: Callable[[Found], bool] = lambda page: True, limit_s: float = 20.0
    ) -> Found:
        """Waits for a page of this kind."""

        def look() -> Found | None:
            page = self.view.page if self.view else None
            return page if isinstance(page, kind) and which(page) else None

        found = until(look, f"page {kind.__name__}, but {self.view.page if self.view else None}", limit_s)
        assert found is not None
        return found

    def close(self) -> None:
        self.service.stop()
        self.supervisor.close()
        self.book.close()


class WholeHall:
    def __init__(self, state: StateFolder, tokens: Tokens) -> None:
        self.state, self.tokens = state, tokens
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.bench = Control(state.control_socket)
        hall = address_of(state, "hall")
        self.counter = CounterHall(hall, tokens.of("caller", "3") or "", "3")
        self.evaluator = EvaluatorHall(hall, tokens.of("evaluator", "3") or "", "3")

    def start(self, *roles: str) -> None:
        for role in roles:
            command = (sys.executable, str(ROOT / "main.py"), "--state", str(self.state.root), role)
            self.children[role] = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        for role in roles:
            until(lambda role=role: read_ready(self.state.ready(role)), f"{role} is ready", 40)  # type: ignore[misc]

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

    def terminal(self, limits: Limits | None = None) -> Terminal:
        return Terminal(self.state, self.tokens, limits)


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
