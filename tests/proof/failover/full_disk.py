"""The first node's disk is really full in mid-load, and has room again.

Where nothing can be mounted, no file of the first node may become longer.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.small_disk import SmallDisk, small_disk
from tests.proof.failover.machines import Everybody, first_after
from tests.proof.failover.nodes import TwoNodes
from tests.proof.failover.rounds import soon
from tests.proof.proxy.bad_lines import rows

_OPEN = "select node from alarm where reason = 'standby_serves' and cleared_ms is null"
_GIVING = ("hall_gives_way", "hall_takes_back")


@dataclass(frozen=True, slots=True)
class Full:
    """Seconds: from the full disk to the second node's first number, from the room to the first node's; and until the
    city had its alarm."""

    number: float
    back: float
    alarm: float


@contextmanager
def a_small_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """Under the first node's book; None where nothing can be mounted."""
    with small_disk(folder / "first" / "hall") as mounted:
        yield mounted


class LimitedFiles:
    def __init__(self, pid: int) -> None:
        self._pid, self._before = pid, resource.prlimit(pid, resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (0, self._before[1]))

    def free(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, self._before)


def fill_and_free(nodes: TwoNodes, hall: Everybody, mounted: SmallDisk | None, load_s: float) -> Full:
    soon(lambda: first_after(0, hall.terminals), "a number")
    time.sleep(load_s)
    disk, at = mounted or LimitedFiles(nodes.first.pid("hall")), time.monotonic()
    disk.fill()
    number = soon(lambda: first_after(at, hall.terminals, lambda good: good.of_second), "the second node's numbers")
    soon(lambda: stood_in(nodes, ["H2"]), "the city's alarm")
    alarm = time.monotonic() - at
    time.sleep(load_s)
    room = time.monotonic()
    disk.free()
    back = soon(lambda: first_after(room, hall.terminals, lambda good: not good.of_second), "the first node's numbers")
    soon(lambda: stood_in(nodes, []), "the end of the alarm")
    told = [line["event"] for line in nodes.first.logged("hall") if line["event"] in _GIVING]
    assert mounted is None or told == list(_GIVING), told
    return Full(number, back, alarm)


def stood_in(nodes: TwoNodes, by: list[str]) -> float | None:
    """0 when the city knows that it is so."""
    return 0.0 if [row[0] for row in rows(nodes.first.book("city"), _OPEN)] == by else None
