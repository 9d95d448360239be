"""What a hall does about its machines while it runs: who was sent away goes at once, who was there is remembered."""

from __future__ import annotations

import asyncio

from kiosk.hall.core.issuing import numbers_left
from kiosk.hall.duty import ServesFirst
from kiosk.hall.lan import LastSeen
from kiosk.hall.service import Hall
from kiosk.hall.work import Unavailable

LOOKS_EVERY_S = 0.2
REMEMBERS_EVERY_S = 60.0
COUNTS_EVERY_S = 2.0


async def keep_house(hall: Hall) -> None:
    """Runs until it is cancelled; a bug in here must not end the hall."""
    looks = 0
    while True:
        await asyncio.sleep(LOOKS_EVERY_S)
        looks += 1
        try:
            await _look(hall, remember=_is_time(looks, REMEMBERS_EVERY_S))
        except Exception as bug:
            hall.parts.log.bug("hall_house", bug)


async def keep_count(hall: Hall) -> None:
    """Apart, because it waits for the writer: what the node's beat tells of its numbers. Runs until it is cancelled."""
    while True:
        try:
            await _count(hall)
        except Exception as bug:
            hall.parts.log.bug("hall_count", bug)
        await asyncio.sleep(COUNTS_EVERY_S)


async def _count(hall: Hall) -> None:
    """A hall that cannot be asked tells of no numbers."""
    serves = hall.duty.refusal() is None
    found = await hall.look(lambda scope: (numbers_left(scope.state, scope.rules), scope.rules.numbers.low_water))
    if isinstance(found, Unavailable):
        hall.parts.beats.note({}, 0, serves=serves)
    else:
        hall.parts.beats.note(*found, serves=serves)


def _is_time(looks: int, every_s: float) -> bool:
    return looks % int(every_s / LOOKS_EVERY_S) == 0


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
