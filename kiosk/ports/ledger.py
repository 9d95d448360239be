"""What a node remembers through every crash. One operation is one durable transaction, or nothing at all.

Every operation may answer `LedgerFailure` instead of raising: a locked or full disk is the world's failure, and the
citizen hears of it in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from kiosk.domain.events import Event
from kiosk.domain.ticket import PrintState, TakeRequest, TicketView


class LedgerFailure(StrEnum):
    LOCKED = "locked"  # another process holds the file longer than the limit
    DISK_FULL = "disk_full"
    DAMAGED = "damaged"  # the file is no database, or fails its check
    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class KeptTicket:
    """A committed ticket of this terminal: what a reprint needs, and what is known of its paper."""

    view: TicketView
    print_state: PrintState
    code: str  # signed QR data
    reprints: int = 0


class TerminalLedger(Protocol):
    """A terminal's own book: intents, tickets, and the events it still owes (see `Outbox`)."""

    def open_intent(self, request: TakeRequest, day: str, at_ms: int) -> LedgerFailure | None: ...

    def commit_ticket(self, ticket: KeptTicket, taken: Event) -> LedgerFailure | None:
        """Ticket and outbox row in one transaction; closes the intent."""

    def abandon_intent(self, ticket_id: str, voided: Event | None) -> LedgerFailure | None:
        """Closes an intent that became no ticket; `voided` is None when the hall certainly never reserved for it."""

    def record_print(self, ticket_id: str, state: PrintState, event: Event | None) -> LedgerFailure | None: ...

    def record_event(self, event: Event) -> LedgerFailure | None:
        """An event that changes no ticket (a forgotten card, a complaint, a reprint of another terminal's ticket)."""

    def open_intents(self) -> Sequence[TakeRequest]: ...

    def unfinished_prints(self) -> Sequence[KeptTicket]:
        """Tickets in COMMITTED or PRINTING: after a restart nobody knows about their paper."""

    def ticket(self, ticket_id: str) -> KeptTicket | None: ...


class HallLedger(Protocol):
    """The hall's book: its event stream in order. State is what `load` replays."""

    def append(self, events: Sequence[Event]) -> int | LedgerFailure:
        """Appends all or none, durably, and answers the sequence number of the last one (starting at 1)."""

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        """The events of one business day, in order, with their sequence numbers."""

    def since(self, seq: int, limit: int) -> Sequence[tuple[int, Event]]: ...

    def last_seq(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Owed:
    """Events not yet acknowledged: consecutive, starting at `first_seq`, of one stream epoch."""

    epoch: str
    first_seq: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    event_id: str
    verdict: str  # applied | duplicate | rejected
    reason: str = ""


class Outbox(Protocol):
    """What a node owes its upstream. Rejected events move to a visible quarantine, never away."""

    def owed(self, limit: int) -> Owed: ...

    def acknowledge(self, upto_seq: int, verdicts: Sequence[Verdict]) -> LedgerFailure | None: ...

    def backlog(self) -> int: ...

    def new_epoch(self) -> LedgerFailure | None:
        """Starts a new stream after a restored disk image; what is still owed is owed again under it."""


class InboundStreams(Protocol):
    """What an upstream has taken from its nodes: each event once, for ever."""

    def position(self, node: str, epoch: str) -> int:
        """The last sequence number taken from this stream; 0 when none."""

    def known(self, event_ids: Sequence[str]) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the downward feed: the newest body of a key, or a tombstone (`body` None)."""

    cursor: int
    kind: str  # catalogue, hall_settings, evaluation_reasons, match_key, ticket_key, ...
    key: str
    version: str
    body: Mapping[str, Any] | None


class Cache(Protocol):
    """What came down from the upstream. One page is one transaction that also stores the cursor."""

    def cursor(self) -> int: ...

    def apply(self, changes: Sequence[Change], cursor: int) -> LedgerFailure | None: ...

    def latest(self, kind: str, key: str = "") -> Change | None: ...

    def forget_all(self) -> LedgerFailure | None:
        """The full-resync path: empties the cache and sets the cursor back to 0."""
