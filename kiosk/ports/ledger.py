"""What a node remembers through every crash. One operation is one durable transaction, or nothing at all.

Every operation may answer `LedgerFailure` instead of raising: a locked or full disk is the world's failure, and the
citizen hears of it in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from kiosk.domain.events import Event
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.numbering import DaySpace
from kiosk.domain.ticket import PrintState, TakeRequest, TicketView

EVENT_DATA_LIMIT = 16 << 10  # characters of an event's data as JSON; more is a bug of whoever made it


class LedgerFailure(StrEnum):
    LOCKED = "locked"  # another process holds the file longer than the limit
    DISK_LOW = "disk_low"  # what is under way can still be stored; nothing new may begin
    DISK_FULL = "disk_full"
    DAMAGED = "damaged"  # the file is no database, or fails its check
    NEWER_VERSION = "newer_version"  # written by a later version of this program; it is left as it is
    KEYS_UNUSABLE = "keys_unusable"  # its key file is open to others, or does not fit what it encrypted
    REVOKED = "revoked"  # erased, because the upstream revoked this node
    READ_ONLY = "read_only"
    BROKEN_DISK = "broken_disk"  # the disk answers with errors


class LedgerError(Exception):
    """A read met damage or a dead disk: the process has to start again, and its start checks the file.

    Only reads raise it; an operation that stores answers `LedgerFailure`.
    """

    def __init__(self, failure: LedgerFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Intent:
    """A wish for a number that has neither become a ticket nor been given up. `at_ms` UTC milliseconds."""

    request: TakeRequest
    day: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class KeptTicket:
    """A committed ticket of this terminal: what a reprint needs, and what is known of its paper."""

    view: TicketView
    print_state: PrintState
    code: str  # signed QR data
    reprints: int = 0


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """What a number of the terminal's own letter became, and the event that tells of it.

    `number` may be any from the offered one on; 0: that one.
    """

    ticket: KeptTicket
    taken: Event
    number: int = 0


class TerminalLedger(Protocol):
    """A terminal's own book: intents, tickets, and the events it still owes (see `Outbox`)."""

    def open_intent(self, request: TakeRequest, day: str, at_ms: int) -> LedgerFailure | None:
        """Again with the same ticket_id while it is open: nothing more happens. ValueError when it was given up.

        The one operation that begins something: DISK_LOW while there is room only for what is under way.
        """

    def commit_ticket(self, ticket: KeptTicket, taken: Event) -> LedgerFailure | None:
        """Ticket and outbox row in one transaction; closes the intent.

        Again for a committed ticket: nothing more happens. ValueError when the intent is not open.
        """

    def abandon_intent(self, ticket_id: str, voided: Event | None) -> LedgerFailure | None:
        """Closes an intent that became no ticket; `voided` is None when the hall certainly never reserved for it.

        Nothing happens when the intent is not open: a committed ticket is never voided.
        """

    def record_print(self, ticket_id: str, state: PrintState, event: Event | None) -> LedgerFailure | None:
        """What is known about the paper now, with its event. ValueError when there is no such ticket."""

    def begin_reprint(self) -> LedgerFailure | None:
        """Before the first byte of a 补打 of any ticket: until its event is here, the paper is doubtful."""

    def record_reprint(self, ticket_id: str, state: PrintState, event: Event) -> LedgerFailure | None:
        """补打: counts one more, keeps the state of the paper (PRINTED stays PRINTED), with its event."""

    def record_event(self, event: Event) -> LedgerFailure | None:
        """An event that changes no ticket (a forgotten card, a complaint, a reprint of another terminal's ticket)."""

    def open_intents(self) -> Sequence[Intent]: ...

    def unfinished_prints(self) -> Sequence[KeptTicket]:
        """Tickets in COMMITTED or PRINTING: after a restart nobody knows about their paper."""

    def is_paper_doubtful(self) -> bool:
        """Whether the last paper that the printer was asked for, of any ticket, is not known to have come out whole."""

    def is_card_reported(self) -> bool:
        """Whether the staff were told of a forgotten card and have not heard since that it was taken."""

    def ticket(self, ticket_id: str) -> KeptTicket | None: ...

    def tickets_of(self, day: str, person: Sequence[KeyedHash]) -> Sequence[KeptTicket]:
        """This terminal's tickets of one person on one day, under whichever version of the key; latest first."""

    def commit_own(
        self, ticket_id: str, day: str, queue: str, make: Callable[[int], OwnTicket | None]
    ) -> KeptTicket | LedgerFailure | None:
        """A ticket with a number of this terminal's own letter, in one transaction with the number: no crash gives a
        number twice, at worst one is left out.

        `make` gets the number after the highest that was ever given on this day in this queue (the first is 1), builds
        the ticket of that number or a later one, and answers None when it has none: then nothing is stored and None is
        the answer.
        It may be called twice, does no I/O, and does not come back here. Again for a committed ticket: that ticket.
        ValueError when the intent is not open.
        """

    def highest_own(self, day: str) -> Mapping[str, int]:
        """The highest number of the own letter ever given on this day, by queue; queues without one are left out."""


