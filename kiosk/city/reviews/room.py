"""The bad reviews' room: cases that open by themselves, their steps, what is overdue, and the rates."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import Connection

from kiosk.city import following
from kiosk.city.chores import Chore, chores_router
from kiosk.city.forms import After, AskedHall, HallId, IsoDay, Limit
from kiosk.city.outside import Outside
from kiosk.city.records import Found
from kiosk.city.refusals import Refused, refusal
from kiosk.city.reviews import cases, wire
from kiosk.city.reviews.rates import Rates, rates
from kiosk.city.staff.auditing import Deed, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.roles import Act
from kiosk.domain.review import CaseState
from kiosk.ports.log import Log
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import Forbidden, NotNow

TicketPath = Annotated[str, Path(max_length=64, pattern=r"^[\w.:-]+$")]
DayAsked = Annotated[IsoDay, Query()]
_OTHER_HALL = Forbidden("other_hall", "This token belongs to another hall.")


def reviews_room(door: Door, outside: Outside, log: Log) -> APIRouter:
    """`/v1/halls/{hall}/reviews`, `/v1/reviews/overdue`, `/v1/evaluation-rates`."""

    async def follow() -> bool | NotNow:
        now = outside.wall_ms()
        take = following.hall_by_hall(lambda c, hall, events: cases.take_events(c, hall, events, now))
        due = await door.store.read(lambda connection: following.is_behind(connection, cases.FOLLOWER))
        work = lambda connection: following.follow(connection, cases.FOLLOWER, take)  # noqa: E731
        return await door.store.write(work) if due is True else due

    router = door.router("/v1", "reviews")
    _add_cases(router, door)
    _add_figures(router, door)
    whole = APIRouter()
    whole.include_router(router)
    whole.include_router(chores_router([Chore("bad_reviews", 1, follow)], outside, log))
    return whole


def _add_cases(router: APIRouter, door: Door) -> None:
    place = "/halls/{hall}/reviews"

    @router.get(place, response_model=wire.Cases, **for_act(Act.REVIEW_READ))
    async def listed(hall: HallId, state: CaseState | None = None, after: After = "", limit: Limit = 100) -> Response:
        """A hall's cases."""
        found = await door.store.read(lambda connection: cases.cases(connection, hall, state, after, limit))
        if not isinstance(found, Found):
            return sync_wire.not_now(found)
        rows = [wire.CaseRow(**row) for row in found.rows]
        return sync_wire.answer(200, wire.Cases(rows=rows, next=found.next))

    @router.get(f"{place}/{{ticket_id}}", response_model=wire.CaseTold, **for_act(Act.REVIEW_READ, 404))
    async def one(hall: HallId, ticket_id: TicketPath) -> Response:
        """A case with its evaluation and every step."""
        found = await door.store.read(lambda connection: cases.one_case(connection, hall, ticket_id))
        return sync_wire.answer(200, wire.CaseTold(**found)) if isinstance(found, dict) else refusal(found, wire.TOLD)

    @router.post(f"{place}/{{ticket_id}}/steps", response_model=wire.StepTaken, **for_act(Act.REVIEW_WORK, 404, 409))
    async def step(hall: HallId, ticket_id: TicketPath, body: wire.NewStep, who: Who) -> Response:
        """One step further; who and when are written down with it."""
        now = door.wall_ms()

        def work(connection: Connection) -> CaseState | Refused:
            return cases.take_step(
                connection, hall, ticket_id, body.kind, body.outcome, body.grade, body.remark, who.name, now
            )

        deed = Deed(Act.REVIEW_WORK, ticket_id, hall, {"kind": body.kind.value, "outcome": body.outcome.value})
        state = await door.store.write(audited(who, deed, now, work))
        if not isinstance(state, CaseState):
            return refusal(state, wire.TOLD)
        return sync_wire.answer(200, wire.StepTaken(state=state))


def _add_figures(router: APIRouter, door: Door) -> None:
    @router.get("/reviews/overdue", response_model=wire.Overdue, **for_act(Act.REVIEW_READ))
    async def overdue(who: Who, hall: AskedHall = "", limit: Limit = 100) -> Response:
        """Cases that were not rectified within 15 working days, the longest overdue first."""
        if not who.belongs_to(hall or who.hall):
            return sync_wire.not_now(_OTHER_HALL)
        now = door.wall_ms()
        rows = await door.store.read(lambda connection: cases.overdue(connection, hall or who.hall, now, limit))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Overdue(rows=[wire.CaseRow(**row) for row in rows]))

    @router.get("/evaluation-rates", response_model=wire.RatesTold, **for_act(Act.STATISTICS_READ))
    async def shares(who: Who, first: DayAsked, last: DayAsked, hall: AskedHall = "") -> Response:
        """Good rate, 主动评价率 and 未评价 of some days; of a hall, or of the city."""
        if not who.belongs_to(hall or who.hall):
            return sync_wire.not_now(_OTHER_HALL)
        place = hall or who.hall
        found = await door.store.read(lambda connection: rates(connection, place, first, last))
        if not isinstance(found, Rates):
            return sync_wire.not_now(found)
        return sync_wire.answer(200, wire.RatesTold.of(place, first, last, found))
