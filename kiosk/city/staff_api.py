"""What the city's staff may read over HTTP: a hall's events, its tickets and its evaluations, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from kiosk.city import records
from kiosk.city.records import Asked, Found
from kiosk.city.store import CityStore
from kiosk.sync import wire
from kiosk.sync.callers import CITY_STAFF, Callers
from kiosk.sync.contract import Trouble
from kiosk.sync.intake import Bearer

_LARGEST_ARRIVAL = 1 << 53

HallId = Annotated[str, Path(max_length=64)]
Day = Annotated[str, Query(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]
Limit = Annotated[int, Query(ge=1, le=500)]
AfterArrival = Annotated[int, Query(ge=0, le=_LARGEST_ARRIVAL)]
AfterTicket = Annotated[str, Query(max_length=64, pattern=r"^[\w.:-]*$")]


class RecordsPage(BaseModel):
    """`next` is the `after` of the next page, empty at the end."""

    rows: list[dict[str, Any]]
    next: str


def staff_router(store: CityStore, callers: Callers) -> APIRouter:
    """`GET /v1/halls/{hall}/events`, `/tickets` and `/evaluations`, for callers of the role `city-staff`."""
    router = APIRouter(prefix="/v1/halls/{hall}", tags=["staff"], responses=_documented())
    answer = _Answer(store, callers)

    @router.get("/events", response_model=RecordsPage)
    async def events(
        hall: HallId, after: AfterArrival = 0, day: Day = "", limit: Limit = 100, authorization: Bearer = None
    ) -> Response:
        return await answer.to(authorization, records.events, Asked(hall, str(after), day, limit))

    @router.get("/tickets", response_model=RecordsPage)
    async def tickets(
        hall: HallId, after: AfterTicket = "", day: Day = "", limit: Limit = 100, authorization: Bearer = None
    ) -> Response:
        return await answer.to(authorization, records.tickets, Asked(hall, after, day, limit))

    @router.get("/evaluations", response_model=RecordsPage)
    async def evaluations(
        hall: HallId, after: AfterTicket = "", day: Day = "", limit: Limit = 100, authorization: Bearer = None
    ) -> Response:
        return await answer.to(authorization, records.evaluations, Asked(hall, after, day, limit))

    return router


class _Answer:
    def __init__(self, store: CityStore, callers: Callers) -> None:
        self._store = store
        self._callers = callers

    async def to(
        self, authorization: str | None, page: Callable[[Connection, Asked], Found | None], asked: Asked
    ) -> Response:
        caller = self._callers.bearer(authorization)
        if caller is None:
            return wire.trouble(401, "unknown_token", "A token of the city's staff is needed.", wire.BEARER)
        if caller.role != CITY_STAFF or caller.hall not in ("", asked.hall):
            return wire.trouble(403, "not_staff", "This token may not read this hall's records.")
        found = await self._store.read(lambda connection: page(connection, asked))
        if found is None:
            return wire.trouble(404, "unknown_hall", "This city has no such hall.")
        return wire.answer(200, RecordsPage(rows=found.rows, next=found.next)) if isinstance(found, Found) else (
            wire.not_now(found)
        )  # fmt: skip


def _documented() -> dict[int | str, dict[str, Any]]:
    model: Mapping[str, Any] = {"model": Trouble}
    return {status: dict(model) for status in (401, 403, 404, 422, 429, 503)}
