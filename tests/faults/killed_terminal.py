"""A terminal's inside in a process of its own, to be ended by SIGKILL; a pipe carries touches and pages.

The processes are forked from one server that has loaded everything, so that thirty of them cost seconds.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TypeVar

from kiosk.journeys.pages import PaperPhase, TicketPage, View
from kiosk.journeys.session import Limits
from kiosk.journeys.ticket_life import Point
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Tokens, read_tokens
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until

Found = TypeVar("Found")
READY = "ready"
NOWHERE = "http://127.0.0.1:1"


@dataclass(frozen=True)
class Seen:
    """What of a view goes through the pipe."""

    page: object
    name: str = ""


def live(pipe: Connection, folder: str, temporary: str, die_at: str, hall: str, limits: Limits) -> None:
    """The child's life: ready, then touches until the pipe ends, or until it kills itself at `die_at`."""
    os.environ["TMPDIR"] = temporary
    state = StateFolder(Path(folder))
    tokens = read_tokens(state.tokens)
    assert isinstance(tokens, Tokens)
    wishes = Wishes(limits, patience_s=2.0, passing=lambda point: die() if point == die_at else None, hall=hall or None)
    terminal = _Piped(pipe, state, tokens, wishes)
    until(terminal.knows_enough if hall else terminal.is_ready, "the terminal is ready")
    pipe.send(READY)
    while True:
        terminal.touch(*pipe.recv())


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Piped(Terminal):
    def __init__(self, pipe: Connection, state: StateFolder, tokens: Tokens, wishes: Wishes) -> None:
        self._pipe = pipe
        self._sent: Seen | None = None
        super().__init__(state, tokens, wishes)

    def _show(self, view: View) -> None:
        super()._show(view)
        seen = Seen(view.page, view.person.name if view.person else "")
        if seen != self._sent:
            self._sent = seen
            self._pipe.send(seen)

    def knows_enough(self) -> bool:
        """What it remembers from its last run will do where no hall can be reached."""
        known = self.view.knowledge if self.view else None
        return bool(known and known.settings and self.service.has_keys())


class TerminalProcess:
    """The test's end. `pages` are all that were ever seen, first to last."""

    def __init__(self, process: ForkServerProcess, pipe: Connection) -> None:
        self.process, self._pipe = process, pipe
        self.ready = self.over = False
        self.pages: list[object] = []
        self.name = ""

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def touch(self, *touches: object) -> None:
        self._pipe.send(touches)

    def see(self, kind: type[Found], limit_s: float = 20.0) -> Found:
        end = time.monotonic() + limit_s
        while not (self.pages and isinstance(self.pages[-1], kind)):
            assert self._hears(end - time.monotonic()), f"no page {kind.__name__}; seen: {self.pages}"
        page = self.pages[-1]
        assert isinstance(page, kind)
        return page

    def see_next(self, kind: type[Found]) -> Found:
        """The page after the present one."""
        assert self._hears(20), f"nothing came after {self.pages[-1]}"
        page = self.pages[-1]
        assert isinstance(page, kind), page
        return page

    def see_one_of(self, *kinds: type[object], limit_s: float = 20.0) -> object:
        end = time.monotonic() + limit_s
        while not (self.pages and isinstance(self.pages[-1], kinds)):
            assert self._hears(end - time.monotonic()), f"none of {kinds}; seen: {self.pages[-5:]}"
        return self.pages[-1]

    def see_paper(self) -> TicketPage:
        """The ticket's page once the printer has said what became of the paper."""
        page = self.see(TicketPage)
        while page.paper is PaperPhase.PRINTING:
            page = self.see_next(TicketPage)
        return page

    def wait_ready(self) -> None:
        end = time.monotonic() + 30
        while not self.ready:
            assert self._hears(end - time.monotonic()), "the terminal did not become ready"

    def _hears(self, limit_s: float) -> bool:
        """One message; False when none came in time or the process has ended."""
        try:
            if not self._pipe.poll(max(0.0, limit_s)):
                return False
            said = self._pipe.recv()
        except (EOFError, ConnectionError):
            return False
        if said == READY:
            self.ready = True
        else:
            self.pages.append(said.page)
            self.name = said.name
        return True

    def kill(self) -> None:
        """SIGKILL; afterwards `pages` also holds what was on its way. Who has died already is left alone: by now its
        number may be another's."""
        if self.process.is_alive():
            self.process.kill()
        self.ended()

    def ended(self) -> None:
        self.over = True
        self.process.join(20)
        assert self.process.exitcode == -signal.SIGKILL, f"it ended with {self.process.exitcode}"
        while self._hears(0):
            pass
        self._pipe.close()
        self.process.close()


@dataclass
class Factory:
    """Starts terminals of one hall, one after the other; `close` kills whatever of them still lives."""

    house: WholeHall
    started: list[TerminalProcess] = field(default_factory=list)

    def start(self, die_at: Point | str = "", hall: str = "", limits: Limits | None = None) -> TerminalProcess:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        ours, theirs = context.Pipe()
        folders = str(self.house.state.root), str(self.house.temporary)
        process = context.Process(target=live, args=(theirs, *folders, str(die_at), hall, limits or Limits()))
        process.daemon = True
        process.start()
        theirs.close()
        started = TerminalProcess(process, ours)
        self.started.append(started)
        started.wait_ready()
        return started

    def close(self) -> None:
        for terminal in self.started:
            if not terminal.over:
                terminal.kill()
