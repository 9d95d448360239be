"""A real hall over real HTTP: the server in a thread, the book in a real file (or one with faults), tokens for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import requests

from kiosk.city.publication import load_publication
from kiosk.hall.beats import HeardBeats
from kiosk.hall.client import BoardHall, CounterHall, EvaluatorHall, Limits, TerminalHall
from kiosk.hall.core.telling import Member, Role
from kiosk.hall.duty import Duty
from kiosk.hall.lan import Lan
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.hall.server import serve
from kiosk.hall.service import HallParts
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import Change, Feed, HallLedger, InboundStreams, LedgerFailure
from tests.hall.memory import MemoryLedger, StandingClock

COUNTERS = ("1", "3", "5")
PIN = "246810"
WAIT_S = 10.0
LIMITS = Limits(connect=5.0, answer=10.0, silence=6.0)


class Published:
    """Implements `Cache`: what the city published, in a list; `changes` may be added to while the hall runs."""

    def __init__(self, changes: list[Change] | None = None) -> None:
        files = load_publication()
        kinds = {"hall_settings": "hall", "catalogue": "catalogue", "evaluation_reasons": "evaluation_reasons"}
        first = [Change(n, kind, "", "1", files[name]) for n, (kind, name) in enumerate(kinds.items(), 1)]
        self.changes = first if changes is None else changes

    def feed(self) -> Feed:
        return Feed("city", max((change.cursor for change in self.changes), default=0), 0, True)

    def after(self, cursor: int, limit: int) -> list[Change]:
        return [change for change in self.changes if change.cursor > cursor][:limit]

    def latest(self, kind: str, key: str = "") -> Change | None:
        found = [change for change in self.changes if change.kind == kind]
        return found[-1] if found else None

    def every(self, kind: str) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    def apply(self, changes: Any, cursor: int, feed: str = "", complete: bool = True) -> LedgerFailure | None:
        self.changes.extend(changes)
        return None

    def begin_resync(self) -> LedgerFailure | None:
        return None


class Noted:
    """Implements `Log` in a list."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.bugs: list[BaseException] = []

    def event(self, name: str, /, **fields: Any) -> None:
        self.events.append((name, fields))

    def bug(self, where: str, error: BaseException) -> None:
        self.bugs.append(error)


def members() -> dict[str, Member]:
    found = {"token-T1": Member(Role.TERMINAL, "T1"), "token-T2": Member(Role.TERMINAL, "T2")}
    found["token-B1"] = Member(Role.BOARD, "B1")
    for counter in COUNTERS:
        found[f"token-caller-{counter}"] = Member(Role.CALLER, counter)
        found[f"token-evaluator-{counter}"] = Member(Role.EVALUATOR, counter)
    return found


@dataclass
class Served:
    """A running hall. `stop` ends it and waits until it has ended."""

    url: str
    cache: Published
    log: Noted
    ending: threading.Event
    thread: threading.Thread
    sessions: requests.Session = field(default_factory=requests.Session)
    lan_url: str = ""  # for other machines, when the hall serves them

    def terminal(self, whose: str = "T1") -> TerminalHall:
        return TerminalHall(self.url, f"token-{whose}", LIMITS)

    def counter(self, number: str) -> CounterHall:
        return CounterHall(self.url, f"token-caller-{number}", number, LIMITS)

    def evaluator(self, number: str) -> EvaluatorHall:
        return EvaluatorHall(self.url, f"token-evaluator-{number}", number, LIMITS)

    def board(self) -> BoardHall:
        return BoardHall(self.url, "token-B1", LIMITS)

    def ask(self, method: str, path: str, whose: str | None = "T1", **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer token-{whose}"} if whose else {}
        headers |= more.pop("headers", {})
        return self.sessions.request(method, self.url + path, headers=headers, timeout=WAIT_S, **more)

    def stop(self) -> None:
        self.ending.set()
        self.thread.join(WAIT_S)
        assert not self.thread.is_alive(), "the hall did not end"


@contextmanager
def served(
    ledger: HallLedger | None = None,
    streams: InboundStreams | None = None,
    clock: Clock | None = None,
    cache: Published | None = None,
    lan: Lan | None = None,
    duty: Duty | None = None,
    known: Mapping[str, Member] | None = None,
    beside: NumbersBeside | None = None,
    beats: HeardBeats | None = None,
) -> Iterator[Served]:
    book, where = _books(ledger, streams)
    log, cached, whose = Noted(), cache or Published(), members() if known is None else known
    parts = HallParts(
        "hall-1", book, where, cached, clock or StandingClock(), Uuid7(), whose, log, lan=lan, beside=beside
    )
    parts = replace(parts, duty=duty) if duty else parts
    parts = replace(parts, beats=beats) if beats else parts
    hall = _started(parts, cached, log)
    try:
        yield hall
    finally:
        hall.sessions.close()
        hall.stop()
    assert log.bugs == []


def _books(ledger: HallLedger | None, streams: InboundStreams | None) -> tuple[HallLedger, InboundStreams]:
    """One in memory is both."""
    if ledger is not None and streams is not None:
        return ledger, streams
    both = MemoryLedger() if ledger is None else ledger
    assert isinstance(both, MemoryLedger), "a book on the disk has its streams beside it"
    return both, streams or both


def _started(parts: HallParts, cache: Published, log: Noted) -> Served:
    ports: list[int] = []
    urls: list[str] = [""]
    listening, ending = threading.Event(), threading.Event()

    def ready(port: int) -> None:
        ports.append(port)
        listening.set()

    thread = threading.Thread(
        target=serve, args=(parts, ready, ending, "127.0.0.1", 0, urls.append), name="a-hall", daemon=True
    )
    thread.start()
    assert listening.wait(WAIT_S), "the hall did not start"
    return Served(f"http://127.0.0.1:{ports[0]}", cache, log, ending, thread, lan_url=urls[-1])


def eventually(holds: Callable[[], Any], what: str = "it") -> Any:
    """Polls until it holds; fails after ten seconds."""
    pause = threading.Event()
    for _ in range(int(WAIT_S / 0.01)):
        found = holds()
        if found:
            return found
        pause.wait(0.01)
    raise AssertionError(f"{what} did not come about")
