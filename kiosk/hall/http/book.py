"""The hall's book as its second node reads it: page by page, with a short wait at the end for what happens next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kiosk.domain.events import Event
from kiosk.hall.core.telling import Role
from kiosk.hall.directory import Directory
from kiosk.hall.duty import ServesFirst
from kiosk.hall.http.gate import not_for
from kiosk.hall.http.replies import documented, trouble, unavailable
from kiosk.hall.lan import Lan
from kiosk.hall.service import Hall
from kiosk.hall.standby.page import LIMIT, BookPage, Told, devices_on_wire, page_bytes
from kiosk.hall.work import Unavailability, Unavailable
from kiosk.ports.ledger import LedgerError
from kiosk.trust.enrolment_wire import NodeOnWire

LONGEST_WAIT_MS = 2000

After = Annotated[int, Query(ge=0, le=1 << 53, description="the last number that it has; 0: from today on")]
Known = Annotated[str, Query(max_length=64, description="the event under that number")]
Mark = Annotated[str, Query(max_length=64, description="the register that it has")]
Owes = Annotated[int, Query(ge=0, le=1 << 53, description="events that it still has to hand over")]
Wait = Annotated[int, Query(ge=0, le=LONGEST_WAIT_MS, description="milliseconds to wait when there is nothing new")]


class OtherBookError(Exception):
    """Under that number this book has another event, or none."""


def book_router(hall: Hall, lan: Lan) -> APIRouter:
    router, directory = APIRouter(prefix="/v1", tags=["standby"]), Directory(hall.parts.node, lan)

    @router.get("/book", response_model=BookPage, responses=documented(409))
    async def book(
        request: Request,
        after: After = 0,
        known: Known = "",
        mark: Mark = "",
        owes: Owes = 0,
        serving: bool = False,
        wait_ms: Wait = 0,
    ) -> Response:
        """What the second node needs to stand in: events in their order, and who has joined."""
        refused = not_for(request, Role.STANDBY)
        if refused is not None:
            return refused
        if after and not await asyncio.to_thread(_joins, hall, after, known):
            return _other_book()  # it has to send what it knows before it counts as heard
        if isinstance(hall.duty, ServesFirst):
            hall.duty.heard(owes, serving=serving)
        hall.second.heard(after)
        return await _page(hall, directory, after, known, mark, wait_ms)

    return router


async def _page(hall: Hall, directory: Directory, after: int, known: str, mark: str, wait_ms: int) -> Response:
    if hall.seq <= after and wait_ms:
        await hall.news.wait(wait_ms / 1000)
    places = dict(hall.places())  # before the events, so that none of what it names is missing
    try:
        first, events, sent = await asyncio.to_thread(_read, hall, after, known)
    except OtherBookError:
        return _other_book()
    except LedgerError as error:
        return unavailable(Unavailable(Unavailability(error.failure.value)))
    told = _told(hall, directory, mark, more=len(events) == LIMIT).model_copy(update={"sent": sent})
    body = page_bytes(first, events, told, places)
    return Response(body, media_type="application/json")


def _read(hall: Hall, after: int, known: str) -> tuple[int, Sequence[Event], int]:
    """The first number, the events from there on, and up to which number the city has them."""
    ledger = hall.parts.ledger
    sent = max(0, ledger.last_seq() - hall.parts.owes())
    if after == 0:
        begun = ledger.load(hall.day)
        after = begun[0][0] - 1 if begun else ledger.last_seq()
    elif not _joins(hall, after, known):
        raise OtherBookError
    return after + 1, [event for _, event in ledger.since(after, LIMIT)], sent


def _joins(hall: Hall, after: int, known: str) -> bool:
    """Also when the book cannot be read: then nothing is known, and the page says why."""
    try:
        return [(seq, event.event_id) for seq, event in hall.parts.ledger.since(after - 1, 1)] == [(after, known)]
    except LedgerError:
        return True


def _other_book() -> Response:
    return trouble(409, "other_content", "Under this number stands another event here; begin from 0.")


def _told(hall: Hall, directory: Directory, mark: str, *, more: bool) -> Told:
    entries, level = directory.now(), hall.second.is_level(hall.seq)
    gave_way = isinstance(hall.duty, ServesFirst) and hall.duty.leaves_it(second_is_level=level)
    if entries.mark == mark:
        return Told(node=hall.parts.node, more=more, gave_way=gave_way, mark=mark)
    return Told(
        node=hall.parts.node,
        more=more,
        gave_way=gave_way,
        mark=entries.mark,
        devices=devices_on_wire(entries.devices),
        nodes=[NodeOnWire.of(node) for node in entries.nodes],
    )
