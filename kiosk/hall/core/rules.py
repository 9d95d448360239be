"""What the city published, arranged for looking up: the part of a decision that is the same for everybody today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue, Item
from kiosk.domain.evaluation import EvaluationReasons
from kiosk.domain.hall_settings import Clerk, Counter, HallSettings, Queue
from kiosk.domain.published import Text

_NOT_KNOWN_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """`node` is the hall's own name in events."""

    node: str
    hall: HallSettings
    catalogue: Catalogue
    reasons: EvaluationReasons
    queues: Mapping[str, Queue]
    counters: Mapping[str, Counter]
    clerks: Mapping[str, Clerk]
    counters_of: Mapping[str, tuple[str, ...]]  # numbers, by queue
    typical_minutes: Mapping[str, int]  # by queue

    def item_name(self, code: str) -> Text:
        """The item's name; its code once it has left the catalogue."""
        item = self.catalogue.item(code)
        return item.name if item else Text(code, code)

    def item(self, code: str) -> Item | None:
        """An item that can be had here: in the catalogue, with a queue of this hall."""
        item = self.catalogue.item(code)
        return item if item and item.queue in self.queues else None


def rules_of(node: str, hall: HallSettings, catalogue: Catalogue, reasons: EvaluationReasons) -> Rules:
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
    )


def _typical(queue: str, catalogue: Catalogue) -> int:
    minutes = [item.minutes for item in catalogue.items if item.queue == queue]
    return round(sum(minutes) / len(minutes)) if minutes else _NOT_KNOWN_MINUTES
