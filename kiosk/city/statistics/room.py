"""The statistics' room: a hall's days by queue and hour, kept in step with the events."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from kiosk.city import following
from kiosk.city.chores import Chore, chores_router
from kiosk.city.forms import HallId, IsoDay
from kiosk.city.outside import Outside
from kiosk.city.staff.door import Door, for_act
from kiosk.city.staff.roles import Act
from kiosk.city.statistics import counting, wire
from kiosk.ports.log import Log
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import NotNow

LONGEST_DAYS = 31
EVERY_PAUSES = 30  # a day is counted once a minute at most, at the usual pause
DayAsked = Annotated[IsoDay, Query()]


def statistics_room(door: Door, outside: Outside, log: Log) -> APIRouter:
    """`/v1/halls/{hall}/statistics`."""
    router = door.router("/v1", "statistics")

    @router.get("/halls/{hall}/statistics", response_model=wire.StatisticsTold, **for_act(Act.STATISTICS_READ))
    async def statistics(hall: HallId, first: DayAsked, last: DayAsked) -> Response:
        """Days `first` to `last`, both included, 31 at most."""
        if not 0 <= (date.fromisoformat(last) - date.fromisoformat(first)).days < LONGEST_DAYS:
            return sync_wire.trouble(422, "too_many_days", f"From one day to {LONGEST_DAYS} can be asked for.")
        told = await door.store.read(lambda connection: _told(connection, hall, first, last))
        if not isinstance(told, wire.StatisticsTold):
            return sync_wire.not_now(told)
        return sync_wire.answer(200, told)

    whole = APIRouter()
    whole.include_router(router)
    whole.include_router(chores_router(_chores(door, outside), outside, log))
    return whole


def _told(connection: Connection, hall: str, first: str, last: str) -> wire.StatisticsTold:
    days = [wire.DayTold(**row) for row in counting.counted_days(connection, hall, first, last)]
    stored = counting.stored_rows(connection, hall, first, last)
    rows = [wire.FiguresTold(day=row["day"], queue=row["queue"], hour=row["hour"], **row["figures"]) for row in stored]
    return wire.StatisticsTold(hall=hall, days=days, rows=rows)


def _chores(door: Door, outside: Outside) -> list[Chore]:
    async def follow() -> bool | NotNow:
        take = following.hall_by_hall(counting.take_events)
        due = await door.store.read(lambda connection: following.is_behind(connection, counting.FOLLOWER))
        work = lambda connection: following.follow(connection, counting.FOLLOWER, take)  # noqa: E731
        return await door.store.write(work) if due is True else due

    async def count_days() -> bool | NotNow:
        pause_ms = int(outside.chore_pause_s * EVERY_PAUSES * 1000)
        stale = await door.store.read(lambda connection: counting.stale_day(connection, outside.wall_ms() - pause_ms))
        if not isinstance(stale, tuple):
            return False if stale is None else stale
        hall, day = stale
        count = lambda connection: counting.count_again(connection, hall, day, outside.wall_ms())  # noqa: E731
        failure = await door.store.write(count)
        return True if failure is None else failure

    return [Chore("statistics_events", 1, follow), Chore("statistics_days", 5, count_days)]
