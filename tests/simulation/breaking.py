"""Does the simulation bite? The product is broken on purpose, one rule at a time, and each time it has to be found.

A break replaces one function of the product while a seed runs; the names are the sentences that are no longer true.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from kiosk.domain.events import Event
from kiosk.hall import day_book
from kiosk.hall.core import adopting, choosing, dating, doubting, evolve, issuing, reserving, state, taking_in
from kiosk.hall.core.scene import Decision, Scene, Verdict
from kiosk.journeys import identifying, leaving, ticket_life
from kiosk.ports.ledger import Judgement
from kiosk.sync import streams
from tests.simulation.days import Plan
from tests.simulation.running import in_memory
from tests.simulation.visits import SHOWN

SEEDS = 16  # at most; what was not found by then is not found
_TROUBLED = Plan(days=1, visits=900, trouble=1.5)
_FULL = Plan(days=1, visits=2400)


_SMALL = Plan(days=1, visits=60, trouble=3.0)
_CALM = Plan(days=1, visits=60, trouble=0.0)
_PASSES = r"goes before .*, who has waited"


@dataclass(frozen=True, slots=True)
class Break:
    """`places`: module and name of each function, and what stands there instead, made from the good one. `says`: how
    the simulation puts it; anything else is another fault, of the break itself perhaps."""

    rule: str
    places: tuple[tuple[Any, str], ...]
    instead: Callable[[Any], Any]
    says: str
    plan: Plan = _TROUBLED


def _older_rule(_good: Any) -> Any:
    def arrival(scene: Scene, event: Event, taken_ms: int, _place: object) -> int:
        return taken_ms if event.at.trusted and event.day == scene.state.day else dating.hall_ms(scene.state, scene.now)

    return arrival


def _confirmed_only(good: Any) -> Any:
    def leave(line: state.Line, ticket: state.Ticket) -> None:
        if not ticket.confirmed:
            good(line, ticket)

    return leave


def _latest(good: Any) -> Any:
    def first(hall: state.HallState, rules: Any, line: state.Line, now: Any) -> Any:
        return (line.confirmed[-1], False) if line.confirmed else good(hall, rules, line, now)

    return first


def _no_limit(good: Any) -> Any:
    return lambda heads, turns, rules, now_ms: good(heads, turns, replace(rules, max_wait_minutes=10**6), now_ms)


def _unwiped(good: Any) -> Any:
    def end(session: Any, scene: Any) -> Any:
        after, todo = good(session, scene)
        return replace(after, identified=session.identified), todo

    return end


def _without_the_last(good: Any) -> Any:
    def load(book: day_book.DayBook, day: str) -> Any:
        ledger, kept = book._ledger, book._ledger.load(day)
        with patch.object(ledger, "load", lambda _: kept[:-1]):
            return good(book, day)

    return load


def _without_every_eighth(good: Any) -> Any:
    def join(line: state.Line, ticket: state.Ticket) -> None:
        if ticket.order % 8 or not ticket.confirmed:
            good(line, ticket)

    return join


def _as_if_new(good: Any) -> Any:
    """Nobody looks what was taken before."""

    def judged(batch: Any, _before: Any, _again: int, taken: Any, accept: Any, position: int) -> Any:
        first = replace(batch, first_seq=position + 1)
        return good(first, (), 0, _KnowsNobody(taken), accept, position)

    return judged


class _KnowsNobody:
    def __init__(self, taken: Any) -> None:
        self.position, self.received = taken.position, taken.received

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        return frozenset()


def _places_again(good: Any) -> Any:
    """The events are known by their identities, and their places are taken once more."""

    def judged(batch: Any, _before: Any, _again: int, taken: Any, accept: Any, position: int) -> Any:
        return good(batch, (), 0, taken, accept, position)

    return judged


def _without_its_last(good: Any) -> Any:
    def judged(*asked: Any) -> Any:
        found = good(*asked)
        return replace(found, events=found.events[:-1])

    return judged


BREAKS = (
    Break(
        "no number is given twice",
        ((issuing, "_free"),),
        lambda _: lambda s, space, part, h: max(h, space.part(part).first),
        "is on two tickets",
        _SMALL,
    ),
    Break(
        "a book that forgot gives spare numbers",
        ((issuing, "doubted"), (adopting, "doubted"), (doubting, "doubted")),
        lambda _: lambda scene, why, seen=(): (),
        "is on two tickets",
        _FULL,
    ),
    Break(
        "who is called leaves the line",
        ((state.Line, "leave"),),
        _confirmed_only,
        "is called by . while it is at .",
        _SMALL,
    ),
    Break(
        "a number a hall has not heard of is adopted",
        ((taking_in, "_adopted"),),
        lambda _: lambda s, e: _kept(e),
        "does not know .*, and nobody will tell it",
        _SMALL,
    ),
    Break(
        "a reservation without a word is called in its time",
        ((choosing, "is_overdue"),),
        lambda _: lambda *a: False,
        _PASSES,
    ),
    Break(
        "its terminal has 30 s to confirm it",
        ((choosing, "is_overdue"),),
        lambda _: lambda *a: True,
        "was called before its terminal could confirm it",
        _SMALL,
    ),
    Break(
        "what was given up is nobody's",
        ((evolve._EFFECTS, "voided"),),
        lambda _: lambda s, e: None,
        "was given up and is",
        _SMALL,
    ),
    Break(
        "an open wish is settled",
        ((ticket_life, "settle"),),
        lambda _: lambda means: (),
        "the wish of somebody who has gone stands in a book",
        _SMALL,
    ),
    Break(
        "an event known by its identity is a duplicate",
        ((streams, "_judgement"),),
        lambda _: _always_new,
        "has an event twice",
        _SMALL,
    ),
    Break(
        "a batch that comes again is applied once",
        ((streams, "_judged"),),
        _as_if_new,
        "has an event twice",
        _SMALL,
    ),
    Break(
        "a place of a stream is taken once",
        ((streams, "_judged"),),
        _places_again,
        "has taken [0-9]+ of .* as the [0-9]+th",
        _SMALL,
    ),
    Break(
        "what is applied stands in the book",
        ((streams, "_judged"),),
        _without_its_last,
        "events from below in [0-9]+ places",
        _CALM,
    ),
    Break("who came first goes first", ((choosing, "_first"),), _latest, _PASSES, _SMALL),
    Break(
        "nobody waits longer than the published maximum",
        ((choosing, "next_ticket"),),
        _no_limit,
        r"goes before .*, who has waited [0-9]{4} s",
        _FULL,
    ),
    Break("a forgotten number keeps its place", ((taking_in, "_arrival"),), _older_rule, _PASSES, _FULL),
    Break(
        "a wrong clock of the hall moves nobody",
        ((choosing, "hall_ms"), (reserving, "next_arrival")),
        lambda _: lambda s, now: max(now.wall_ms, s.latest_arrival_ms + 1),
        _PASSES,
        _FULL,
    ),
    Break(
        "whoever has a number stands in a line",
        ((state.Line, "join"),),
        _without_every_eighth,
        "has in no line .*, and nobody will tell it",
        _CALM,
    ),
    Break("nobody is known after a visit", ((leaving, "end"),), _unwiped, "somebody is still known", _SMALL),
    Break(
        "nobody is known whose card is gone",
        ((identifying, "_card_owner_left"),),
        lambda _: lambda session, scene: (session, ()),
        "somebody is still known",
        _SMALL,
    ),
    Break(
        "no number of a person is written down",
        ((ticket_life, "taken_data"),),
        lambda good: lambda view, request: good(view, request) | {"tail": SHOWN},
        "somebody's number stands in a book",
        _SMALL,
    ),
    Break(
        "a restart gives the same hall",
        ((day_book.DayBook, "_load"),),
        _without_the_last,
        "after a restart it is another hall",
        _CALM,
    ),
)


def _kept(event: Event) -> Decision[Verdict]:
    return Decision((event,), Verdict())


def _always_new(event: Any, seen: set[str], accept: Any) -> Any:
    return (Judgement.APPLIED, "") if not (reason := accept(event)) else (Judgement.REJECTED, reason)


@contextmanager
def broken(one: Break) -> Iterator[None]:
    with ExitStack() as stack:
        for where, name in one.places:
            if isinstance(where, dict):
                stack.enter_context(patch.dict(where, {name: one.instead(where[name])}))
            else:
                stack.enter_context(patch.object(where, name, one.instead(getattr(where, name))))
        yield


@dataclass(frozen=True, slots=True)
class Found:
    """`said` first, after so many tickets; `as_expected` when the simulation put it as the break says. `said` is empty
    when nothing was found."""

    said: str
    tickets: int
    as_expected: bool


def found(one: Break, seeds: int = SEEDS) -> Found:
    tickets = 0
    for seed in range(1, seeds + 1):
        with broken(one):
            outcome = in_memory(seed, one.plan)
        tickets += outcome.tickets
        if outcome.broken:
            said = outcome.broken[0]
            return Found(said, tickets, re.search(one.says, said) is not None)
    return Found("", tickets, False)


def blind_to(breaks: Sequence[Break]) -> list[str]:
    """The rules that may be broken without anybody noticing."""
    blind = []
    for one in breaks:
        what = found(one)
        print(f"{'found' if what.as_expected else 'NOT FOUND'}: {one.rule}: {what.tickets} tickets, {what.said[:160]}")
        sys.stdout.flush()
        if not what.as_expected:
            blind.append(one.rule)
    return blind


if __name__ == "__main__":
    sys.exit(1 if blind_to(BREAKS[int((sys.argv[1:] or ["0"])[0]) :]) else 0)
