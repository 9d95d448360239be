"""Bookings for the staff: a hall's list, a slot's quota, calling off, a telephone number with its reason, appeals."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy import Connection

from kiosk.city.bookings import slots, suspending, wire
from kiosk.city.bookings.api import BookingPath, SuspensionPath
from kiosk.city.bookings.cancelling import call_off
from kiosk.city.bookings.hall_rows import ContactRefusal, bookings_of, contact_of
from kiosk.city.bookings.taking import Means, NotBooked
from kiosk.city.bookings.telling import booking_told, not_booked
from kiosk.city.forms import After, Done, HallId, Limit, PathDay
from kiosk.city.records import Found
from kiosk.city.refusals import Refused, refusal
from kiosk.city.staff.auditing import Deed, Visitor, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.roles import Act
from kiosk.domain.booking import SLOT_MINUTES, BookingRefusal, Slot
from kiosk.sync import wire as sync_wire

GroupPath = Annotated[str, Path(max_length=20, pattern=r"^[a-z][a-z0-9-]*$")]
StartPath = Annotated[int, Path(ge=0, lt=1440, multiple_of=SLOT_MINUTES)]
_TOLD = {
    ContactRefusal.NO_BOOKING: (404, "This hall has no such booking."),
    ContactRefusal.NO_CONTACT: (404, "No telephone number is kept for it."),
    BookingRefusal.NO_SUCH_SLOT: (404, "The hall's plan has no such group."),
}


def add_for_staff(router: APIRouter, door: Door, means: Means) -> None:
    _add_bookings(router, door, means)
    _add_appeals(router, door)


def _add_bookings(router: APIRouter, door: Door, means: Means) -> None:
    @router.get("/halls/{hall}/bookings/{day}", response_model=wire.StaffBookings, **for_act(Act.BOOKING_READ))
    async def listed(hall: HallId, day: PathDay, after: After = "", limit: Limit = 100) -> Response:
        """A hall's bookings of one day; masked."""
        found = await door.store.read(lambda connection: bookings_of(connection, hall, day, after, limit))
        if not isinstance(found, Found):
            return sync_wire.not_now(found)
        rows = [wire.StaffBooking(**row) for row in found.rows]
        return sync_wire.answer(200, wire.StaffBookings(rows=rows, next=found.next))

    @router.put("/halls/{hall}/slots/{group}/{day}/{start}", response_model=Done, **for_act(Act.SLOT_CHANGE, 404))
    async def quota(
        hall: HallId, group: GroupPath, day: PathDay, start: StartPath, body: wire.Quota, who: Who
    ) -> Response | Done:
        """The quota of one half hour, which outlives a new plan."""
        one = Slot(date.fromisoformat(day), start)

        def work(connection: Connection) -> Refused | None:
            known = slots.set_quota(connection, hall, group, one, body.quota)
            return None if known else Refused(BookingRefusal.NO_SUCH_SLOT)

        deed = Deed(Act.SLOT_CHANGE, f"{group}/{day}/{start}", hall, {"quota": body.quota})
        failure = await door.store.write(audited(who, deed, door.wall_ms(), work))
        return Done() if failure is None else refusal(failure, _TOLD)

    @router.post(
        "/halls/{hall}/bookings/{booking_id}/call-off",
        response_model=wire.BookingTold,
        **for_act(Act.SLOT_CHANGE, 404, 409),
    )
    async def called_off(hall: HallId, booking_id: BookingPath, who: Who) -> Response:
        """The hall takes a booking back; it counts against nobody, and the person is told when there is a way to."""
        now = door.wall_ms()

        def work(connection: Connection) -> wire.BookingTold | NotBooked:
            row = call_off(connection, hall, booking_id, means.sends, now)
            return row if isinstance(row, NotBooked) else booking_told(connection, row)

        deed = Deed(Act.SLOT_CHANGE, booking_id, hall, {"word": "call_off"})
        result = await door.store.write(audited(who, deed, now, work))
        if isinstance(result, NotBooked):
            return not_booked(result)
        return sync_wire.answer(200, result) if isinstance(result, wire.BookingTold) else sync_wire.not_now(result)

    @router.post(
        "/halls/{hall}/bookings/{booking_id}/contact", response_model=wire.ContactTold, **for_act(Act.CONTACT_READ, 404)
    )
    async def contact(hall: HallId, booking_id: BookingPath, body: wire.WhyContact, who: Who) -> Response:
        """The telephone number, for a reason; who looked is written down."""
        deed = Deed(Act.CONTACT_READ, booking_id, hall, {"why": body.why})
        work = audited(who, deed, door.wall_ms(), lambda c: contact_of(c, hall, booking_id, means.field_keys))
        phone = await door.store.write(work)
        if not isinstance(phone, str):
            return refusal(phone, _TOLD)
        return sync_wire.answer(200, wire.ContactTold(phone=phone), {"cache-control": "no-store"})


def _add_appeals(router: APIRouter, door: Door) -> None:
    @router.get("/suspensions/appeals", response_model=wire.Appeals, **for_act(Act.SUSPENSION_READ))
    async def waiting(after: After = "", limit: Limit = 100) -> Response:
        """Appeals that wait for a judgement, the oldest first; nothing tells whose they are."""
        rows = await door.store.read(lambda connection: suspending.appeals(connection, after, limit))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        told = [wire.AppealRow(**row) for row in rows]
        following = told[-1].suspension_id if len(told) == limit else ""
        return sync_wire.answer(200, wire.Appeals(rows=told, next=following))

    @router.post(
        "/suspensions/{suspension_id}/verdict", response_model=Done, **for_act(Act.SUSPENSION_JUDGE, 404, 409)
    )
    async def judged(suspension_id: SuspensionPath, body: wire.Verdict, who: Who) -> Response | Done:
        """Granted: the pause ends now, and its no-shows are answered for."""
        return await _judge(door, who, suspension_id, body.granted)


async def _judge(door: Door, who: Visitor, suspension_id: str, granted: bool) -> Response | Done:
    now, deed = door.wall_ms(), Deed(Act.SUSPENSION_JUDGE, suspension_id, detail={"granted": granted})
    work = audited(who, deed, now, lambda c: suspending.judge(c, suspension_id, granted, who.name, now))
    failure = await door.store.write(work)
    return Done() if failure is None else refusal(failure, wire.TOLD)
