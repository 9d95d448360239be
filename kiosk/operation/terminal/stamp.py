"""Makes this node's events: identity, moment, business day and origin in one place."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.calendar import business_day
from kiosk.domain.events import Data, Event, EventKind, Scalar
from kiosk.ports.clock import Clock, Identities


class Stamp:
    """`boundary` answers the minutes after midnight at which the business day changes."""

    def __init__(self, node: str, clock: Clock, identities: Identities, boundary: Callable[[], int]) -> None:
        self.node = node
        self._clock = clock
        self._identities = identities
        self._boundary = boundary

    def event(self, kind: EventKind, **data: Scalar | list[str]) -> Event:
        """Of the terminal itself: it belongs to the day on which it happens."""
        at = self._clock.now()
        day = business_day(at.wall_ms, self._boundary())
        return Event(self._identities.new(), kind, self.node, day, at, "", data)

    def make(self, kind: EventKind, ticket_id: str, day: str, data: Data) -> Event:
        """Of a ticket: it belongs to the ticket's day, also when its paper comes after midnight."""
        return Event(self._identities.new(), kind, self.node, day, self._clock.now(), ticket_id, data)

    def today(self) -> str:
        return business_day(self._clock.now().wall_ms, self._boundary())

    def wall_ms(self) -> int:
        return self._clock.now().wall_ms

    def new_id(self) -> str:
        return self._identities.new()
