"""Numbers without doubles: each issuer has its own part of a queue's space, and the part is fixed for the whole day.

A day's space is written into the day's first event, because a new publication may change it from the next day on only.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.hall_settings import NumberRange, NumberSpace, Queue


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


def number_of(label: str, space: DaySpace) -> int | None:
    """The number on a label of this queue and day, or None when no issuer of the hall could have given it."""
    digits = label.removeprefix(space.prefix)
    numbers = space.numbers
    if digits == label or len(digits) != numbers.digits or not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    parts = (numbers.sequencer, numbers.standby, numbers.spare)
    return number if any(number in part for part in parts) else None


def _range(text: str) -> NumberRange:
    first, _, last = text.partition("-")
    return NumberRange(int(first), int(last))
