"""Which number is next, and from which part: the issuer's own, or the spare while the book may have forgotten some.

A number that anybody saw is never given again: neither what this book holds nor what the asking terminal knows of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.events import Event, EventKind
from kiosk.domain.numbering import DaySpace, Part, left_in, next_number, numbered
from kiosk.domain.ticket import Seen
from kiosk.hall.core.doubting import Why, doubted
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.scene import Scene
from kiosk.hall.core.state import HallState


@dataclass(frozen=True, slots=True)
class Issued:
    """`before` and `after` are the events that belong around the reservation."""

    label: str
    before: tuple[Event, ...] = ()
    after: tuple[Event, ...] = ()


def issue(scene: Scene, space: DaySpace, seen: Seen) -> Issued | None:
    """The next number of a queue; None when there is none left."""
    known = _seen(scene, space, seen)
    before = _forgot(scene, space, known)
    for part in _parts(scene.rules, in_doubt=bool(before) or scene.state.doubt is not None):
        highest = max(_highest(scene.state, space, part), known.get(part, 0))
        number = _free(scene.state, space, part, highest)
        if number is not None:
            return Issued(space.label(number), before, _low(scene, space, part, number))
    return None


def numbers_left(state: HallState, rules: Rules) -> dict[str, int]:
    """How many numbers this issuer can still give today, by queue."""
    parts = tuple(_parts(rules, in_doubt=state.doubt is not None))
    return {
        queue: sum(left_in(space.part(part), _highest(state, space, part)) for part in parts)
        for queue, space in state.spaces.items()
    }


def _parts(rules: Rules, *, in_doubt: bool) -> Iterator[Part]:
    issuer = rules.issuer
    if not in_doubt:
        yield issuer.part
    if in_doubt or rules.numbers.open_spare:
        yield issuer.spare


def _seen(scene: Scene, space: DaySpace, seen: Seen) -> dict[Part, int]:
    """What the asking terminal knows of this queue today, by part."""
    if not seen.labels or seen.day != scene.state.day:
        return {}
    found: dict[Part, int] = {}
    for label in seen.labels:
        one = numbered(label, space)
        if one is not None:
            found[one.part] = max(one.number, found.get(one.part, 0))
    return found


def _forgot(scene: Scene, space: DaySpace, known: dict[Part, int]) -> tuple[Event, ...]:
    """A number of this issuer's own that a terminal saw and this book does not hold: the book was put back."""
    if not known:
        return ()
    issuer, state = scene.rules.issuer, scene.state
    if any(known.get(part, 0) > _highest(state, space, part) for part in (issuer.part, issuer.spare)):
        return doubted(scene, Why.FORGOTTEN_NUMBER)
    return ()


def _highest(state: HallState, space: DaySpace, part: Part) -> int:
    return state.highest.get((space.queue, part), 0)


def _free(state: HallState, space: DaySpace, part: Part, highest: int) -> int | None:
    """Labels that a clerk took in by typing stand in the way without moving the sequence."""
    numbers = space.part(part)
    number = next_number(numbers, highest)
    while number is not None and space.label(number) in state.labels:
        number = next_number(numbers, number)
    return number


def _low(scene: Scene, space: DaySpace, part: Part, number: int) -> tuple[Event, ...]:
    """Told at the published level, and once more when the part is used up."""
    left = left_in(space.part(part), number)
    if left > scene.rules.numbers.low_water:
        return ()
    told = scene.state.low.get((space.queue, part))
    if told is not None and (left or told.code == "0"):
        return ()
    return (scene.event(EventKind.NUMBERS_LOW, queue=space.queue, part=part.value, left=left),)
