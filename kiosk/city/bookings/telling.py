"""Bookings as they are told: with the names of hall and item, and the times that matter to the person."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from kiosk.city.bookings import wire
from kiosk.city.bookings.cancelling import slot_of
from kiosk.city.bookings.messages import REMINDER, state_of
from kiosk.city.bookings.rulebook import hall_name, item_name, rulebook
from kiosk.city.bookings.taking import NotBooked
from kiosk.city.bookings.words import COUNTER, SENTENCES
from kiosk.domain.booking import BookingRefusal, check_in_closes_ms, check_in_opens_ms
from kiosk.ports.admission import NotAdmitted
from kiosk.sync import wire as sync_wire

_MINUTE_MS = 60_000


def booking_told(connection: Connection, row: Any) -> wire.BookingTold:
    rules, slot = rulebook(connection).rules, slot_of(row)
    return wire.BookingTold(
        booking_id=row["booking_id"],
        hall=row["hall"],
        hall_name=wire.both(hall_name(connection, row["hall"])),
        item=row["item"],
        item_name=wire.both(item_name(connection, row["hall"], row["item"])),
        group=row["group"],
        day=row["day"],
        start=row["start"],
        starts_ms=row["starts_ms"],
        ends_ms=row["ends_ms"],
        check_in_from_ms=check_in_opens_ms(slot, rules.early_minutes),
        check_in_until_ms=check_in_closes_ms(slot, rules.late_minutes),
        cancel_until_ms=row["starts_ms"] - rules.cancel_minutes * _MINUTE_MS,
        state=row["state"],
        name=row["name"],
        tail=row["tail"],
        reminder=state_of(connection, row["booking_id"], REMINDER),
    )


def suspension_told(row: Any) -> wire.SuspensionTold:
    names = ("suspension_id", "reason", "begins", "ends", "appeal")
    return wire.SuspensionTold(**{name: row[name] for name in names})


def not_booked(why: NotBooked) -> Response:
    status, words = SENTENCES[why.reason]
    trouble = wire.BookingTrouble(
        reason=why.reason.value,
        sentence=words.en,
        shown=wire.both(words),
        other_way=wire.both(COUNTER) if why.reason is BookingRefusal.SUSPENDED else None,
        until=why.until,
    )
    return sync_wire.answer(status, trouble, {"retry-after": "30"} if status == 503 else None)


def not_admitted(why: NotAdmitted) -> Response:
    return sync_wire.answer(
        409,
        wire.BookingTrouble(
            reason=BookingRefusal.NOT_ADMITTED.value,
            sentence=f"{why.reason}: {why.sentence.en}",
            shown=wire.both(why.sentence),
            other_way=wire.both(why.other_way),
        ),
    )
