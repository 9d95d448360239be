"""What a hall's machines said of themselves since it last spoke to the city: each word is handed on once.

Who falls silent is told of no more, and the city notices.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from kiosk.hall.core.telling import Member, Role
from kiosk.sync.heartbeat import BeatOnWire

MOST = 500

_NODES = frozenset({Role.TERMINAL, Role.STANDBY})  # known by one name in the whole city


class HeardBeats:
    """Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: dict[str, BeatOnWire] = {}

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


def node_name(member: Member) -> str:
    """A caller and an evaluator both have the number of their counter, so the role goes before."""
    return member.id if member.role in _NODES else f"{member.role.value}-{member.id}"
