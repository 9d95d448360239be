"""`make failover`: the hall's first node killed in mid-load again and again, and its network torn and mended."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from functools import partial
from typing import TypeVar

from tests.proof.arguments import amount_of, form_of, parser, workplace
from tests.proof.failover.agreeing import Agreed, agreed
from tests.proof.failover.full_disk import Full, a_small_disk, fill_and_free
from tests.proof.failover.machines import everybody
from tests.proof.failover.nodes import TwoNodes
from tests.proof.failover.rounds import Gap, Torn, kill_and_come_back, tear_and_mend
from tests.proof.pauses import Pauses
from tests.proof.report import Figure, Proof, ended

Found = TypeVar("Found", Gap, Torn, Full)
FAILOVER_S = 5  # as delivered: limits.hall_failover_seconds
TERMINALS, BOARDS, LOAD_S = 4, 6, 3.0
BEAT_S = 1
WHAT = """\
A city and the two nodes of a hall as processes, TLS between all of them; four terminals with real books, three callers
and six boards find the node that serves by themselves. In each round the first node is killed with SIGKILL while
everybody works; the second serves; the first is started again on its old book, takes in what the second did, and
serves. Then, in a hall of its own, the network is torn: the line between the nodes goes dead, and so does the way of
one terminal, one caller and two boards to the first node. Both nodes serve, each its side, until the network is whole.
In a third hall the first node's disk becomes full, to the last block, or refuses every write: it gives way, the city
hears from the second node who serves, and with room again the first takes back.
At the end everything has to drain and agree: no number for two tickets in any book or on any paper, every committed
ticket taken, called and done once, nobody called to two counters, there or on boards (after a kill; a torn network may
call a waiting person on both sides, who then counts as served once), every call on every board, none spoken twice, the
first node's events in the city each once."""


