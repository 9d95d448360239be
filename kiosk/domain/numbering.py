"""Numbers without doubles: each issuer has its own part of a queue's space, and the part is fixed for the whole day.

A day's space is written into the day's first event, because a new publication may change it from the next day on only.
A terminal that is cut off gives numbers under a letter of its own (AC07: queue A, terminal C), which no other issuer
can write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.hall_settings import NumberRange, NumberSpace, Queue

MOST_OWN = 9999  # numbers of one terminal's letter in one queue and day
_OWN = re.compile(r"([A-Z]{1,2})([0-9]{2,4})")


class Part(StrEnum):
    """Which part of a queue's numbers. The spare part is halved, so that both halls may be in doubt at once."""

    SEQUENCER = "sequencer"
    STANDBY = "standby"
    SPARE = "spare"  # the lower half: the sequencer's
    STANDBY_SPARE = "standby_spare"  # the upper half
    OWN = "own"  # a terminal's letter


class Issuer(StrEnum):
    """Which of the hall's two nodes gives the numbers."""

    SEQUENCER = "sequencer"
    STANDBY = "standby"

    @property
    def part(self) -> Part:
        return Part(self.value)

    @property
    def spare(self) -> Part:
        return Part.SPARE if self is Issuer.SEQUENCER else Part.STANDBY_SPARE


@dataclass(frozen=True, slots=True)
class DaySpace:
    """One queue's numbers on one business day."""

    queue: str
    prefix: str
    numbers: NumberSpace

    def label(self, number: int) -> str:
        return self.prefix + self.numbers.written(number)

    def text(self) -> str:
        """`social:A:3:1-499:500-799:800-999`"""
        space = self.numbers
        parts = (f"{part.first}-{part.last}" for part in (space.sequencer, space.standby, space.spare))
        return ":".join((self.queue, self.prefix, str(space.digits), *parts))

    def part(self, part: Part) -> NumberRange:
        """The numbers of one part; the half of a spare part of a single number may be empty (last before first)."""
        numbers = self.numbers
        if part is Part.SEQUENCER:
            return numbers.sequencer
        if part is Part.STANDBY:
            return numbers.standby
        middle = (numbers.spare.first + numbers.spare.last) // 2
        if part is Part.SPARE:
            return NumberRange(numbers.spare.first, middle)
        return NumberRange(middle + 1, numbers.spare.last)

    def part_of(self, number: int) -> Part | None:
        """Whose number it is; None when it is nobody's."""
        numbers = self.numbers
        if number in numbers.sequencer:
            return Part.SEQUENCER
        if number in numbers.standby:
            return Part.STANDBY
        if number not in numbers.spare:
            return None
        return Part.SPARE if number in self.part(Part.SPARE) else Part.STANDBY_SPARE


@dataclass(frozen=True, slots=True)
class Numbered:
    """A label taken apart. `letter` is a terminal's, empty for a number that a hall gave."""

    part: Part
    number: int
    letter: str = ""


def day_space(queue: Queue) -> DaySpace:
    return DaySpace(queue.code, queue.prefix, queue.numbers)


def day_space_from(text: str) -> DaySpace:
    """From `DaySpace.text`. Raises ValueError for anything else."""
    queue, prefix, digits, *parts = text.split(":")
    if len(parts) != 3:
        raise ValueError("a day's number space has three parts")
    return DaySpace(queue, prefix, NumberSpace(int(digits), *(_range(part) for part in parts)))


def next_number(part: NumberRange, highest: int) -> int | None:
    """The number after the highest that was ever seen today (0: none yet), or None when the part is used up.

    A number that became void is not given again: only the highest counts, never which of them are in use.
    """
    number = max(highest + 1, part.first)
    return number if number in part else None


def left_in(part: NumberRange, highest: int) -> int:
    """How many numbers a part still has."""
    return max(0, part.last - max(highest, part.first - 1))


def number_of(label: str, space: DaySpace) -> int | None:
    """The number on a label of this queue and day, or None when no hall node could have given it."""
    found = _given(label, space)
    return found.number if found else None


def numbered(label: str, space: DaySpace) -> Numbered | None:
    """A label of this queue and day taken apart, or None when no issuer of the hall could have given it."""
    given = _given(label, space)
    if given is not None:
        return given
    found = _OWN.fullmatch(label.removeprefix(space.prefix)) if label.startswith(space.prefix) else None
    own = int(found[2]) if found else 0
    return Numbered(Part.OWN, own, found[1]) if found and own else None


def _given(label: str, space: DaySpace) -> Numbered | None:
    """What a hall node gave."""
    digits = label.removeprefix(space.prefix)
    if digits == label or len(digits) != space.numbers.digits or not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    part = space.part_of(number)
    return None if part is None else Numbered(part, number)


def own_label(prefix: str, letter: str, number: int, digits: int) -> str:
    """AC07: queue A, terminal C. More digits where the number needs them, so that no outage is too long.

    A terminal counts on when the published digits change, so AC07 and AC007 are never both given on one day.
    """
    return f"{prefix}{letter}{number:0{digits}d}"


def _range(text: str) -> NumberRange:
    first, _, last = text.partition("-")
    return NumberRange(int(first), int(last))
