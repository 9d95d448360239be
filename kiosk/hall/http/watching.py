"""What is watched: board, home page, feed, health."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from kiosk.hall.core.answers import BoardView, HallHealth, TerminalSummary
from kiosk.hall.core.hall_view import board_view, terminal_summary
from kiosk.hall.core.telling import Role
from kiosk.hall.feeds import MOST_READERS
from kiosk.hall.http.gate import known_in, not_for
from kiosk.hall.http.replies import documented, unavailable, value
from kiosk.hall.service import Hall
from kiosk.hall.work import Unavailability, Unavailable
from kiosk.ports.ledger import LedgerError

Seq = Annotated[int | None, Query(ge=0, le=1 << 53)]
_FEED_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def watching_router(hall: Hall) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["watching"])

    @router.get("/board", response_model=BoardView, responses=documented())
    async def board(request: Request) -> Response:
        """A snapshot; the feed goes on after its `seq`."""
        refused = not_for(request, Role.BOARD)
        return refused or _shown(await hall.look(lambda scope: board_view(scope.state, scope.rules, scope.seq)))

    @router.get("/terminal/summary", response_model=TerminalSummary, responses=documented())
    async def summary(request: Request) -> Response:
        """Who waits where, for a terminal's home page, and what it needs to know of numbers."""
        me = known_in(request.scope).member.id
        refused = not_for(request, Role.TERMINAL)
        return refused or _shown(
            await hall.look(lambda scope: terminal_summary(scope.state, scope.rules, scope.seq, me))
        )

    @router.get("/feed", response_class=StreamingResponse, responses=documented())
    async def feed(
        request: Request,
        after: Seq = None,
        last_event_id: Annotated[str | None, Header(max_length=20)] = None,
        hall_node: Annotated[str | None, Header(max_length=80)] = None,
        hall_event: Annotated[str, Header(max_length=64)] = "",
    ) -> Response:
        """Server-sent events for the token's role, behind `Last-Event-ID` or `after`; a comment every few seconds.

        `Hall-Node` is whose numbers these are, as the answer before said. For the hall's other node, another book, or
        this one put back to before `Hall-Event`, the feed begins with `start_over`, and behind that event when this
        book has it.
        """
        seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
        others = hall_node is not None and hall_node != hall.parts.name
        place = await _place(hall, hall_event)
        others = others or _is_of_another_life(hall_event, place, seen)
        return await _feed(hall, request, place if others else seen, other_book=others)

    @router.get("/health", response_model=HallHealth, responses=documented())
    async def health(wanted: bool = False) -> Response:
        """Whether this node can give numbers now; any known token may ask. `wanted`: the nodes before it are silent."""
        if wanted:
            hall.duty.wanted()
        return value(await hall.health())

    return router


def _shown(found: BoardView | TerminalSummary | Unavailable) -> Response:
    return unavailable(found) if isinstance(found, Unavailable) else value(found)


def _is_of_another_life(event: str, place: int | None, seen: int | None) -> bool:
    """A book whose disk was put back has the name that it had: an event that this reader saw does not stand in it, or
    stands further on than the reader was."""
    return bool(event) and seen is not None and (place is None or place > seen)


async def _place(hall: Hall, event: str) -> int | None:
    """Where an event of the hall's other book stands in this one."""
    try:
        return await asyncio.to_thread(hall.parts.ledger.seq_of, event) if event else None
    except LedgerError:
        return None


async def _feed(hall: Hall, request: Request, after: int | None, *, other_book: bool) -> Response:
    if len(hall.feeds) >= MOST_READERS:
        return unavailable(Unavailable(Unavailability.OVERLOADED))
    ready = await hall.look(lambda scope: scope.seq)
    if isinstance(ready, Unavailable):
        return unavailable(ready)
    known = known_in(request.scope)
    frames = hall.feeds.read(known.member, after, known.digest, other_book)
    # Its place in the book is fixed before the headers go: a screen that sees the line come up asks how things stand,
    # and what happens from then on must reach it.
    first = await anext(frames, b"")
    return StreamingResponse(_begun(first, frames), media_type="text/event-stream", headers=_FEED_HEADERS)


async def _begun(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(rest):
        yield first
        async for data in rest:
            yield data
