"""签到: whoever booked an item and asks for its number within the time for it has checked in by that.

A booked person never queues twice, so there is no second way to a number. The bookings are this terminal's own copy:
the same with the hall, and without anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.calendar import local
from kiosk.domain.hall_settings import HallSettings
from kiosk.domain.ticket import Group, Holder, TakeRequest
from kiosk.journeys.pages import Booked, BookedWhen
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import Bookings, CachedBooking

_MINUTE_MS = 60_000


def check_in(
    bookings: Bookings | None, settings: Callable[[], HallSettings | None], clock: Clock, request: TakeRequest
) -> TakeRequest:
    """The request, with the person's booking of this item when one is open now. LedgerError as for every read."""
    hall = settings()
    if bookings is None or hall is None or not request.holder.hash or request.booking:
        return request
    now = clock.now().wall_ms
    mine = (one for one in bookings.of_person(request.holder.identities()) if one.item == request.item)
    found = next((one for one in mine if _is_open(one, hall, now)), None)
    if found is None:
        return request
    return replace(request, booking=found.number, holder=replace(request.holder, group=Group.BOOKED))


def booked_today(
    bookings: Bookings | None, settings: Callable[[], HallSettings | None], clock: Clock, who: Holder
) -> tuple[Booked, ...]:
    """What this person booked for today, as 核对 tells it: what is open first, then what is still to come."""
    hall, now = settings(), clock.now().wall_ms
    if bookings is None or hall is None or not who.hash:
        return ()
    mine = (one for one in bookings.of_person(who.identities()) if local(one.begins_ms).date() == local(now).date())
    return tuple(sorted((_told(one, hall, now) for one in mine), key=lambda one: _ORDER.index(one.when)))


_ORDER = (BookedWhen.OPEN, BookedWhen.EARLY, BookedWhen.LATE)


def _told(booking: CachedBooking, hall: HallSettings, now_ms: int) -> Booked:
    opens, closes = opens_at(booking, hall)
    when = BookedWhen.EARLY if now_ms < opens else BookedWhen.LATE if now_ms > closes else BookedWhen.OPEN
    begins, ends, from_then = (local(ms).strftime("%H:%M") for ms in (booking.begins_ms, booking.ends_ms, opens))
    return Booked(booking.item, when, begins, ends, from_then)


def _is_open(booking: CachedBooking, hall: HallSettings, now_ms: int) -> bool:
    opens, closes = opens_at(booking, hall)
    return opens <= now_ms <= closes


def opens_at(booking: CachedBooking, hall: HallSettings) -> tuple[int, int]:
    """From some minutes before the slot to some after its end, both included (kiosk/domain/booking.py). UTC ms."""
    opens = booking.begins_ms - hall.order.booked_early_minutes * _MINUTE_MS
    return opens, booking.ends_ms + hall.order.booked_late_minutes * _MINUTE_MS
