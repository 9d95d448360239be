"""Whether a clerk's PIN is right: slow on purpose, never on the loop, and not to be guessed by trying."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from math import ceil

from kiosk.domain.clerk_pin import pin_hash, pin_matches
from kiosk.domain.hall_settings import Clerk
from kiosk.hall.core.answers import CommandRefusal, CommandRefused

WRONG_TRIES = 5  # at one counter within `WITHIN_S`
WITHIN_S = 60.0
AT_ONCE = 2  # each takes some 50 ms of one core and 16 MiB

_NOBODYS_HASH = pin_hash("", b"nobody has this!")  # an unknown clerk takes as long as a wrong PIN


class Pins:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._wrong: dict[str, deque[float]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def problem(self, counter: str, clerk: Clerk | None, pin: str) -> CommandRefused | None:
        """None when the PIN is right; tries are counted by counter, because that is where somebody stands."""
        wrong = self._wrong.setdefault(counter, deque(maxlen=WRONG_TRIES))
        shut = self._shut(wrong)
        if shut is not None:
            return shut
        async with self._turn:
            right = await asyncio.to_thread(pin_matches, pin, clerk.pin_hash if clerk else _NOBODYS_HASH)
        if clerk is not None and right:
            wrong.clear()
            return None
        wrong.append(self._monotonic())
        return self._shut(wrong) or CommandRefused(CommandRefusal.WRONG_PIN, tries_left=self._left(wrong))

    def _left(self, wrong: deque[float]) -> int:
        now = self._monotonic()
        return WRONG_TRIES - sum(now - at < WITHIN_S for at in wrong)

    def _shut(self, wrong: deque[float]) -> CommandRefused | None:
        """The try that uses up the last one says so itself."""
        if self._left(wrong) > 0:
            return None
        wait_s = max(1, ceil(WITHIN_S - (self._monotonic() - wrong[0])))
        return CommandRefused(CommandRefusal.TOO_MANY_TRIES, wait_seconds=wait_s)
