"""Every power cut that a recording allows: between two syncs any part of what was not synced may have reached the disk.

It is enough to cut just before each sync (and at the end): whatever could be on the disk earlier could be there then
too, and what had been promised by then is more. Small windows are enumerated whole, large ones by the telling cases
(nothing, all, all but one, one alone, each prefix, each torn last write) and by chance from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, product

from tests.proof.power_loss.disk import Change, Disk, FileSynced, FolderSynced, Image, Mark, Step, sectors

Kept = Sequence[Change]


@dataclass(frozen=True, slots=True)
class Effort:
    """`whole` pending changes at most are enumerated, 2^n states; of longer windows `telling` cases at most and
    `sampled` states by chance, half of them by whole writes, half by sectors."""

    whole: int = 5
    telling: int = 16
    sampled: int = 8


@dataclass(frozen=True, slots=True)
class Promise:
    """Where a program was: the state its last finished operation left, and the one of the operation under way.

    `own`: the highest number of its own letter that a terminal had given by then.
    """

    after: str
    under_way: str  # what it did, for a person
    becoming: str
    own: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The files after one cut, and what had been promised when it came."""

    image: Image
    promise: Promise


def cuts(steps: Sequence[Step], before: Image, promise: Promise, effort: Effort, seed: int) -> Iterator[Found]:
    """`promise`: of the book as the recording found it."""
    disk, chance, seen = Disk(before), random.Random(seed), set[int]()
    ahead = promises(steps, promise)
    for step in [*steps, FolderSynced()]:
        if isinstance(step, FileSynced | FolderSynced):
            yield from _window(disk, ahead[0], effort, chance, seen)
        elif isinstance(step, Mark):
            del ahead[0]
        disk.take(step)


def promises(steps: Iterable[Step], first: Promise) -> list[Promise]:
    """The promise before the first mark, and after each."""
    marks = [step.text.split("\t") for step in steps if isinstance(step, Mark)]
    found, last = [first], first
    for number, (word, *rest) in enumerate(marks):
        if word == "end":
            last = Promise(rest[0], "", rest[0], int(rest[1]))
            found.append(last)
        else:
            becoming = marks[number + 1][1] if number + 1 < len(marks) else last.after
            found.append(Promise(last.after, rest[0], becoming, last.own))
    return found


def states(steps: Iterable[Step]) -> list[Promise]:
    """The promise after each operation that ended."""
    return [promise for promise in promises(steps, Promise("", "", ""))[1:] if not promise.under_way]


def _window(disk: Disk, promise: Promise, effort: Effort, chance: random.Random, seen: set[int]) -> Iterator[Found]:
    for kept in _survivals(disk.pending, effort, chance):
        image = disk.after_a_cut(kept)
        known = hash((promise, tuple(sorted(image.items()))))
        if known not in seen:
            seen.add(known)
            yield Found(image, promise)


def _survivals(pending: Kept, effort: Effort, chance: random.Random) -> Iterator[Kept]:
    if len(pending) <= effort.whole:
        for choice in product((False, True), repeat=len(pending)):
            yield list(compress(pending, choice))
        yield from _torn(pending, chance, min(2, effort.sampled))
        return
    telling = list(_telling(pending))
    yield from telling if len(telling) <= effort.telling else chance.sample(telling, effort.telling)
    for number in range(effort.sampled):
        pieces = _pieces(pending) if number % 2 else pending
        share = chance.choice((0.05, 0.3, 0.5, 0.7, 0.95))
        yield [piece for piece in pieces if chance.random() < share]


def _telling(pending: Kept) -> Iterator[Kept]:
    yield []
    yield pending
    for number in range(len(pending)):
        yield pending[:number]
        yield [*pending[:number], *pending[number + 1 :]]
        yield [pending[number]]
        pieces = sectors(pending[number])
        yield [*pending[:number], *pieces[: len(pieces) // 2]]


def _torn(pending: Kept, chance: random.Random, count: int) -> Iterator[Kept]:
    pieces = _pieces(pending)
    for _ in range(count if len(pieces) > len(pending) else 0):
        yield [piece for piece in pieces if chance.random() < 0.7]


def _pieces(pending: Kept) -> Kept:
    return [piece for change in pending for piece in sectors(change)]
