"""The room that forgets: a chore, a line in the audit for each of its acts, and what was counted before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from kiosk.city.chores import Chore, chores_router
from kiosk.city.forms import HallId, IsoDay, Told
from kiosk.city.outside import Outside
from kiosk.city.retention import days, places, rest
from kiosk.city.retention.limits import KeptDays
from kiosk.city.staff.auditing import DONE, Deed, Visitor, note
from kiosk.city.staff.door import Door, for_act
from kiosk.city.staff.roles import Act, Role
from kiosk.ports.log import Log
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import NotNow

FORGOTTEN = "forgotten"
EVERY_PAUSES = 300  # ten minutes at the usual pause
DayAsked = Annotated[IsoDay, Query()]

Forget = Callable[[Connection, KeptDays, int], Mapping[str, int]]


class CountTold(Told):
    day: str
    kind: str = Field(description="booking, or the case of a bad review")
    state: str = Field(description="The one it ended in.")
    count: int


class CountsTold(Told):
    """What is known of records that are gone. Visits and evaluations stand in the statistics as before."""

    kept_days: dict[str, int] = Field(examples=[{"visits": 1095, "evaluations": 1095}])
    rows: list[CountTold]


def retention_room(door: Door, outside: Outside, log: Log) -> APIRouter:
    """`/v1/halls/{hall}/kept-counts`."""
    kept = outside.kept_days
    router = door.router("/v1", "retention")

    @router.get("/halls/{hall}/kept-counts", response_model=CountsTold, **for_act(Act.STATISTICS_READ))
    async def counts(hall: HallId, first: DayAsked, last: DayAsked) -> Response:
        """How long records are kept, and how many bookings and cases of these days there were."""
        rows = await door.store.read(lambda connection: rest.counts(connection, hall, first, last))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        named = {"visits": kept.visits, "evaluations": kept.evaluations, "reviews": kept.reviews}
        told = CountsTold(kept_days=named | {"bookings": kept.bookings}, rows=[CountTold(**row) for row in rows])
        return sync_wire.answer(200, told)

    async def forget_days() -> bool | NotNow:
        due = await door.store.read(lambda connection: days.due_day(connection, kept, outside.wall_ms()))
        if not isinstance(due, days.Due):
            return False if due is None else due
        return await door.store.write(lambda connection: _forget_day(connection, due, outside.wall_ms()))

    async def forget_rest() -> bool | NotNow:
        return await door.store.write(lambda connection: _forget_rest(connection, kept, outside.wall_ms()))

    async def forget_places() -> bool | NotNow:
        gone = await door.store.write(lambda connection: places.forget_places(connection, outside.wall_ms()))
        return gone > 0 if isinstance(gone, int) else gone

    whole = APIRouter()
    whole.include_router(router)
    turns = {"forgotten_days": forget_days, "forgotten_rest": forget_rest, "forgotten_places": forget_places}
    chores = [Chore(name, EVERY_PAUSES, turn) for name, turn in turns.items()]
    whole.include_router(chores_router(chores, outside, log))
    return whole


def _forget_day(connection: Connection, due: days.Due, now_ms: int) -> bool:
    gone = days.forget_day(connection, due, now_ms)
    _write_down(connection, due.day, due.hall, gone.counts, now_ms)
    return True  # the next day, or the next part of this one


def _forget_rest(connection: Connection, kept: KeptDays, now_ms: int) -> bool:
    gone = {**rest.forget_bookings(connection, kept, now_ms), **rest.forget_cases(connection, kept, now_ms)}
    _write_down(connection, "", "", {name: count for name, count in gone.items() if count}, now_ms)
    return max(gone.values()) == rest.PART


def _write_down(connection: Connection, object: str, hall: str, gone: Mapping[str, int], now_ms: int) -> None:
    """That it was, when, and how many: never whose."""
    if gone:
        note(connection, Visitor("", Role.CITY), Deed(FORGOTTEN, object, hall, gone), DONE, now_ms)
