"""What a hall's machines said of themselves since it last spoke to the city, each word handed on once; and what the
hall node itself has to tell: how many numbers it has left, and whether it serves.

Who falls silent is told of no more, and the city notices.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.hall.core.telling import Member, Role
from kiosk.sync.heartbeat import BeatOnWire, NumbersOnWire

MOST = 500

_NODES = frozenset({Role.TERMINAL, Role.STANDBY})  # known by one name in the whole city


class HeardBeats:
    """Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: dict[str, BeatOnWire] = {}
        self._numbers: Mapping[str, NumbersOnWire] = {}
        self._serves = False

    def hear(self, member: Member, beat: BeatOnWire) -> None:
        """Whoever it says it is: it is the holder of its token."""
        name = node_name(member)
        named = beat.model_copy(update={"node": name, "role": member.role.value})
        with self._lock:
            if name in self._heard or len(self._heard) < MOST:
                self._heard[name] = named

    def taken(self) -> Sequence[BeatOnWire]:
        """The newest of each machine since the last call."""
        with self._lock:
            heard, self._heard = self._heard, {}
        return list(heard.values())


    def note(self, left: Mapping[str, int], low_water: int, *, serves: bool) -> None:
        """As the node is now; replaced as a whole."""
        self._numbers = {queue: NumbersOnWire(left=few, low_water=low_water) for queue, few in left.items()}
        self._serves = serves

    def own(self) -> dict[str, Any]:
        """For the node's own beat."""
        return {"numbers": dict(self._numbers), "serves": self._serves}


def node_name(member: Member) -> str:
    """A caller and an evaluator both have the number of their counter, so the role goes before."""
    return member.id if member.role in _NODES else f"{member.role.value}-{member.id}"
