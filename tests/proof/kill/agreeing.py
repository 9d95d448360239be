"""After the kills: what the printer printed, what the books hold and what the city received have to agree."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.operation.traces import traces
from tests.proof.kill.killing import Killing

_OWED = "select (select coalesce(max(seq), 0) from event) - acked from stream"
DRAIN_S = 40.0


@dataclass(frozen=True, slots=True)
class Agreed:
    """`wrong` is empty when all agree."""

    tickets: int
    papers: int
    given_up: int
    events: int
    wrong: list[str]


def agreed(work: Killing) -> Agreed:
    work.last()
    state = work.house.state
    terminal, hall = state.data("terminal") / "terminal.sqlite", state.data("hall") / "hall.sqlite"
    city = state.data("city") / "city.sqlite"
    wrong = _drained((terminal, hall))
    _until(lambda: not _waiting(hall, terminal), DRAIN_S)
    work.clerk_goes()
    wrong += _drained((terminal, hall))
    work.close()
    work._look()
    tickets = dict(_rows(terminal, "select ticket_id, label from ticket"))
    given_up = [row[0] for row in _rows(terminal, "select ticket_id from intent where closed = 'abandoned'")]
    events = _rows(hall, "select kind, ticket_id, event_id, json_extract(data, '$.label') from event order by seq")
    wrong += [*_numbers(tickets, events, work), *_papers(tickets, terminal, work), *_called(tickets, given_up, events)]
    wrong += [*_books(terminal, hall), *_city(city, events), *_nobody(work)]
    return Agreed(len(tickets), len(work.papers), len(given_up), len(events), wrong)


def _numbers(tickets: dict[str, str], events: list[Any], work: Killing) -> Iterator[str]:
    reserved = [label for kind, _, _, label in events if kind == "reserved"]
    yield from (f"number {label} was given {n} times" for label, n in Counter(reserved).items() if n > 1)
    if len(set(tickets.values())) != len(tickets):
        yield "a number is on two tickets"
    yield from (f"{label} was shown and is not valid" for label in work.shown - set(tickets.values()))


def _papers(tickets: dict[str, str], terminal: Path, work: Killing) -> Iterator[str]:
    """Paper of a label once at most, of a valid one, and wherever the book says that it was printed."""
    pieces = Counter(paper["label"] for paper in work.papers.values() if paper["label"])
    yield from (f"{label} was printed {n} times by itself" for label, n in pieces.items() if n > 1)
    yield from (f"paper of {label}, which is not valid" for label in set(pieces) - set(tickets.values()))
    states = dict(_rows(terminal, "select label, print_state from ticket"))
    for label, state in states.items():
        if state in ("committed", "printing"):
            yield f"{label} is still {state}"
        if state == "printed" and label not in pieces:
            yield f"{label} counts as printed and has no paper"


def _called(tickets: dict[str, str], given_up: list[str], events: list[Any]) -> Iterator[str]:
    kinds: dict[str, list[str]] = {}
    for kind, ticket_id, _, _ in events:
        kinds.setdefault(ticket_id, []).append(kind)
    for ticket_id, label in tickets.items():
        for kind in ("reserved", "taken", "called", "done"):
            if (times := kinds.get(ticket_id, []).count(kind)) != 1:
                yield f"{label} was {kind} {times} times"
    for ticket_id in given_up:
        if kinds.get(ticket_id, []) not in ([], ["voided"], ["reserved", "voided"]):
            yield f"a request that was given up became {kinds[ticket_id]}"
    for ticket_id in set(kinds) - set(tickets) - set(given_up) - {""}:
        yield f"the hall has a ticket of nobody: {kinds[ticket_id]}"


def _books(*books: Path) -> Iterator[str]:
    for book in books:
        if _rows(book, "pragma integrity_check") != [("ok",)]:
            yield f"{book.name} is damaged"
        if refused := _rows(book, "select distinct reason from quarantine"):
            yield f"{book.name} has refused events: {refused}"
        if open_wishes := _rows(book, "select count(*) from intent where closed = ''")[0][0]:
            yield f"{book.name} has {open_wishes} wishes that nobody settled"
        yield from (f"a damaged file: {path.name}" for path in book.parent.glob("*damaged*"))


def _city(city: Path, events: list[Any]) -> Iterator[str]:
    """Every event of the hall, its terminal's included, once and as it was."""
    theirs = Counter(_rows(city, "select event_id, kind from event"))
    ours = Counter((event_id, kind) for kind, _, event_id, _ in events)
    yield from (f"the city has {kind} {n} times" for (_, kind), n in theirs.items() if n > 1)
    if missing := ours - theirs:
        yield f"the city misses {missing.total()} events"
    if more := theirs - ours:
        yield f"the city has {more.total()} events that no hall sent"


def _nobody(work: Killing) -> Iterator[str]:
    secrets = [piece for number in work.numbers for piece in (number, number[6:17])]
    for trace in traces([work.house.state.root], secrets):
        yield f"somebody's number stands in {trace.path.name}"


def _drained(books: tuple[Path, ...]) -> list[str]:
    _until(lambda: not any(_rows(book, _OWED)[0][0] for book in books), DRAIN_S)
    return [f"{book.name} still owes" for book in books if _rows(book, _OWED)[0][0]]


def _waiting(hall: Path, terminal: Path) -> int:
    """Valid tickets that are not yet done."""
    tickets = {row[0] for row in _rows(terminal, "select ticket_id from ticket")}
    done = {row[0] for row in _rows(hall, "select ticket_id from event where kind = 'done'")}
    return len(tickets - done)


def _until(look: Callable[[], bool], limit_s: float) -> None:
    end = time.monotonic() + limit_s
    while not look() and time.monotonic() < end:
        time.sleep(0.1)


def _rows(book: Path, sql: str) -> list[Any]:
    """On a connection of our own, that only looks."""
    with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as file:
        return file.execute(sql).fetchall()
