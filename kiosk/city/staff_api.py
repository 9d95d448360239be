"""What the city's staff may read over HTTP: a hall's events, its tickets and its evaluations, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from kiosk.city import records
from kiosk.city.forms import AskedDay, HallId, Limit, Told
from kiosk.city.records import Asked, Found
from kiosk.city.staff.door import Door, for_act
from kiosk.city.staff.roles import Act
from kiosk.sync import wire

_LARGEST_ARRIVAL = 1 << 53

AfterArrival = Annotated[int, Query(ge=0, le=_LARGEST_ARRIVAL)]
AfterTicket = Annotated[str, Query(max_length=64, pattern=r"^[\w.:-]*$")]


class RecordsPage(Told):
    """`next` is the `after` of the next page, empty at the end."""

    rows: list[dict[str, Any]] = Field(examples=[[{"ticket_id": "019ab3c4-5d6e-7f80", "label": "A017"}]])
    next: str


def records_room(door: Door) -> APIRouter:
    """`GET /v1/halls/{hall}/events`, `/tickets` and `/evaluations`."""
    router = door.router("/v1/halls/{hall}", "records")

    @router.get("/events", response_model=RecordsPage, **for_act(Act.RECORDS_READ, 404))
    async def events(hall: HallId, after: AfterArrival = 0, day: AskedDay = "", limit: Limit = 100) -> Response:
        """A hall's events in the order of their arrival."""
        return await _answer(door, records.events, Asked(hall, str(after), day, limit))

    @router.get("/tickets", response_model=RecordsPage, **for_act(Act.RECORDS_READ, 404))
    async def tickets(hall: HallId, after: AfterTicket = "", day: AskedDay = "", limit: Limit = 100) -> Response:
        """A hall's tickets; masked."""
        return await _answer(door, records.tickets, Asked(hall, after, day, limit))

    @router.get("/evaluations", response_model=RecordsPage, **for_act(Act.RECORDS_READ, 404))
    async def evaluations(hall: HallId, after: AfterTicket = "", day: AskedDay = "", limit: Limit = 100) -> Response:
        """A hall's evaluations."""
        return await _answer(door, records.evaluations, Asked(hall, after, day, limit))

    return router


async def _answer(door: Door, page: Callable[[Connection, Asked], Found | None], asked: Asked) -> Response:
    found = await door.store.read(lambda connection: page(connection, asked))
    if found is None:
        return wire.trouble(404, "unknown_hall", "This city has no such hall.")
    if not isinstance(found, Found):
        return wire.not_now(found)
    return wire.answer(200, RecordsPage(rows=found.rows, next=found.next))
