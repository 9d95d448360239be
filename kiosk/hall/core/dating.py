"""What time it is in the hall, also while its clock is wrong, and which time of arrival is believed.

Places in the lines are made of these times only. A clock that is not trusted goes on from the last event by the
monotonic clock; across a restart it stands still, so that time never runs back within a day.
"""

from __future__ import annotations

from kiosk.domain.calendar import business_day
from kiosk.domain.events import Event, EventKind, Moment
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, whole_of

DATED = frozenset({EventKind.DAY_OPENED, EventKind.RESERVED, EventKind.CALLED})  # often enough, and the hall's own


def hall_ms(state: HallState, now: Moment) -> int:
    """UTC milliseconds: the clock's when it is trusted or nothing else is known."""
    if now.trusted or state.dated is None:
        return now.wall_ms
    known_ms, at = state.dated
    return known_ms + now.mono_ms - at.mono_ms if at.boot_id == now.boot_id else known_ms


def next_arrival(state: HallState, now: Moment) -> int:
    """Of a number that this hall gives now. No two have the same time, so the time alone keeps their order."""
    return max(hall_ms(state, now), state.latest_arrival_ms + 1)


def believed_ms(state: HallState, rules: Rules, said_ms: int, now: Moment) -> int:
    """When a ticket was taken, as its paper says; now, when that cannot be: on another business day, or to come. While
    the hall's clock is wrong nothing is to come: its time may stand, and the paper knows better."""
    now_ms = hall_ms(state, now)
    if said_ms <= 0 or (said_ms > now_ms and now.trusted):
        return now_ms
    return said_ms if business_day(said_ms, rules.hall.boundary_minutes) == state.day else now_ms


def date(state: HallState, event: Event) -> None:
    """Part of `evolve`: what is known of the time. Whoever has arrived did so by now. A book that begins on a wrong
    clock knows nothing but the day's begin: later than the truth would put whoever comes next behind all of today."""
    begins = whole_of(event.data.get("begins"))
    if state.dated is None and begins and not event.at.trusted:
        state.dated = begins, event.at
        return
    before = state.dated[0] if state.dated else 0
    state.dated = max(before, hall_ms(state, event.at), whole_of(event.data.get("arrived_ms"))), event.at
