"""The downward feed held open: pages as server-sent events the moment there is something, a heartbeat when not.

The same request as for one page, with `Accept: text/event-stream`; an older upstream answers with one page.
Each event `page` is a `ChangePage` with its cursor as id; `trouble` (a `Trouble`) is the last one of a feed.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from kiosk.sync import wire
from kiosk.sync.answers import NotNow, Overloaded
from kiosk.sync.callers import Caller
from kiosk.sync.pages import NOT_WHOLE, Page

EVENT_STREAM = "text/event-stream"
HEARTBEAT_S = 5.0
LOOK_S = 30.0  # a feed looks by itself so often, should a signal ever be lost
SOON_S = 2.0  # and so soon again after a signal without news: it may be about the feed's own token
TOGETHER_S = 0.05  # what changes in so short a time goes in one page
LONGEST_S = 3600.0  # then the node asks anew, and its token is looked at again

Stands = Callable[[], Awaitable[bool]]  # whether the caller's token is still good; asked before each look

_BEAT = b": beat\n\n"
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Ear(Protocol):
    async def wait(self, seconds: float) -> bool:
        """True as soon as there may be something new, False after so long."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found, and the same as it goes over the wire; feeds that are equally far may share it."""

    found: Page | NotNow
    frame: bytes


def look_of(found: Page | NotNow) -> Look:
    if isinstance(found, Page):
        body = wire.change_page(found).model_dump_json()
        return Look(found, f"event: page\nid: {found.cursor}\ndata: {body}\n\n".encode())
    return Look(found, b"event: trouble\ndata: " + bytes(wire.not_now(found).body) + b"\n\n")


class Holding(Protocol):
    """What an upstream offers so that its feed can be held."""

    @property
    def full(self) -> bool:
        """Whether it holds as many feeds as it can."""

    @property
    def ended(self) -> bool:
        """Whether every feed has to end now; ears ring when it becomes true."""

    def ear(self, caller: Caller) -> AbstractContextManager[Ear]: ...

    async def look(self, caller: Caller, after: int, feed: str, limit: int) -> Look:
        """At least as new as the moment of the call."""


def wants_held(request: Request) -> bool:
    return EVENT_STREAM in request.headers.get("accept", "")


async def held(holding: Holding, caller: Caller, after: int, feed: str, limit: int, stands: Stands) -> Response:
    """The feed, or why there is none now."""
    if holding.full or holding.ended:
        return wire.not_now(Overloaded(retry_after_s=5))
    first = await holding.look(caller, after, feed, limit)
    if not isinstance(first.found, Page):
        return wire.not_now(first.found)
    return StreamingResponse(
        _frames(holding, caller, after, feed, limit, stands), media_type=EVENT_STREAM, headers=_HEADERS
    )


async def _frames(
    holding: Holding, caller: Caller, after: int, feed: str, limit: int, stands: Stands
) -> AsyncIterator[bytes]:
    end = time.monotonic() + LONGEST_S * (0.5 + random.random() / 2)  # not all feeds of a city at once
    rung = False
    yield b": held\n\n"
    with holding.ear(caller) as ear:
        while not holding.ended and time.monotonic() < end and await stands():
            look = await holding.look(caller, after, feed, limit)
            page = look.found
            news = not isinstance(page, Page) or _is_news(page, after, feed)
            if news:
                yield look.frame
            if not isinstance(page, Page) or page.resync:
                return
            if news:
                after, feed = page.cursor, page.feed
                await asyncio.sleep(TOGETHER_S)
            if not page.more:
                until = time.monotonic() + (SOON_S if rung and not news else LOOK_S)
                async for beat in _quiet(ear, until):
                    yield beat
                rung = time.monotonic() < until


def _is_news(page: Page, after: int, feed: str) -> bool:
    """An upstream that itself has nothing whole says nothing."""
    if page.feed == NOT_WHOLE:
        return False
    return bool(page.changes) or page.more or page.resync or (page.cursor, page.feed) != (after, feed)


async def _quiet(ear: Ear, until: float) -> AsyncIterator[bytes]:
    """Heartbeats until it is time to look."""
    while (left := until - time.monotonic()) > 0:
        if await ear.wait(min(left, HEARTBEAT_S)):
            return
        yield _BEAT
