"""Numbers and calls a second at the beginning of a day and behind twenty thousand tickets: the same.

Measured in turns, a hall whose day has just begun and one that is full, so that the machine's own moods meet both.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from statistics import median

from kiosk.operation.benchmark.hall_load import HallUnderLoad, fill, issue_numbers, make_calls
from tests.proof.load.halls import BusyHall
from tests.proof.load.part import Extent, Part

CLIENTS = (8, 32)
FLAT = 15.0  # per cent


def flat(folder: Path, extent: Extent) -> Part:
    part = Part("a long day", extent)
    people, turns = extent.of(20_000, 200), extent.of(5, 1)
    early, late = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    with BusyHall(folder / "full") as full:
        if extent.quick:
            _measure(full.hall, part, early, "b")
        fill(full.hall, people, "f")
        for turn in range(turns if not extent.quick else 0):
            with BusyHall(folder / f"fresh-{turn}") as fresh:
                issue_numbers(fresh.hall, max(CLIENTS), 0.1, "a")  # what runs once is not measured
                _measure(fresh.hall, part, early, f"b{turn:x}")
                _measure(full.hall, part, late, f"b{turn:x}")
        if extent.quick:
            _measure(full.hall, part, late, "c")
    for name, rates in early.items():
        before, after = median(rates), median(late[name])
        part.figure(f"{name}, at the day's beginning", f"{before:,.0f} /s", f"median of {turns}")
        part.figure(f"{name}, behind {people:,} tickets and more", f"{after:,.0f} /s", f"median of {turns}")
        part.goal(f"{name}: slower by", max(0.0, (1 - after / before) * 100), FLAT, "%")
    return part


def _measure(hall: HallUnderLoad, part: Part, found: dict[str, list[float]], run: str) -> None:
    seconds = 0.1 if part.extent.quick else 0.5
    for clients in CLIENTS[: part.extent.of(2, 1)]:
        issued = issue_numbers(hall, clients, seconds, f"{run}{clients:02x}1")
        fill(hall, int(1000 * seconds) + 100, f"{run}{clients:02x}2")
        called = make_calls(hall, clients, seconds, f"{run}{clients:02x}3")
        part.hold(not issued.twice and not issued.failed, f"{issued.twice} labels twice, {issued.failed} refused")
        part.hold(not called.twice and not called.failed, f"{called.twice} called twice, {called.failed} refused")
        found[f"numbers, {clients} clients"].append(issued.per_second)
        found[f"calls, {clients} counters"].append(called.per_second)