class Judgement(StrEnum):
    """What an upstream says about one event."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Received:
    """One place of a downstream's stream that this upstream has taken, and what it said about the event there."""

    node: str
    epoch: str
    seq: int
    event_id: str
    judgement: Judgement
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HighestNumbers:
    """The highest number of a queue seen in each part of its space on one day; 0 where there is none."""

    sequencer: int = 0
    standby: int = 0
    spare: int = 0


class Beginning(StrEnum):
    """How this file came to be."""

    KEPT = "kept"  # it was there before this was asked about
    FRESH = "fresh"  # made new: nothing was remembered
    RESTORED = "restored"  # from a backup: it may have forgotten what it did after that


@dataclass(frozen=True, slots=True)
class Origin:
    """`settled`: everybody below has reported since, so that what was forgotten is known again."""

    beginning: Beginning
    settled: bool


class HallLedger(Protocol):
    """The hall's book: its event stream in order. State is what `load` replays."""

    def room(self) -> LedgerFailure | None:
        """DISK_LOW while there is room only for what is under way: then no number may be reserved. Cheap."""

    def origin(self) -> Origin:
        """A file that is FRESH or RESTORED and not settled may have forgotten numbers: issue from the spare part."""

    def settle(self) -> LedgerFailure | None:
        """Every enrolled terminal has reported since the file was made or restored."""

    def highest_numbers(self, day: str, spaces: Sequence[DaySpace]) -> Mapping[str, HighestNumbers]:
        """For each of the queues of `spaces`: what the events of this day, also terminals', have seen."""

    def append(self, events: Sequence[Event], received: Sequence[Received] = ()) -> int | LedgerFailure:
        """Appends all or none, durably, and answers the sequence number of the last one (starting at 1).

        `received` are the places of the terminals' streams that these events came from (see `kiosk.sync.streams`);
        they are stored in the same transaction. Raises sqlite3.IntegrityError for an event_id that is there already.
        """

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        """The events of one business day, in order, with their sequence numbers."""

    def since(self, seq: int, limit: int) -> Sequence[tuple[int, Event]]: ...

    def last_seq(self) -> int: ...

    def seq_of(self, event_id: str) -> int | None:
        """Where that event stands in this book."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Events not yet acknowledged: consecutive, starting at `first_seq`, of one stream epoch."""

    epoch: str
    first_seq: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    event_id: str
    verdict: Judgement
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An event that the upstream refused, without what it says. `since` UTC; `under_way`: it is being sent again."""

    event_id: str
    kind: str
    day: str
    reason: str
    since: str
    under_way: bool = False


class QuarantineAct(StrEnum):
    SEND_AGAIN = "send_again"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class QuarantineActed:
    """What a person did with a refused event. `at` UTC; `who` and `why` are words of a command, never free text."""

    at: str
    act: str
    event_id: str
    kind: str
    reason: str
    who: str
    why: str


class Quarantine(Protocol):
    """What the upstream refused, for a technician. It holds nobody up."""

    def refused(self) -> Sequence[Quarantined]:
        """Oldest first; what was discarded is not among them."""

    def count(self) -> int: ...

    def act(self, act: QuarantineAct, event_ids: Sequence[str], who: str, why: str) -> frozenset[str] | LedgerFailure:
        """All of them in one transaction with its record, or none: then those that are not there (or, to be sent
        again, are under way already) are the answer."""

    def acts(self, limit: int) -> Sequence[QuarantineActed]:
        """Newest first, of the last 400 days."""


class Outbox(Protocol):
    """What a node owes its upstream. Rejected events move to a visible quarantine, never away."""

    def owed(self, limit: int) -> Owed: ...

    def acknowledge(self, upto_seq: int, verdicts: Sequence[Verdict]) -> LedgerFailure | None:
        """The upstream has taken everything up to `upto_seq` of the present epoch; rejected ones go to quarantine."""

    def rewind(self, expected_seq: int) -> bool | LedgerFailure:
        """The upstream lost what it had taken and wants `expected_seq` next. False when only a new epoch can give it
        all that it may have lost: that number is no longer kept, or it has nothing of this epoch and more is kept."""

    def backlog(self) -> int: ...

    def quarantined(self) -> Sequence[Verdict]: ...

    def new_epoch(self, restored: bool = False) -> LedgerFailure | None:
        """Starts a new stream; everything that is still kept is owed under it, what was acknowledged too.

        `restored`: because the upstream knows later events than this file, so it was put back; `Origin` says so then.
        """


class InboundStreams(Protocol):
    """What an upstream has taken from its nodes: each event once, for ever."""

    def position(self, node: str, epoch: str) -> int:
        """The last sequence number taken from this stream; 0 when none."""

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        """The places of a stream that were taken, from first to last, both included, in order."""

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        """Those of `event_ids` that were applied before, from whatever stream."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the downward feed: the newest body of a key, or a tombstone (`body` None)."""

    cursor: int
    kind: str  # catalogue, hall_settings, evaluation_reasons, match_key, ticket_key, ...
    key: str
    version: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Feed:
    """How far a cache is. `round` counts the resyncs; `complete` is False before the first whole state and in one."""

    name: str = ""  # which feed the cursor counts in
    cursor: int = 0
    round: int = 0
    complete: bool = False


