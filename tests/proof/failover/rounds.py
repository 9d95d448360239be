"""What is done to the two nodes: the first is killed in mid-load and comes back; the network falls in two and heals."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.proof.failover.machines import Everybody, Work, first_after
from tests.proof.failover.nodes import TwoNodes

LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Gap:
    """Seconds. From the kill to the next number, call and call on a board; from the first node's start until it gives
    numbers again, and the longest time without a number in that."""

    number: float
    call: float
    board: float
    back: float
    pause: float


def kill_and_come_back(nodes: TwoNodes, hall: Everybody, load_s: float) -> Gap:
    time.sleep(load_s)
    at = time.monotonic()
    nodes.first.kill("hall")
    number = soon(lambda: first_after(at, hall.terminals), "a number after the kill")
    call = soon(lambda: first_after(at, hall.callers), "a call after the kill")
    board = soon(lambda: first_after(at, hall.boards), "a call on a board after the kill")
    time.sleep(load_s)
    started = time.monotonic()
    nodes.first.start("hall")
    back = soon(lambda: first_after(started, hall.terminals, lambda good: not good.of_second), "the first's numbers")
    time.sleep(load_s / 2)
    return Gap(number, call, board, back, _pause(hall, started, time.monotonic()))


@dataclass(frozen=True, slots=True)
class Torn:
    """Numbers that each side gave while the network was in two, and seconds from the mending until one node serves."""

    of_first: int
    of_second: int
    healed: float


def tear_and_mend(nodes: TwoNodes, hall: Everybody, beside: str, load_s: float) -> Torn:
    """The terminal `beside` stands on the second node's side."""
    theirs = next(one for one in hall.terminals if one.name == beside)
    others = [one for one in hall.terminals if one is not theirs]
    at = time.monotonic()
    nodes.cut()
    soon(lambda: first_after(at, [theirs], lambda good: good.of_second), "a number of the second side")
    time.sleep(load_s)
    mended = time.monotonic()
    nodes.mend()
    healed = soon(lambda: first_after(mended, [theirs], lambda good: not good.of_second), "one hall again")
    soon(lambda: first_after(mended, others), "the other terminals")
    return Torn(_count(others, at, mended, False), _count([theirs], at, mended, True), healed)


def _count(workers: Sequence[Work], since: float, until: float, of_second: bool) -> int:
    good = [good for worker in workers for good in worker.good if since < good.at < until]
    assert all(one.of_second is of_second for one in good[1:]), "a number of the other side's part"
    return len(good)


def _pause(hall: Everybody, since: float, until: float) -> float:
    times = sorted(good.at for worker in hall.terminals for good in tuple(worker.good) if since <= good.at <= until)
    return max((after - before for before, after in pairwise([since, *times])), default=0.0)


def soon(look: Callable[[], float | None], what: str) -> float:
    """The first answer that is not None."""
    end = time.monotonic() + LIMIT_S
    while (found := look()) is None:
        assert time.monotonic() < end, f"not within {LIMIT_S} s: {what}"
        time.sleep(0.02)
    return found
