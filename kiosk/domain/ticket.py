"""A ticket: its words, its life in the hall, and what a citizen is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.keyed_hash import KeyedHash


class TicketState(StrEnum):
    """A ticket's life in the hall (domain words: waiting → called → serving → done, or one of the side ways)."""

    RESERVED = "reserved"  # a number set aside, not yet confirmed by the terminal
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    PASSED = "passed"  # 过号
    VOID = "void"  # never became a ticket; its number is not used again that day


OPEN_STATES = frozenset({TicketState.RESERVED, TicketState.WAITING, TicketState.CALLED, TicketState.SERVING})


class Group(StrEnum):
    """Which rule brings a ticket to the front. Never "VIP"."""

    WALK_IN = "walk_in"
    GREEN = "green"  # 绿色通道
    BOOKED = "booked"  # 预约


class PrintState(StrEnum):
    """What is known about the paper of a committed ticket, at its terminal."""

    COMMITTED = "committed"  # not yet given to the printer
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "print_failed"
    UNKNOWN = "print_unknown"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose ticket it is, as far as a queue may know: a keyed hash for matching, and what may be shown.

    `hash` is HMAC-SHA256 hex of the ID number under the city's match key (`key_version`), empty when anonymous.
    `also`: the same person under the other versions that a terminal knows while a new key comes into use.
    """

    hash: str = ""
    key_version: int = 0
    name: str = ""  # masked: 张*三
    tail: str = ""  # last four of the number
    group: Group = Group.WALK_IN
    also: tuple[KeyedHash, ...] = ()

    def identities(self) -> tuple[KeyedHash, ...]:
        """All by which this person may be known; none when anonymous."""
        return (KeyedHash(self.hash, self.key_version), *self.also) if self.hash else ()


@dataclass(frozen=True, slots=True)
class Seen:
    """The highest labels of a business day that a terminal knows of: what a hall that forgot must not give again."""

    day: str = ""
    labels: tuple[str, ...] = ()


NOTHING_SEEN = Seen()


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """What a terminal asks the hall for. `ticket_id` (UUIDv7, made at the terminal) is the request's identity.

    `booking`: the number of the booking that this person checks in with; the group is `booked` then.
    """

    ticket_id: str
    item: str  # item code
    holder: Holder = Holder()
    seen: Seen = NOTHING_SEEN
    booking: str = ""


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as the hall tells it to a terminal. Estimate in minutes; both 0 when nothing is known yet.

    `own`: the terminal gave it under its own letter while no hall answered; who is ahead is not known then.
    """

    ticket_id: str
    label: str
    queue: str
    item: str
    day: str
    state: TicketState
    group: Group
    name: str
    tail: str
    taken_ms: int  # UTC milliseconds
    ahead: int  # people before this one, now
    wait_low: int
    wait_high: int
    counters: tuple[str, ...]
    counter: str = ""  # the one that called it
    restorable: bool = False  # 过号 within its time, not yet used
    own: bool = False


class TakeRefusal(StrEnum):
    """Why the hall gave no number."""

    ALREADY_WAITING = "already_waiting"  # the same person, the same queue: 补打 instead
    PASSED_RECENTLY = "passed_recently"  # 过号: may be restored once
    NUMBERS_EXHAUSTED = "numbers_exhausted"
    UNKNOWN_ITEM = "unknown_item"
    QUEUE_CLOSED = "queue_closed"
    IDENTITY_REQUIRED = "identity_required"
    VOIDED = "voided"  # this request was already given up by its own terminal


@dataclass(frozen=True, slots=True)
class Reserved:
    ticket: TicketView


@dataclass(frozen=True, slots=True)
class Refused:
    reason: TakeRefusal
    ticket: TicketView | None = None  # the ticket that stands in the way


class HallUnreachable(StrEnum):
    """Why there is no answer from the hall at all."""

    NO_CONNECTION = "no_connection"
    TIMED_OUT = "timed_out"
    NOT_ALLOWED = "not_allowed"  # token refused
    REVOKED = "revoked"  # this machine was sent away from the hall
    ANOTHER_MACHINE = "another_machine"  # somebody with another key answers under the hall's address
    BROKEN_ANSWER = "broken_answer"
    OUT_OF_SERVICE = "out_of_service"  # the hall answered that it cannot store anything now


ReserveReply = Reserved | Refused | HallUnreachable
