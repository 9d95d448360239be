"""Answers a hall that doubts its own numbers: everything this terminal had to tell stands before this word."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.domain.events import Event, EventKind
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.stamp import Stamp

AGAIN_S = 15.0  # the same doubt is answered once more after this: the first word may have been lost with a file


class Reporting:
    """`record` stores an event behind all that is owed, without blocking. Used by one thread."""

    def __init__(
        self,
        memory: HallMemory,
        stamp: Stamp,
        record: Callable[[Event], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._memory = memory
        self._stamp = stamp
        self._record = record
        self._monotonic = monotonic
        self._told: tuple[str, float] = ("", 0.0)

    def asked(self, doubt: str) -> None:
        """`doubt` as in the hall's summary; empty while it has none."""
        now = self._monotonic()
        if not doubt or (self._told[0] == doubt and now - self._told[1] < AGAIN_S):
            return
        self._told = doubt, now
        day, seen = self._memory.all_seen()
        self._record(self._stamp.event(EventKind.REPORTED, doubt=doubt, day=day, seen=seen))
