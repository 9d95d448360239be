"""Loads on several servers in turns: a machine that grows faster or slower meanwhile does so for all of them, so that
what one reaches of the other is a property of the programs.

Measured one after the other for three seconds each, the same two servers had 26 to 40 % of each other on one machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.operation.benchmark.wire import Client, Next, Take, drive

TURNS = 6


@dataclass(frozen=True, slots=True)
class Load:
    """What every client of one server asks and does with its answers."""

    port: int
    ask: Next
    take: Take


def in_turns(loads: Sequence[Load], clients: int, seconds: float) -> list[float]:
    """So many clients on each server for `seconds` in all, never two at once; the seconds that each really took.

    Raises StalledError or OSError.
    """
    took = [0.0] * len(loads)
    for turn in range(TURNS):
        for at in _order(len(loads), turn):
            load = loads[at]
            took[at] += drive(load.port, [Client(load.ask, load.take) for _ in range(clients)], seconds / TURNS)
    return took


def _order(loads: int, turn: int) -> Sequence[int]:
    """Each is first as often as last."""
    return range(loads) if turn % 2 == 0 else range(loads - 1, -1, -1)
