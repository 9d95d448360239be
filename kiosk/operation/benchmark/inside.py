"""A terminal without its window, played by touches: real journey, book, lines and drivers in this process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from kiosk.domain.identity import check_character
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.pages import PaperPhase, View
from kiosk.journeys.session import Limits
from kiosk.operation.bench_control import Control
from kiosk.operation.benchmark.children import NotMeasuredError
from kiosk.operation.benchmark.stopwatch import HeardPrinter, Split, Stopwatch
from kiosk.operation.process import Process, claim
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.terminal.core import TerminalCore
from kiosk.operation.terminal.role import Join
from kiosk.operation.terminal.service import Line, Machine, TerminalService
from kiosk.ports.devices import DeviceState
from kiosk.ports.log import Log, NoLog

LIMIT_S = 20.0
P = TypeVar("P")
Live = Callable[[Process, TerminalCore, Join], None]


class Inside:
    """One terminal from start to `close`, in threads of this process, on its own lock of `state`.

    `live` is what makes a terminal of devices, book and lines. Raises NotMeasuredError where a citizen would have been
    stuck.
    """

    def __init__(self, live: Live, state: StateFolder) -> None:
        self._changed = threading.Condition()
        self._view: View | None = None
        self._service: TerminalService | None = None
        self._stopwatch = Stopwatch()
        self._core = TerminalCore(self._show, Limits(), NoLog())
        self._lock = _claimed(state)
        self._process = Process(state, "terminal", self._lock, NoLog())
        self._living = threading.Thread(target=live, args=(self._process, self._core, self._join), name="inside")
        self._living.start()

    def wait_until_it_works(self) -> None:
        self._until(self._works, "a terminal that works")

    def ticket(self, item: str, number: str, bench: Control, baud: int) -> Split:
        """A whole visit with a typed number; the split of its ticket."""
        self._touch(said.ChooseItem(item))
        self._page(pages.CardPrompt)
        self._touch(said.UseKeypad(), *(said.TypeKey(key) for key in number), said.SubmitNumber())
        self._page(pages.Check)
        self._stopwatch.begin()
        self._touch(said.Confirm())
        page = self._page(pages.TicketPage, lambda page: page.paper is not PaperPhase.PRINTING)
        split = self._split(page, bench, baud)
        self._touch(said.Exit())
        self._page(pages.Home)
        return split

    def close(self) -> None:
        self._process.stop.set()
        self._living.join()
        self._process.state.ready("terminal").unlink(missing_ok=True)
        os.close(self._lock)

    def _join(self, core: TerminalCore, machine: Machine, line: Line, log: Log) -> TerminalService:
        """The same terminal with a stopwatch beside it."""
        heard = replace(machine, printer=HeardPrinter(machine.printer, self._stopwatch))
        self._service = TerminalService(core, heard, line, log, self._stopwatch.passing)
        return self._service

    def _split(self, page: pages.TicketPage, bench: Control, baud: int) -> Split:
        printed = bench.do(do="tickets")["tickets"][-1]
        if page.paper is not PaperPhase.PRINTED or printed["label"] != page.ticket.label:
            raise NotMeasuredError(f"ticket {page.ticket.label} was not printed: {page.paper.value} {page.reason}")
        bench.do(do="take_ticket")
        with suppress(KeyError, ValueError):
            return self._stopwatch.split(printed["last_byte_ms"], printed["bytes"], baud)
        raise NotMeasuredError(f"ticket {page.ticket.label} did not pass every point")

    def _touch(self, *touches: said.Intent) -> None:
        for touch in touches:
            self._core.send(touch)

    def _show(self, view: View) -> None:
        with self._changed:
            self._view = view
            self._changed.notify_all()

    def _page(self, kind: type[P], which: Callable[[P], bool] = lambda page: True) -> P:
        def here(view: View) -> bool:
            return isinstance(view.page, kind) and which(view.page)

        page = self._until(here, f"the page {kind.__name__}").page
        assert isinstance(page, kind)  # noqa: S101  just looked at
        return page

    def _until(self, true: Callable[[View], bool], what: str) -> View:
        end = time.monotonic() + LIMIT_S
        with self._changed:
            while self._view is None or not true(self._view):
                if not self._changed.wait(max(0.0, min(0.2, end - time.monotonic()))) and time.monotonic() > end:
                    there = type(self._view.page).__name__ if self._view else "nothing"
                    raise NotMeasuredError(f"{what} did not come; there was {there}")
            return self._view

    def _works(self, view: View) -> bool:
        known = view.knowledge
        online = {known.reader.device, known.printer.device} == {DeviceState.ONLINE}
        keys = self._service is not None and self._service.has_keys()
        return bool(known.settings and known.catalogue and known.hall_reachable and online and keys)


def _claimed(state: StateFolder) -> int:
    lock = claim(state.lock("terminal"))
    if lock is None:
        raise NotMeasuredError("another terminal still runs in this folder")
    return lock


def invented_number(nth: int) -> str:
    """An ID number that can belong to nobody: no county has the code 990100. `nth` below 1000."""
    first = f"99010019900101{nth:03d}"
    return first + check_character(first)
