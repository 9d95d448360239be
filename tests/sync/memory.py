"""An upstream's memory in lists, for the pure rules."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.events import Event, EventKind, Moment
from kiosk.ports.ledger import Judgement, Received

DAY = "2026-11-23"


def event(number: int, kind: EventKind = EventKind.TAKEN, node: str = "terminal-1") -> Event:
    return Event(f"e-{number}", kind, node, DAY, Moment(1_795_000_000_000 + number, number, "boot-1"), f"t-{number}")


class ListedStreams:
    """Implements `InboundStreams`; `store` is the transaction."""

    def __init__(self) -> None:
        self.places: list[Received] = []
        self.applied: list[Event] = []

    def store(self, events: Sequence[Event], received: Sequence[Received]) -> None:
        self.applied.extend(events)
        self.places.extend(received)

    def position(self, node: str, epoch: str) -> int:
        return max((p.seq for p in self.places if (p.node, p.epoch) == (node, epoch)), default=0)

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        stream = (p for p in self.places if (p.node, p.epoch) == (node, epoch))
        return [p for p in stream if first_seq <= p.seq <= last_seq]

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        applied = {p.event_id for p in self.places if p.judgement is Judgement.APPLIED}
        return frozenset(event_ids) & applied
