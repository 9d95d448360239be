"""What happened, as values: events are the truth of a hall, and waits, service times and statistics are derived.

An event is written once, by the node where it happened, and travels upward unchanged. `data` holds codes, counts and
masked words only; nothing in it identifies a person to somebody without the city's match key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Scalar = str | int | float | bool | None
Data = Mapping[str, Scalar | list[str]]


class EventKind(StrEnum):
    """The words of a hall's day. Who says so first: T a terminal, H the hall."""

    DAY_OPENED = "day_opened"  # H: a business day begins; data.space holds each queue's numbers for the whole of it
    RESERVED = "reserved"  # H: a number is set aside for a request; nobody waits yet
    TAKEN = "taken"  # T: the ticket is committed, a person waits
    VOIDED = "voided"  # T: the terminal says that this reservation became no ticket
    PRINTED = "printed"  # T: the printer confirmed
    PRINT_FAILED = "print_failed"  # T: the printer said why not
    PRINT_UNKNOWN = "print_unknown"  # T: no answer about the paper
    REPRINTED = "reprinted"  # T: 补打, data.outcome as for a print
    CALLED = "called"  # H 叫号
    RECALLED = "recalled"  # H 重呼
    PASSED = "passed"  # H 过号
    RESTORED = "restored"  # H: back into the queue after 过号, once
    STARTED = "started"  # H 开始
    DONE = "done"  # H 办结
    EVALUATION_OPENED = "evaluation_opened"  # H
    EVALUATED = "evaluated"  # H: graded, declined or not_rated
    SIGNED_IN = "signed_in"  # H: a clerk at a counter
    SIGNED_OUT = "signed_out"  # H
    PAUSED = "paused"  # H 暂停服务
    RESUMED = "resumed"  # H
    CARD_FORGOTTEN = "card_forgotten"  # T: a card lies on the reader and nobody is there
    CARD_COLLECTED = "card_collected"  # T: that card was lifted
    COMPLAINED = "complained"  # T 办不成事
    HELP_WANTED = "help_wanted"  # T 求助: somebody at this terminal asks for a person
    DEVICE_CHANGED = "device_changed"  # T: a device's state in XFS4IoT words
    REPORTED = "reported"  # T: what this terminal had to tell the hall stands before this; answers data.doubt
    NUMBERS_DOUBTED = "numbers_doubted"  # H: its book may have forgotten numbers; data.why, data.terminals it awaits
    NUMBERS_HEARD = "numbers_heard"  # H: one of those terminals has told everything, or is waited for no longer
    NUMBERS_SURE = "numbers_sure"  # H: all have told; numbers go on in the hall's own part
    NUMBERS_LOW = "numbers_low"  # H: a part of a queue's numbers is nearly used up; data.left
    RETURNED = "returned"  # H: a call that another call has overtaken; the ticket waits again
    NOTICE_TAKEN = "notice_taken"  # H: a clerk sees to what a terminal reported; data.notice is that event's id


END_OF_TIME_MS = 1 << 53  # what JSON and every book can hold exactly; no clock shows it


@dataclass(frozen=True, slots=True)
class Moment:
    """When, in all the clocks there are, so that an upstream can re-date an event of a machine whose clock was wrong.

    `wall_ms` is UTC milliseconds since 1970, `mono_ms` milliseconds of this boot's monotonic clock;
    both 0 or more and below END_OF_TIME_MS.
    """

    wall_ms: int
    mono_ms: int
    boot_id: str
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `event_id` is a UUIDv7 and its identity for ever; `node` is where it happened; `day` ISO."""

    event_id: str
    kind: EventKind
    node: str
    day: str
    at: Moment
    ticket_id: str = ""
    data: Data = field(default_factory=dict)
