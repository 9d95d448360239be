"""Eight terminals, sixteen callers, twenty boards at one hall at once: nobody is lost, nobody called twice, and every
board shows every call once and in order although its line breaks again and again."""

from __future__ import annotations

import copy
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.city.publication import load_publication
from kiosk.domain.events import EventKind
from kiosk.hall.client import BoardHall, CounterHall, Feed
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterView
from kiosk.hall.core.messages import CallKind, CallMessage, FeedMessage
from kiosk.hall.core.telling import Member, Role
from kiosk.hall.feed_reader import _hang_up
from kiosk.operation.clock import SystemClock
from kiosk.ports.ledger import Change
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import Opened, open_ledger
from tests.hall.a_server import LIMITS, PIN, Published, Served, eventually, served
from tests.proof.proxy.bad_lines import Terminal, rows

TERMINALS, CALLERS, BOARDS, VISITS = 8, 16, 20, 8
CUT_EVERY_S = 0.15


def token(role: Role, name: object) -> str:
    return f"token-{role.value}-{name}"


def everybody() -> dict[str, Member]:
    names = {
        Role.TERMINAL: [f"T{n}" for n in range(1, TERMINALS + 1)],
        Role.CALLER: [str(n) for n in range(1, CALLERS + 1)],
        Role.BOARD: [f"B{n}" for n in range(1, BOARDS + 1)],
    }
    return {token(role, name): Member(role, name) for role, found in names.items() for name in found}


def publication() -> Published:
    """Sixteen counters for one queue, and as many clerks."""
    files = copy.deepcopy(load_publication())
    hall: Any = files["hall"]
    for counter in hall["counters"][:CALLERS]:
        counter["queues"] = [*dict.fromkeys([*counter["queues"], "social"])]
    one = hall["clerks"][0]
    hall["clerks"] = [{**one, "number": clerk_of(n)} for n in range(1, CALLERS + 1)]
    kinds = {"hall_settings": "hall", "catalogue": "catalogue", "evaluation_reasons": "evaluation_reasons"}
    return Published([Change(n, kind, "", "1", files[name]) for n, (kind, name) in enumerate(kinds.items(), 1)])


def clerk_of(counter: int) -> str:
    return f"{400 + counter:04d}"


@dataclass
class Caller:
    hall: CounterHall
    stop: threading.Event
    had: list[str] = field(default_factory=list)
    odd: list[object] = field(default_factory=list)

    def work(self) -> None:
        while not self.stop.wait(0.02):
            view = self.hall.call_next()
            if isinstance(view, CounterView) and view.current is not None:
                self.had.append(view.current.ticket_id)
                view = self.hall.finish()
            if not isinstance(view, CounterView) and view != CommandRefused(CommandRefusal.NOBODY_WAITING):
                self.odd.append(view)


@dataclass
class Board:
    """Its line is cut every moment; the product's own feed comes back by itself."""

    feed: Feed
    calls: list[int]
    cuts: int = 0

    def cut(self) -> None:
        response = self.feed._response
        if response is not None:
            self.cuts += 1
            _hang_up(response)


@contextmanager
def running(folder: Path) -> Iterator[tuple[Served, Path]]:
    opened = open_ledger(folder / "hall.sqlite")
    assert isinstance(opened, Opened)
    file = opened.file
    parts = {"ledger": HallLedger(file), "streams": InboundStreams(file), "clock": SystemClock()}
    with served(**parts, cache=publication(), known=everybody()) as hall:  # type: ignore[arg-type]
        yield hall, file.path
    file.close()


def boards(hall: Served, stack: ExitStack) -> list[Board]:
    found = []
    for name in range(1, BOARDS + 1):
        calls: list[int] = []
        feed = Feed(BoardHall(hall.url, token(Role.BOARD, f"B{name}"), LIMITS).connection, heard(calls), _nothing, 0)
        feed.start()
        stack.callback(feed.close)
        found.append(Board(feed, calls))
    return found


def heard(calls: list[int]) -> Callable[[FeedMessage], None]:
    def hear(message: FeedMessage) -> None:
        if isinstance(message, CallMessage) and message.kind is CallKind.CALLED:
            calls.append(message.seq)

    return hear


def _nothing(link: object) -> None:
    return


def test_many_machines_at_once_lose_nobody_and_call_nobody_twice(tmp_path: Path) -> None:
    with running(tmp_path) as (hall, book), ExitStack() as stack:
        stop = threading.Event()
        stack.callback(stop.set)
        callers = [Caller(CounterHall(hall.url, token(Role.CALLER, n), str(n), LIMITS), stop) for n in counters()]
        for number, caller in zip(counters(), callers, strict=True):
            eventually(lambda n=number, c=caller: isinstance(c.hall.sign_in(clerk_of(n), PIN), CounterView), "a clerk")
        shown = boards(hall, stack)
        terminals = [terminal(hall, tmp_path, n, stack) for n in range(1, TERMINALS + 1)]
        threads = [threading.Thread(target=caller.work) for caller in callers]
        threads += [threading.Thread(target=visits, args=(one,)) for one in terminals]
        threads += [threading.Thread(target=cutting, args=(shown, stop))]
        for thread in threads:
            thread.start()
        eventually(lambda: sum(len(caller.had) for caller in callers) >= TERMINALS * VISITS, "everybody called")
        eventually(lambda: not [one for one in terminals if owed(one)], "everything told")
        stop.set()
        for thread in threads:
            thread.join(20)
        called = [seq for seq, kind in rows(book, "select seq, kind from event order by seq") if kind == "called"]
        eventually(lambda: all(len(board.calls) >= len(called) for board in shown), "every call on every board")
        assert [board.calls for board in shown] == [called] * BOARDS
        assert sum(board.cuts for board in shown) > 3
        held = Counter(ticket for caller in callers for ticket in caller.had)
        papers = {row[0] for one in terminals for row in rows(one.path, "select ticket_id from ticket")}
        assert held == dict.fromkeys(papers, 1)
        assert len(papers) == TERMINALS * VISITS
        assert [odd for caller in callers for odd in caller.odd] == []
        done = rows(book, f"select ticket_id from event where kind = '{EventKind.DONE.value}'")  # noqa: S608
        assert sorted(row[0] for row in done) == sorted(papers)


def counters() -> range:
    return range(1, CALLERS + 1)


def terminal(hall: Served, folder: Path, number: int, stack: ExitStack) -> Terminal:
    name = f"T{number}"
    made = Terminal(name, folder, hall.url, token(Role.TERMINAL, name), number * 100_000)
    stack.callback(made.close)
    return made


def visits(one: Terminal) -> None:
    for _ in range(VISITS):
        assert one.visit() is not None


def owed(one: Terminal) -> int:
    return int(rows(one.path, "select (select coalesce(max(seq), 0) from event) - acked from stream")[0][0])


def cutting(shown: list[Board], stop: threading.Event) -> None:
    """One board after the other loses its line."""
    at = 0
    while not stop.wait(CUT_EVERY_S):
        shown[at % len(shown)].cut()
        at += 1