def main() -> int:
    given = parser("Kills a hall's first node, tears its network.", "kills", long=20, short=2).parse_args()
    begun, failures, pauses = time.monotonic(), list[str](), Pauses()
    kills, found = list[Gap](), list[Agreed]()
    for number in range(amount_of(given)):
        failures += _kill(kills, found, pauses, f"kill {number}")
        print(f"  kill {number}: {time.monotonic() - begun:.0f} s", flush=True)
    torn, torn_found = list[Torn](), list[Agreed]()
    for number in range(max(1, amount_of(given) // 4)):
        failures += _tear(torn, torn_found, pauses, f"tear {number}")
        print(f"  tear {number}: {time.monotonic() - begun:.0f} s", flush=True)
    full, full_found = list[Full](), list[Agreed]()
    for number in range(max(1, amount_of(given) // 4)):
        failures += _fill(full, full_found, pauses, f"full disk {number}", refused=number % 2 == 1)
        print(f"  full disk {number}: {time.monotonic() - begun:.0f} s", flush=True)
    took = time.monotonic() - begun
    figures = [*_told(kills, found), *_told_torn(torn, torn_found), *_told_full(full, full_found)]
    proof = Proof("failover", 9, "Two hall nodes", "make failover", form_of(given), WHAT, took, figures, failures)
    return ended(proof)


def _kill(gaps: list[Gap], found: list[Agreed], pauses: Pauses, name: str) -> list[str]:
    with workplace("failover") as where, closing(TwoNodes(where, FAILOVER_S)) as nodes:
        nodes.start()
        with closing(everybody(nodes, where, TERMINALS, BOARDS)) as hall:
            hall.work()
            act = partial(kill_and_come_back, nodes, hall, LOAD_S)
            return _tried(name, found, gaps, pauses, act, lambda: agreed(nodes, hall))


def _tear(gaps: list[Torn], found: list[Agreed], pauses: Pauses, name: str) -> list[str]:
    beside = {"terminal": ("T4",), "caller": ("6",), "board": ("B1", "B2")}
    with workplace("failover") as where, closing(TwoNodes(where, FAILOVER_S)) as nodes:
        nodes.start()
        with closing(everybody(nodes, where, TERMINALS, BOARDS, beside)) as hall:
            hall.work()
            time.sleep(LOAD_S)
            act = partial(tear_and_mend, nodes, hall, "T4", LOAD_S)
            return _tried(name, found, gaps, pauses, act, lambda: agreed(nodes, hall, torn=True))


def _fill(times: list[Full], found: list[Agreed], pauses: Pauses, name: str, refused: bool) -> list[str]:
    """`refused`: there is room, and every write is refused all the same."""
    with (
        workplace("failover") as where,
        nullcontext(None) if refused else a_small_disk(where) as mounted,
        closing(TwoNodes(where, FAILOVER_S, BEAT_S)) as nodes,
    ):
        nodes.start_known_to_the_city()
        with closing(everybody(nodes, where, TERMINALS, BOARDS)) as hall:
            hall.work()
            act = partial(fill_and_free, nodes, hall, mounted, LOAD_S)
            return _tried(name, found, times, pauses, act, lambda: agreed(nodes, hall))


def _tried(
    name: str,
    found: list[Agreed],
    gaps: list[Found],
    pauses: Pauses,
    act: Callable[[], Found],
    judge: Callable[[], Agreed],
) -> list[str]:
    """A round in which this machine itself stood still tells nothing of a gap."""
    pauses.one_since()
    try:
        gap = act()
    except AssertionError as broken:
        return [] if pauses.one_since() else [f"{name}: {broken}"]
    if not pauses.one_since():
        gaps.append(gap)
    found.append(judge())
    return [f"{name}: {wrong}" for wrong in found[-1].wrong]


def _told(gaps: list[Gap], found: list[Agreed]) -> list[Figure]:
    return [
        Figure("kills of the first node", len(gaps), f"hall_failover_seconds = {FAILOVER_S}"),
        *_spread("until the next number, s", [gap.number for gap in gaps]),
        *_spread("until the next call, s", [gap.call for gap in gaps]),
        *_spread("until the next call on a board, s", [gap.board for gap in gaps]),
        *_spread("from the first node's start to its next number, s", [gap.back for gap in gaps]),
        Figure("longest time without a number in that, s", max((gap.pause for gap in gaps), default=0.0)),
        Figure("committed tickets", sum(one.tickets for one in found), "each taken, called and done once"),
        Figure("of them by the second node", sum(one.of_second for one in found), "of its own part"),
        Figure("people called by two counters", sum(one.twice for one in found), "must be 0"),
    ]


def _told_torn(gaps: list[Torn], found: list[Agreed]) -> list[Figure]:
    return [
        Figure("torn networks", len(gaps), "both nodes served"),
        Figure("numbers on the first node's side", sum(gap.of_first for gap in gaps), "of its own part"),
        Figure("numbers on the second node's side", sum(gap.of_second for gap in gaps), "of its own part"),
        Figure("people called on both sides", sum(one.twice for one in found), "each counts as served once"),
        *_spread("from the mending until one node serves, s", [gap.healed for gap in gaps]),
        Figure("committed tickets over torn networks", sum(one.tickets for one in found), "each taken and done once"),
    ]


def _told_full(times: list[Full], found: list[Agreed]) -> list[Figure]:
    return [
        Figure("full disks of the first node", len(times), f"the nodes beat every {BEAT_S} s"),
        *_spread("from the full disk to the second node's number, s", [one.number for one in times]),
        *_spread("until the city's alarm, s", [one.alarm for one in times]),
        *_spread("from the room to the first node's number, s", [one.back for one in times]),
        Figure("committed tickets around full disks", sum(one.tickets for one in found), "each taken, called and done"),
        Figure("people called by two counters around full disks", sum(one.twice for one in found), "must be 0"),
    ]


def _spread(name: str, values: list[float]) -> list[Figure]:
    ordered = sorted(values)
    if not ordered:
        return []
    return [Figure(f"{name}: median", ordered[len(ordered) // 2]), Figure(f"{name}: longest", ordered[-1])]


if __name__ == "__main__":
    sys.exit(main())
