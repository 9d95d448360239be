"""A hall node's file as the roles use it, however it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.operation.start import Start
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import Cache, HallLedger, InboundStreams, LedgerFailure, Outbox, Quarantine
from kiosk.ports.log import Log


@dataclass(frozen=True, slots=True)
class HallBook:
    """`close` once nothing uses it; `erase` at any time, when this node was sent away; `probe` as `HallParts` takes
    it; `watch` names who hears of each failure that only a start can mend, on the thread that met it."""

    ledger: HallLedger
    streams: InboundStreams
    cache: Cache
    outbox: Outbox
    quarantine: Quarantine
    close: Callable[[], None]
    erase: Callable[[], None]
    probe: Callable[[], LedgerFailure | None]
    watch: Callable[[Callable[[LedgerFailure], None]], None]

    @property
    def name(self) -> str:
        """Of this very book; a restored one has another."""
        return self.outbox.owed(1).epoch[:12]


OpenBook = Callable[[Start, str, Clock, Log], HallBook | LedgerFailure]  # the name of its file: hall, mirror
