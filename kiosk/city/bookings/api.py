"""Bookings for people: what is free, to book, to cancel, one's own bookings, an appeal. By channels, terminals, clerks.

Whoever the person is stands in the body, never in an address, for addresses are written to logs everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import Connection

from kiosk.city.bookings import slots, suspending, wire
from kiosk.city.bookings.asking import Asking
from kiosk.city.bookings.cancelling import cancel, of_person
from kiosk.city.bookings.known_full import KnownFull
from kiosk.city.bookings.persons import Person, Shown, known_by, match_keys
from kiosk.city.bookings.rulebook import plan_of, rulebook
from kiosk.city.bookings.taking import Means, NotBooked, Wish, book, is_stored, look
from kiosk.city.bookings.telling import booking_told, not_admitted, not_booked, suspension_told
from kiosk.city.forms import Done, HallId, Told
from kiosk.city.refusals import refusal
from kiosk.city.staff.auditing import Deed, Visitor, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.roles import STAFF_ROLES, Act, Role
from kiosk.domain.booking import BookingRefusal, Slot, horizon, today
from kiosk.ports.admission import NotAdmitted
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import Forbidden, NotNow

BookingPath = Annotated[str, Path(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
SuspensionPath = Annotated[str, Path(max_length=40, pattern=r"^[0-9a-f-]+$")]
Work = Callable[[Connection], wire.BookingTold | NotBooked]
_TROUBLE: dict[int | str, dict[str, Any]] = {status: {"model": wire.BookingTrouble} for status in (404, 409)}


@dataclass(frozen=True, slots=True)
class Counter:
    """Where bookings are made: the door, what can be kept and sent, the city's admission rule, and what was full."""

    door: Door
    means: Means
    asking: Asking
    full: KnownFull

    async def person(self, who: Visitor, whose: wire.Whose) -> Person | Response:
        """A terminal sends hashes, because nothing else leaves it; everybody else has no key and sends a card."""
        told = self._told(who, whose, "")
        if not isinstance(told, Shown):
            return told
        person = await self.door.store.read(lambda connection: known_by(told, match_keys(connection)))
        return person if isinstance(person, Person) else sync_wire.not_now(person)

    def _told(self, who: Visitor, whose: wire.Whose, phone: str) -> Person | Shown | Response:
        told = whose.person(phone)
        if isinstance(told, Person) is (who.role is Role.NODE):
            return told
        return sync_wire.trouble(422, "other_form", "A node sends `hashed`, everybody else sends `card`.")

    async def book(self, who: Visitor, body: wire.NewBooking) -> Response:
        if who.role in STAFF_ROLES and not who.belongs_to(body.hall):
            return sync_wire.not_now(Forbidden("other_hall", "This token belongs to another hall."))
        told = self._told(who, body.who, body.phone or "")
        if isinstance(told, Response):
            return told
        now, slot = self.door.wall_ms(), Slot(date.fromisoformat(body.day), body.start)
        asked = (body.hall, body.item, body.day, body.start)
        was_full = asked in self.full

        def looked(connection: Connection) -> Wish | NotBooked:
            if was_full and not is_stored(connection, body.booking_id):
                return NotBooked(BookingRefusal.SLOT_FULL)
            person = told if isinstance(told, Person) else known_by(told, match_keys(connection))
            wish = Wish(body.booking_id, body.hall, body.item, slot, person, who.name)
            return look(connection, wish, now) or wish

        wish = await self.door.store.read(looked)
        if isinstance(wish, NotBooked) and wish.reason is BookingRefusal.SLOT_FULL and not was_full:
            self.full.note(asked)
        if not isinstance(wish, Wish):
            return not_booked(wish) if isinstance(wish, NotBooked) else sync_wire.not_now(wish)
        answer = await self.asking.admitted(wish)
        if answer is not None:
            return not_admitted(answer) if isinstance(answer, NotAdmitted) else not_booked(answer)
        return await self._stored(who, wish, now)

    async def _stored(self, who: Visitor, wish: Wish, now: int) -> Response:
        def work(connection: Connection) -> wire.BookingTold | NotBooked:
            row = book(connection, wish, self.means, now)
            return row if isinstance(row, NotBooked) else booking_told(connection, row)

        deed = Deed(Act.BOOK, wish.booking_id, wish.hall)
        return _answer(await self.door.store.write(_noted(who, deed, now, work)), 201)

    async def cancel(self, who: Visitor, booking_id: str, body: wire.OfPerson) -> Response:
        person = await self.person(who, body.who)
        if isinstance(person, Response):
            return person
        now = self.door.wall_ms()

        def work(connection: Connection) -> wire.BookingTold | NotBooked:
            row = cancel(connection, booking_id, person, now)
            return row if isinstance(row, NotBooked) else booking_told(connection, row)

        deed = Deed(Act.BOOK, booking_id, detail={"word": "cancel"})
        return _answer(await self.door.store.write(_noted(who, deed, now, work)), 200)

    async def own(self, who: Visitor, body: wire.OfPerson) -> Response:
        person = await self.person(who, body.who)
        if isinstance(person, Response):
            return person
        day = today(self.door.wall_ms())

        def work(connection: Connection) -> wire.OwnBookings:
            pause = suspending.standing(connection, person.all, day)
            rows = of_person(connection, person.all, day)
            told = [booking_told(connection, row) for row in rows]
            return wire.OwnBookings(bookings=told, suspension=suspension_told(pause) if pause is not None else None)

        return _answer(await self.door.store.read(work), 200)

    async def appeal(self, who: Visitor, suspension_id: str, body: wire.NewAppeal) -> Response | Done:
        person = await self.person(who, body.who)
        if isinstance(person, Response):
            return person
        now = self.door.wall_ms()
        failure = await self.door.store.write(
            lambda connection: suspending.appeal(connection, person.all, suspension_id, body.reason, now)
        )
        return Done() if failure is None else refusal(failure, wire.TOLD)

    async def free(self, hall: str, item: str) -> Response:
        now = self.door.wall_ms()

        def work(connection: Connection) -> wire.SlotsTold | NotBooked:
            group = plan_of(connection, hall).group_of(item)
            if group is None:
                return NotBooked(BookingRefusal.UNKNOWN_ITEM)
            book = rulebook(connection)
            days = horizon(today(now), book.calendar, book.rules)
            return wire.SlotsTold(
                hall=hall,
                group=group.code,
                first=days.first.isoformat(),
                last=days.last.isoformat(),
                calendar_known=book.calendar.known(days.first) and book.calendar.known(days.last),
                slots=[_slot_told(row) for row in slots.open_slots(connection, hall, group.code, days)],
            )

        return _answer(await self.door.store.read(work), 200)


