"""A book in lists with the disk's faults at hand, a clock that stands until it is moved, countable identities."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kiosk.domain.events import Event, Moment
from kiosk.domain.numbering import DaySpace
from kiosk.ports.ledger import Beginning, HighestNumbers, Judgement, LedgerFailure, Origin, Received

MONDAY_NINE = 1_795_396_800_000  # 2026-11-23 09:20 in China


class MemoryLedger:
    """Implements `HallLedger` and `InboundStreams`. While `fault` is set, nothing can be stored."""

    def __init__(self) -> None:
        self.rows: list[Event] = []
        self.places: list[Received] = []
        self.fault: LedgerFailure | None = None
        self.low = False
        self.beginning = Origin(Beginning.KEPT, settled=True)
        self.appends = 0

    def append(self, events: Sequence[Event], received: Sequence[Received] = ()) -> int | LedgerFailure:
        if self.fault is not None:
            return self.fault
        known = {row.event_id for row in self.rows}
        assert not known & {event.event_id for event in events}, "an event was stored twice"
        self.appends += 1
        self.rows.extend(events)
        self.places.extend(received)
        return len(self.rows)

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        return [(seq, event) for seq, event in enumerate(self.rows, 1) if event.day == day]

    def since(self, seq: int, limit: int) -> Sequence[tuple[int, Event]]:
        return list(enumerate(self.rows, 1))[seq : seq + limit]

    def last_seq(self) -> int:
        return len(self.rows)

    def seq_of(self, event_id: str) -> int | None:
        return next((seq for seq, event in enumerate(self.rows, 1) if event.event_id == event_id), None)

    def room(self) -> LedgerFailure | None:
        return LedgerFailure.DISK_LOW if self.low else None

    def origin(self) -> Origin:
        return self.beginning

    def settle(self) -> LedgerFailure | None:
        if self.fault is None:
            self.beginning = replace(self.beginning, settled=True)
        return self.fault

    def highest_numbers(self, day: str, spaces: Sequence[DaySpace]) -> Mapping[str, HighestNumbers]:
        raise NotImplementedError("the state holds them; only a real book is asked")

    def position(self, node: str, epoch: str) -> int:
        return max((place.seq for place in self.places if (place.node, place.epoch) == (node, epoch)), default=0)

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        stream = (place for place in self.places if (place.node, place.epoch) == (node, epoch))
        return [place for place in stream if first_seq <= place.seq <= last_seq]

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        applied = {place.event_id for place in self.places if place.judgement is Judgement.APPLIED}
        return frozenset(event_ids) & (applied | {row.event_id for row in self.rows})


class StandingClock:
    """Moves only when told to; wall and monotonic clock together unless the wall is set."""

    def __init__(self, wall_ms: int = MONDAY_NINE) -> None:
        self._now = Moment(wall_ms, 1_000_000, "boot-1", True)

    def now(self) -> Moment:
        return self._now

    def pass_seconds(self, seconds: float) -> None:
        step = int(seconds * 1000)
        self._now = replace(self._now, wall_ms=self._now.wall_ms + step, mono_ms=self._now.mono_ms + step)

    def set_wall(self, wall_ms: int, trusted: bool = True) -> None:
        self._now = replace(self._now, wall_ms=wall_ms, trusted=trusted)

    def restart(self) -> None:
        self._now = replace(self._now, mono_ms=5_000, boot_id="boot-2")


class Counted:
    """Implements `Identities`."""

    def __init__(self, prefix: str = "e") -> None:
        self._numbers = (f"{prefix}-{n:08d}" for n in itertools.count(1))

    def new(self) -> str:
        return next(self._numbers)
