"""Whether this terminal may give a number of its own letter now, and where it would belong.

It needs all of this: no answer from a hall for the configured time, a letter of its own in force on a business day
that is certain, an item with a queue of this hall, and a number that no earlier start of this terminal can have given.
Whoever got one here since the hall fell silent is offered that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.calendar import begin_of, business_day
from kiosk.domain.catalogue import Catalogue, HallSettings
from kiosk.domain.number_rules import NumberRules
from kiosk.domain.numbering import day_space
from kiosk.domain.own_space import OwnSpace, own_space
from kiosk.domain.ticket import (
    NOTHING_SEEN,
    HallUnreachable,
    Refused,
    Reserved,
    ReserveReply,
    Seen,
    TakeRefusal,
    TakeRequest,
)
from kiosk.journeys.own_number import OwnPlace, is_cut_off, take_own
from kiosk.journeys.ticket_life import Means, settle
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import KeptTicket, LedgerFailure

Published = Callable[[], tuple[Catalogue | None, HallSettings | None]]
_SLACK_S = 5.0  # around the moment when the hall fell silent


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """`node` is this terminal; `limit_s` how long a hall has to be silent; `new_id` makes a ticket's identity."""

    node: str
    limit_s: float
    published: Published
    rules: Callable[[], NumberRules]
    memory: HallMemory
    clock: Clock
    new_id: Callable[[], str]

    def ready(self) -> bool:
        """Whether somebody who came now would get one, as far as that can be known without asking the hall."""
        day = self._day()
        known = self.memory.silent_s() >= self.limit_s and bool(day and self.rules().letter_of(self.node, day))
        return known and bool(self._space(day))

    def seen(self, item: str) -> Seen:
        """What is known of the numbers of an item's queue."""
        catalogue, settings = self.published()
        known = catalogue.item(item) if catalogue else None
        queue = settings.queue(known.queue) if settings and known else None
        return self.memory.seen(day_space(queue)) if queue else NOTHING_SEEN

    def heard(self, reply: ReserveReply) -> None:
        """The hall's answer to a wish, or that there was none."""
        if isinstance(reply, HallUnreachable):
            return
        self.memory.answered()
        if isinstance(reply, Reserved):
            self.memory.gave(reply.ticket)

    def take(
        self, request: TakeRequest, answer: HallUnreachable, means: Means
    ) -> KeptTicket | Refused | LedgerFailure | HallUnreachable:
        """Instead of the hall's number for `request`; `answer` again where there is none to be had here either."""
        place = self._place(request) if is_cut_off(answer, self.memory.silent_s(), self.limit_s) else None
        if place is None:
            return answer
        settle(means)
        if means.ledger.open_intents():
            return answer  # what the hall may have set aside is not given up yet: no second number for the same wish
        before = self._before(request, place, means)
        if before is not None:
            return Refused(TakeRefusal.ALREADY_WAITING, before.view)
        return take_own(replace(request, ticket_id=self.new_id()), place, means) or answer

    def _place(self, request: TakeRequest) -> OwnPlace | None:
        catalogue, settings = self.published()
        day, rules = self._day(), self.rules()
        item = catalogue.item(request.item) if catalogue else None
        queue = settings.queue(item.queue) if settings and item else None
        letter = rules.letter_of(self.node, day) if day else ""
        if settings is None or item is None or queue is None or not letter:
            return None
        if not (item.anonymous or request.holder.hash):
            return None
        counters = tuple(counter.number for counter in settings.counters_of(queue.code))
        return OwnPlace(day, queue.code, queue.prefix, letter, rules.own_digits, counters, self._space(day))

    def _space(self, day: str) -> OwnSpace:
        """The numbers that no other life of this terminal gives on this day."""
        settings = self.published()[1]
        if settings is None:
            return ()
        now_ms = self.clock.now().wall_ms - begin_of(day, settings.boundary_minutes)
        return own_space(self.memory.nth_life(day), now_ms - int(self.memory.age_s() * 1000), now_ms)

    def _day(self) -> str:
        """The business day when it is certain, else empty: a clock that is trusted, and not behind the hall's day."""
        now, settings = self.clock.now(), self.published()[1]
        if settings is None or not now.trusted:
            return ""
        day = business_day(now.wall_ms, settings.boundary_minutes)
        return day if day >= self.memory.day else ""

    def _before(self, request: TakeRequest, place: OwnPlace, means: Means) -> KeptTicket | None:
        """This person's own-letter ticket of the same queue since the hall fell silent."""
        persons = request.holder.identities()
        since = means.stamps.wall_ms() - int((self.memory.silent_s() + _SLACK_S) * 1000)
        found = means.ledger.tickets_of(place.day, persons) if persons else ()
        mine = (kept for kept in found if kept.view.own and kept.view.queue == place.queue)
        return next((kept for kept in mine if kept.view.taken_ms >= since), None)
