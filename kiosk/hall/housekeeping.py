"""What a hall does about its machines while it runs: who was sent away goes at once, who was there is remembered."""

from __future__ import annotations

import asyncio

from kiosk.hall.duty import ServesFirst
from kiosk.hall.lan import LastSeen
from kiosk.hall.service import Hall

LOOKS_EVERY_S = 0.2
REMEMBERS_EVERY_S = 60.0


async def keep_house(hall: Hall) -> None:
    """Runs until it is cancelled; a bug in here must not end the hall."""
    looks = 0
    while True:
        await asyncio.sleep(LOOKS_EVERY_S)
        looks += 1
        try:
            await _look(hall, remember=looks % int(REMEMBERS_EVERY_S / LOOKS_EVERY_S) == 0)
        except Exception as bug:
            hall.parts.log.bug("hall_house", bug)


async def _look(hall: Hall, *, remember: bool) -> None:
    if isinstance(hall.duty, ServesFirst):
        hall.duty.beat()
    hall.members.refresh()
    gone = hall.members.sent_away()
    if gone:
        hall.feeds.end(gone)
    if remember:
        await asyncio.to_thread(remember_seen, hall)


def remember_seen(hall: Hall) -> None:
    """Adds to what earlier runs saw; a disk that takes nothing costs only this."""
    lan, seen = hall.parts.lan, dict(hall.members.seen_ms)
    if lan is not None and seen:
        lan.last_seen.change(lambda before: LastSeen({**before.at_ms, **seen}))
