"""When the weather is over: drained, and everybody agrees; and nobody at a screen waited longer than the limits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.hall.connection import Limits
from tests.proof.proxy.bad_lines import CALL_KINDS, IN_ALL_S, BadLines, rows

DRAIN_S = 60.0
LIMIT_S = 2 * (Limits().connect + Limits().answer) + IN_ALL_S  # a lost connection is tried once more


@dataclass(frozen=True, slots=True)
class Outcome:
    """`wrong` is empty when all agree. Times in seconds."""

    tickets: int
    events: int
    drained_s: float
    longest_s: float
    calls_shown: int
    wrong: list[str]


def outcome(lines: BadLines) -> Outcome:
    begun = time.monotonic()
    lines.calm()
    _until(lambda: not lines.owed())
    drained = time.monotonic() - begun
    _until(lambda: not lines.waiting())
    lines.stop.set()
    _until(lambda: not lines.owed())
    wrong = [f"{name} still owes {count} events" for name, count in lines.owed().items()]
    _until(lambda: len(lines.board.calls) >= len(_told(lines)))
    tickets = lines.tickets()
    events = rows(lines.hall_book(), "select kind, ticket_id, event_id from event")
    waits = (lines.board.longest, lines.clerk.longest, *(terminal.longest for terminal in lines.terminals))
    longest = max(wait.seconds for wait in waits)
    wrong += [*_tickets(lines, tickets, events), *_city(lines, events), *_board(lines), *_books(lines)]
    if longest > LIMIT_S:
        wrong.append(f"somebody waited {longest:.1f} s for one answer, the limit is {LIMIT_S:.1f}")
    return Outcome(len(tickets), len(events), drained, longest, len(lines.board.calls), wrong)


def _tickets(lines: BadLines, tickets: dict[str, str], events: list[tuple[str, str, str]]) -> Iterator[str]:
    kinds = Counter((ticket_id, kind) for kind, ticket_id, _ in events)
    for ticket_id, label in tickets.items():
        for kind in ("reserved", "taken", "called", "done"):
            if kinds[ticket_id, kind] != 1:
                yield f"{label} was {kind} {kinds[ticket_id, kind]} times"
    if len(set(tickets.values())) != len(tickets):
        yield "a number is on two tickets"
    reserved = [row[0] for row in rows(lines.hall_book(), _RESERVED)]
    if len(set(reserved)) != len(reserved):
        yield "a number was given twice"
    for ticket_id, kind in kinds:
        if kind == "called" and ticket_id not in tickets:
            yield "somebody was called who has no ticket"


_RESERVED = "select json_extract(data, '$.label') from event where kind = 'reserved'"


def _city(lines: BadLines, events: list[tuple[str, str, str]]) -> Iterator[str]:
    theirs = Counter(row[0] for row in rows(lines.city_book(), "select event_id from event"))
    ours = Counter(event_id for _, _, event_id in events)
    if theirs != ours:
        yield f"the city misses {(ours - theirs).total()} events and has {(theirs - ours).total()} too many"


def _board(lines: BadLines) -> Iterator[str]:
    """Every call once and in order, whatever broke."""
    if lines.board.started_over:
        return
    shown, told = [call.seq for call in lines.board.calls], _told(lines)
    if shown != told:
        yield f"the board showed {len(shown)} calls, {len(told)} were told; the first other one: {_first(shown, told)}"


def _told(lines: BadLines) -> list[int]:
    marks = ",".join(f"'{kind}'" for kind in sorted(CALL_KINDS))
    sql = f"select seq from event where kind in ({marks}) and seq > {lines.board.since} order by seq"  # noqa: S608
    return [row[0] for row in rows(lines.hall_book(), sql)]


def _first(shown: list[int], told: list[int]) -> object:
    return next(((a, b) for a, b in zip(shown, told, strict=False) if a != b), "at the end")


def _books(lines: BadLines) -> Iterator[str]:
    for path in (lines.hall_book(), *(terminal.path for terminal in lines.terminals)):
        if refused := rows(path, "select distinct reason from quarantine"):
            yield f"{path.name} has refused events: {refused}"
        if wishes := rows(path, "select count(*) from intent where closed = ''")[0][0]:
            yield f"{path.name} has {wishes} open wishes"


def _until(look: Callable[[], bool]) -> None:
    end = time.monotonic() + DRAIN_S
    while not look() and time.monotonic() < end:
        time.sleep(0.1)