def add_for_people(router: APIRouter, counter: Counter) -> None:
    @router.get("/halls/{hall}/slots", response_model=wire.SlotsTold, **for_act(Act.SLOTS_READ, 404))
    async def free(hall: HallId, item: Annotated[str, Query(pattern=r"^[A-Z]{2,4}-[0-9]{3}$")], who: Who) -> Response:
        """Half hours for an item on every day that may be booked, full ones too."""
        return await counter.free(hall, item)

    @router.post("/bookings", response_model=wire.BookingTold, status_code=201, **_with_trouble(Act.BOOK))
    async def booked(body: wire.NewBooking, who: Who) -> Response:
        """Books a slot. The same `booking_id` again is the same booking and takes no second place."""
        return await counter.book(who, body)

    @router.post("/bookings/find", response_model=wire.OwnBookings, **for_act(Act.BOOK))
    async def own(body: wire.OfPerson, who: Who) -> Response:
        """A person's bookings from today on, and the pause that holds, if one does."""
        return await counter.own(who, body)

    @router.post("/bookings/{booking_id}/cancel", response_model=wire.BookingTold, **_with_trouble(Act.BOOK))
    async def cancelled(booking_id: BookingPath, body: wire.OfPerson, who: Who) -> Response:
        """Gives a booking up, until two hours before the slot by default; asked twice, it stays cancelled."""
        return await counter.cancel(who, booking_id, body)

    @router.post("/suspensions/{suspension_id}/appeal", response_model=Done, **for_act(Act.BOOK, 404, 409))
    async def appealed(suspension_id: SuspensionPath, body: wire.NewAppeal, who: Who) -> Response | Done:
        """The person's word against a pause, once."""
        return await counter.appeal(who, suspension_id, body)


def _with_trouble(act: Act) -> dict[str, Any]:
    declared = for_act(act)
    return {**declared, "responses": {**declared["responses"], **_TROUBLE}}


def _noted(who: Visitor, deed: Deed, now: int, work: Work) -> Work:
    """A clerk's act leaves a row; a machine's is the booking itself, which says by whom."""
    return audited(who, deed, now, work) if who.role in STAFF_ROLES else work


def _answer(result: Told | NotBooked | NotNow, status: int) -> Response:
    if isinstance(result, NotBooked):
        return not_booked(result)
    return sync_wire.answer(status, result) if isinstance(result, Told) else sync_wire.not_now(result)


def _slot_told(row: dict[str, Any]) -> wire.SlotTold:
    left = max(0, row["quota"] - row["taken"])
    return wire.SlotTold(day=row["day"], start=row["start"], minutes=row["minutes"], quota=row["quota"], left=left)
