"""Afterwards: drained, and the terminals' papers, both nodes' books, the boards and the city have to agree."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.proof.failover.machines import STANDBYS, Everybody
from tests.proof.failover.nodes import TwoNodes
from tests.proof.proxy.bad_lines import rows

DRAIN_S = 60.0
_OWED = "select (select coalesce(max(seq), 0) from event) - acked from stream"
_EVENTS = (
    "select kind, ticket_id, event_id, json_extract(data, '$.label'), json_extract(data, '$.counter') from event"
    " order by seq"
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """`wrong` is empty when all agree; `twice` are people whom two counters called, which a torn network may do."""

    tickets: int
    of_second: int
    served: int
    events: int
    twice: int
    wrong: list[str]


def agreed(nodes: TwoNodes, hall: Everybody, torn: bool = False) -> Agreed:
    """Ends all work. `torn`: both nodes served at the same time, so a waiting person may have been called by both."""
    hall.stop("terminals")
    books = [terminal.terminal.path for terminal in hall.terminals]
    all_books = [*books, nodes.second.book(), nodes.first.book()]
    _until(lambda: not any(_owed(book) for book in books))
    _until(lambda: not _waiting(nodes, books))
    hall.stop("callers")
    _until(lambda: not any(_owed(book) for book in all_books))
    wrong = [f"{book.name} still owes {_owed(book)}" for book in all_books if _owed(book)]
    wrong += [one for worker in hall.everything() for one in worker.wrong]
    tickets, events = _tickets(books), rows(nodes.first.book(), _EVENTS)
    _until(lambda: all(set(tickets.values()) <= board.shown for board in hall.boards), 5)
    twice = _at_two_counters(hall)
    wrong += [
        *_numbers(nodes, books),
        *_served(tickets, events),
        *_shown(hall, tickets, torn),
        *_city(nodes, events),
    ]
    wrong += [] if torn else [*twice, *_refused(all_books)]
    seconds = sum(int(label[1:]) in STANDBYS for label in tickets.values())
    done = sum(kind == "done" for kind, *_ in events)
    return Agreed(len(tickets), seconds, done, len(events), len(twice), wrong)


def _numbers(nodes: TwoNodes, books: list[Path]) -> Iterator[str]:
    """No label for two tickets, in whatever book; a ticket may have had two labels, and has one on its paper."""
    owners: dict[str, set[str]] = defaultdict(set)
    for book in (nodes.first.book(), nodes.second.book()):
        for kind, ticket, _, label, _ in rows(book, _EVENTS):
            if kind == "reserved":
                owners[label].add(ticket)
    for book in books:
        for ticket, label in rows(book, "select ticket_id, label from ticket"):
            owners[label].add(ticket)
    yield from (f"{label} was given {len(whose)} times" for label, whose in owners.items() if len(whose) > 1)


def _served(tickets: dict[str, str], events: list[Any]) -> Iterator[str]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, ticket, *_ in events:
        kinds[ticket][kind] += 1
    for ticket, label in tickets.items():
        if kinds[ticket]["done"] != 1 or kinds[ticket]["taken"] != 1 or not kinds[ticket]["called"]:
            yield f"{label} has {dict(kinds[ticket])}"
    for ticket in set(kinds) - set(tickets) - {""}:
        if kinds[ticket]["called"]:
            yield f"somebody without a paper was called: {dict(kinds[ticket])}"


def _at_two_counters(hall: Everybody) -> list[str]:
    """As the counters themselves saw it, and as the boards said it. What only a dead node knew was never said."""
    counters: dict[str, set[str]] = defaultdict(set)
    for caller in hall.callers:
        for label in caller.had.values():
            counters[label].add(caller.name)
    for board in hall.boards:
        for call in board.said:
            if call.kind.value == "called":
                counters[call.label].add(call.counter)
    return [f"{label} was called to counters {sorted(at)}" for label, at in counters.items() if len(at) > 1]


def _shown(hall: Everybody, tickets: dict[str, str], torn: bool) -> Iterator[str]:
    for board in hall.boards:
        missing = set(tickets.values()) - board.shown
        if missing:
            yield f"{board.name} never showed {sorted(missing)}"
        said = Counter((call.label, call.counter, call.recalls) for call in board.said if call.kind.value == "called")
        if not torn:
            yield from (f"{board.name} heard {who} {count} times" for who, count in said.items() if count > 1)


def _city(nodes: TwoNodes, events: list[Any]) -> Iterator[str]:
    city = nodes.first.book("city")
    theirs = Counter(row[0] for row in rows(city, "select event_id from event"))
    ours = Counter(event_id for _, _, event_id, _, _ in events)
    if theirs != ours:
        yield f"the city misses {(ours - theirs).total()} events and has {(theirs - ours).total()} too many"


def _refused(books: list[Path]) -> Iterator[str]:
    for book in books:
        if refused := rows(book, "select distinct reason from quarantine where reason != 'overtaken'"):
            yield f"{book.name} has refused events: {refused}"


def _waiting(nodes: TwoNodes, books: list[Path]) -> int:
    done = {row[0] for row in rows(nodes.first.book(), "select ticket_id from event where kind = 'done'")}
    return len(set(_tickets(books)) - done)


def _tickets(books: list[Path]) -> dict[str, str]:
    return {row[0]: row[1] for book in books for row in rows(book, "select ticket_id, label from ticket")}


def _owed(book: Path) -> int:
    return int(rows(book, _OWED)[0][0])


def _until(look: Callable[[], bool], limit_s: float = DRAIN_S) -> None:
    end = time.monotonic() + limit_s
    while not look() and time.monotonic() < end:
        time.sleep(0.1)
