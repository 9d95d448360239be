"""A real upstream on a port: the router, a real ledger file behind it, and a downstream node on a file of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from fastapi import FastAPI

from kiosk.domain.events import Event
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import LogValue
from kiosk.sync.callers import NODE, Caller, Callers
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.intake import sync_router
from kiosk.sync.pages import Page
from kiosk.sync.patience import Patience
from kiosk.sync.relay import relay_page
from kiosk.sync.serving import serve_app
from kiosk.sync.streams import Accept, Gap, Incoming, Judged, everything, judge
from kiosk.sync.uplink import Uplink
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger

TOKEN = "token-1"
CALLERS = {TOKEN: Caller("terminal-1", NODE, "hall", keys=True), "board": Caller("board-1", "board")}


def file_at(path: Path) -> LedgerFile:
    result = open_ledger(path)
    assert isinstance(result, Opened), result
    return result.file


class Noted:
    """A log that a test can read. `bug` is a failure of the test."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.fields: list[dict[str, LogValue]] = []

    def event(self, name: str, /, **fields: LogValue) -> None:
        self.names.append(name)
        self.fields.append(fields)

    def bug(self, where: str, error: BaseException) -> None:
        raise AssertionError(where) from error


class Upstream:
    """Stores like a hall. `lose_answers` applies and stores, and then answers as if it had not."""

    def __init__(self, path: Path, accept: Accept = everything) -> None:
        self.file = file_at(path)
        self.ledger = HallLedger(self.file)
        self.cache = Cache(self.file)
        self.accept = accept
        self.lose_answers = 0
        self.batches: list[Incoming] = []
        self._stop = threading.Event()
        self._ready = threading.Event()
        self.port = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        assert self._ready.wait(10)

    async def take(self, caller: Caller, batch: Incoming) -> Judged | Gap | LedgerFailure:
        self.batches.append(batch)
        judged = judge(batch, InboundStreams(self.file), self.accept)
        if isinstance(judged, Judged):
            stored = self.ledger.append(judged.events, judged.received)
            if isinstance(stored, LedgerFailure):
                return stored
        if self.lose_answers:
            self.lose_answers -= 1
            return LedgerFailure.LOCKED
        return judged

    async def page(self, caller: Caller, after: int, feed: str, limit: int) -> Page | LedgerFailure:
        return relay_page(self.cache, after, feed, limit, caller.keys)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def applied(self) -> list[str]:
        return [event.event_id for _, event in self.ledger.since(0, 100_000)]

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(20)
        self.file.close()

    def _serve(self) -> None:
        app = FastAPI()
        app.include_router(sync_router(self, Callers(CALLERS)))
        assert serve_app(app, "127.0.0.1", 0, self._stop, self._is_ready) is None

    def _is_ready(self, port: int) -> None:
        self.port = port
        self._ready.set()


class Node:
    """A terminal's file with its two lines; one object is one start of the terminal."""

    def __init__(self, path: Path, address: str | Callable[[], str | None], token: str = TOKEN) -> None:
        self.file = file_at(path)
        self.ledger = TerminalLedger(self.file)
        self.outbox = Outbox(self.file)
        self.cache = Cache(self.file)
        self.log = Noted()
        self.heard: list[str] = []
        limits, patience = Limits(10.0, 10.0, 20.0), Patience(0.01, 0.05)
        self.uplink = Uplink("terminal-1", self.outbox, SyncClient(address, token, limits), self.log, patience, 0.05)
        self.downlink = Downlink(
            self.cache,
            SyncClient(address, token, limits),
            self.log,
            lambda changes: self.heard.extend(change.kind for change in changes),
            patience,
            0.05,
        )

    def happened(self, events: Iterable[Event]) -> None:
        for event in events:
            assert self.ledger.record_event(event) is None

    def stop(self) -> None:
        assert self.uplink.stop(10)
        assert self.downlink.stop(10)
        self.file.close()


def until(holds: Callable[[], bool], limit_s: float = 20.0) -> None:
    """Waits until something holds; fails when it does not within the limit."""
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.005)