class Cache(Protocol):
    """What came down from the upstream. One page is one transaction that also stores the cursor."""

    def feed(self) -> Feed: ...

    def after(self, cursor: int, limit: int) -> Sequence[Change]:
        """The newest changes behind `cursor`, tombstones too, in the cursor's order; what a hall publishes on."""

    def apply(
        self, changes: Sequence[Change], cursor: int, feed: str = "", complete: bool = True
    ) -> LedgerFailure | None:
        """One page. `complete`: nothing more waits, so what a resync did not bring again is dropped now."""

    def latest(self, kind: str, key: str = "") -> Change | None:
        """The newest, or None when there is none or it was withdrawn. An empty key: the last change of this kind."""

    def every(self, kind: str) -> Sequence[Change]:
        """All that stand of a kind, withdrawn ones left out, in the order in which they came."""

    def begin_resync(self) -> LedgerFailure | None:
        """The full-resync path: the cursor goes back to 0; what is known stays readable until the new is whole."""


BOOKING = "booking"  # the kind under which bookings come down, each by its number


@dataclass(frozen=True, slots=True)
class CachedBooking:
    """A booking as it came down. Slot in UTC milliseconds, the end not included; `day` its business day.

    `body` is all of what the city published, also what this version does not know; it stands encrypted in the file.
    """

    number: str
    day: str
    begins_ms: int
    ends_ms: int
    item: str
    holder: KeyedHash
    body: Mapping[str, Any]


class Bookings(Protocol):
    """The hall's bookings for their whole horizon, for a node that is cut off from everything too.

    They come down through `Cache` and go at the end of their day. LedgerError as for every read.
    """

    def booking(self, number: str) -> CachedBooking | None: ...

    def of_person(self, person: Sequence[KeyedHash]) -> Sequence[CachedBooking]:
        """By the slot's start. `person` are the hashes of one ID number under every version of the key."""

    def between(self, from_ms: int, until_ms: int) -> Sequence[CachedBooking]:
        """Those whose slot starts in this window, the end not included; by the slot's start."""
