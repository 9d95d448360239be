"""Answers a hall that doubts its own numbers: everything this terminal had to tell stands before this word.

And tells it that another life of this terminal has begun, so that it counts them (`kiosk.domain.own_space`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.domain.events import Event, EventKind
from kiosk.hall.core.answers import TerminalSummary
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.stamp import Stamp

LABELS = 200  # in one word: a hall refuses longer ones (`kiosk.hall.core.taking_in.LONGEST_DATA`)
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
        self._announced: tuple[str, float] = ("", 0.0)

    def heard(self, summary: TerminalSummary) -> None:
        """After each look at the hall."""
        self._asked(summary.doubt)
        life = self._memory.life
        if life and summary.lives >= 0 and summary.life != life and self._is_due(self._announced, summary.day):
            self._announced = summary.day, self._monotonic()
            self._record(self._stamp.event(EventKind.REPORTED, life=life, day=summary.day))

    def _asked(self, doubt: str) -> None:
        """`doubt` as in the hall's summary; empty while it has none. Only the last word of several answers it."""
        if not doubt or not self._is_due(self._told, doubt):
            return
        self._told = doubt, self._monotonic()
        day, seen = self._memory.all_seen()
        parts = [seen[at : at + LABELS] for at in range(0, len(seen), LABELS)] or [[]]
        for part in parts[:-1]:
            self._record(self._stamp.event(EventKind.REPORTED, doubt="", day=day, seen=part))
        self._record(self._stamp.event(EventKind.REPORTED, doubt=doubt, day=day, seen=parts[-1]))

    def _is_due(self, told: tuple[str, float], word: str) -> bool:
        return told[0] != word or self._monotonic() - told[1] >= AGAIN_S
