"""What the city published, arranged for looking up: the part of a decision that is the same for everybody today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue, Item
from kiosk.domain.evaluation import EvaluationReasons
from kiosk.domain.hall_settings import Clerk, Counter, HallSettings, Queue
from kiosk.domain.number_rules import NOTHING_PUBLISHED, NumberRules
from kiosk.domain.numbering import Issuer
from kiosk.domain.published import Text

_NOT_KNOWN_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """`node` is the hall's name in events; it gives the numbers of `issuer`; `enrolled` are its terminals."""

    node: str
    hall: HallSettings
    catalogue: Catalogue
    reasons: EvaluationReasons
    queues: Mapping[str, Queue]
    counters: Mapping[str, Counter]
    clerks: Mapping[str, Clerk]
    counters_of: Mapping[str, tuple[str, ...]]  # numbers, by queue
    typical_minutes: Mapping[str, int]  # by queue
    numbers: NumberRules = NOTHING_PUBLISHED
    issuer: Issuer = Issuer.SEQUENCER
    enrolled: frozenset[str] = frozenset()

    def item_name(self, code: str, queue: str = "") -> Text:
        """The item's name; its code once it has left the catalogue, the queue's when nobody told the item."""
        item = self.catalogue.item(code)
        if item is None and not code and queue in self.queues:
            return self.queues[queue].name
        return item.name if item else Text(code, code)

    def item(self, code: str) -> Item | None:
        """An item that can be had here: in the catalogue, with a queue of this hall."""
        item = self.catalogue.item(code)
        return item if item and item.queue in self.queues else None


def rules_of(
    node: str,
    hall: HallSettings,
    catalogue: Catalogue,
    reasons: EvaluationReasons,
    numbers: NumberRules = NOTHING_PUBLISHED,
    issuer: Issuer = Issuer.SEQUENCER,
    enrolled: frozenset[str] = frozenset(),
) -> Rules:
    return Rules(
        node,
        hall,
        catalogue,
        reasons,
        {queue.code: queue for queue in hall.queues},
        {counter.number: counter for counter in hall.counters},
        {clerk.number: clerk for clerk in hall.clerks},
        {queue.code: tuple(counter.number for counter in hall.counters_of(queue.code)) for queue in hall.queues},
        {queue.code: _typical(queue.code, catalogue) for queue in hall.queues},
        numbers,
        issuer,
        enrolled,
    )


def _typical(queue: str, catalogue: Catalogue) -> int:
    minutes = [item.minutes for item in catalogue.items if item.queue == queue]
    return round(sum(minutes) / len(minutes)) if minutes else _NOT_KNOWN_MINUTES
