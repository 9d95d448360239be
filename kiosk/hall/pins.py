"""Whether a clerk's PIN is right: slow on purpose, never on the loop, and not to be guessed by trying."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

from kiosk.domain.clerk_pin import pin_hash, pin_matches
from kiosk.domain.hall_settings import Clerk
from kiosk.hall.core.answers import CommandRefusal

WRONG_TRIES = 5  # at one counter within `WITHIN_S`
WITHIN_S = 60.0
AT_ONCE = 2  # each takes some 50 ms of one core and 16 MiB

_NOBODYS_HASH = pin_hash("", b"nobody has this!")  # an unknown clerk takes as long as a wrong PIN


class Pins:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._wrong: dict[str, deque[float]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def problem(self, counter: str, clerk: Clerk | None, pin: str) -> CommandRefusal | None:
        """None when the PIN is right; tries are counted by counter, because that is where somebody stands."""
        wrong = self._wrong.setdefault(counter, deque(maxlen=WRONG_TRIES))
        if len(wrong) == WRONG_TRIES and self._monotonic() - wrong[0] < WITHIN_S:
            return CommandRefusal.TOO_MANY_TRIES
        async with self._turn:
            right = await asyncio.to_thread(pin_matches, pin, clerk.pin_hash if clerk else _NOBODYS_HASH)
        if clerk is not None and right:
            wrong.clear()
            return None
        wrong.append(self._monotonic())
        return CommandRefusal.WRONG_PIN
