"""How far the second node is in the first one's book, so that a clerk's key can wait for it.

A call that only the first node knows dies with it, and the second would call that person to another counter. So a key
is answered once both have it, as long as the second keeps up; one that does not is waited for no longer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LONGEST_S = 0.5  # what a clerk may wait for a second node that has just gone
HEARD_S = 3.0  # a second node that reads asks more often


class KeepingUp:
    """Belongs to the servers' loop."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._heard_at: float | None = None
        self._has = 0  # the last event that is on the second node's disk
        self._behind = 0  # until it has this one nobody waits for it again
        self._told = asyncio.Event()

    def heard(self, after: int) -> None:
        """The second node asks for what comes behind `after`."""
        self._heard_at, self._has = self._monotonic(), after
        if after >= self._behind:
            self._behind = 0
        self._told.set()
        self._told = asyncio.Event()

    def is_level(self, seq: int) -> bool:
        """Whether it was heard lately and has everything up to `seq`."""
        return self.is_heard and self._has >= seq

    @property
    def is_heard(self) -> bool:
        return self._heard_at is not None and self._monotonic() - self._heard_at < HEARD_S

    @property
    def keeps_up(self) -> bool:
        return self.is_heard and not self._behind

    async def has(self, seq: int) -> bool:
        """Waits, at most `LONGEST_S`, until the second node has everything up to `seq`; whether it has."""
        end = self._monotonic() + LONGEST_S
        while self.keeps_up and self._has < seq:
            left = end - self._monotonic()
            if left <= 0:
                self._behind = seq
                break
            await _at_most(self._told, left)
        return self._has >= seq


async def _at_most(told: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await told.wait()
    except TimeoutError:
        return
