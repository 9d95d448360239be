"""What a city does without being asked: tasks beside its web application, each a small turn again and again.

Several workers may do the same chore: a turn is one short transaction that locks what it decides by, so the second
finds nothing left. A turn that fails is tried again; one that is a bug is written to the log and tried again later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI

from kiosk.city.outside import Outside
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log
from kiosk.sync.answers import NotNow

_AFTER_A_BUG = 30.0  # times the pause


@dataclass(frozen=True, slots=True)
class Chore:
    """`turn` answers whether more waits. `every` counts pauses of the city's one pace."""

    name: str
    every: float
    turn: Callable[[], Awaitable[bool | NotNow]]


def chores_router(chores: Sequence[Chore], outside: Outside, log: Log) -> APIRouter:
    """No route: a router whose life is the chores' life."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_live(chore, outside, log), name=chore.name) for chore in chores]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return APIRouter(lifespan=life)


async def _live(chore: Chore, outside: Outside, log: Log) -> None:
    waiting = False
    while True:
        pause = outside.chore_pause_s * chore.every
        try:
            more = await chore.turn()
        except Exception as error:
            log.bug(f"city_chore_{chore.name}", error)
            more, pause = False, pause * _AFTER_A_BUG
        if not isinstance(more, bool):
            if not waiting:
                log.event("city_chore_waits", chore=chore.name, reason=_reason(more))
            waiting, more = True, False
        elif waiting:
            log.event("city_chore_goes_on", chore=chore.name)
            waiting = False
        await (asyncio.sleep(0) if more else outside.rest(pause))


def _reason(why: NotNow) -> str:
    return why.value if isinstance(why, LedgerFailure) else type(why).__name__.lower()
