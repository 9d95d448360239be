"""What the writer's thread is asked, and what it hands back: one delivery a batch, on the servers' loop."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.domain.events import Event, Moment
from kiosk.hall.core.commands import Command
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState
from kiosk.sync.streams import Incoming


class Unavailability(StrEnum):
    """Why the hall can do nothing now. The failures of the ledger, by the same words, are the others."""

    NOT_READY = "not_ready"  # the city's settings have not come down yet
    OVERLOADED = "overloaded"
    STANDS_BY = "stands_by"  # the hall's other node serves
    HEARING_STANDBY = "hearing_standby"  # what the other node did meanwhile is being taken in
    CLOSING = "closing"
    BUG = "bug"
    LOCKED = "locked"
    DISK_LOW = "disk_low"  # no number is reserved; what is under way is still stored
    DISK_FULL = "disk_full"
    DAMAGED = "damaged"
    NEWER_VERSION = "newer_version"
    KEYS_UNUSABLE = "keys_unusable"
    REVOKED = "revoked"
    READ_ONLY = "read_only"
    BROKEN_DISK = "broken_disk"


@dataclass(frozen=True, slots=True)
class Unavailable:
    reason: Unavailability


@dataclass(frozen=True, slots=True)
class Scope:
    """What a look may read, on the writer's thread: the state after everything up to `seq` is stored."""

    state: HallState
    rules: Rules
    now: Moment
    seq: int


@dataclass(frozen=True, slots=True)
class Look:
    """A question to the state; it changes nothing."""

    at: Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Job:
    """`answer` is None where nobody waits: the hall's own beat."""

    work: Command | Look | Incoming
    answer: Future[Any] | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The answers of one batch, and the events it stored, with their sequence numbers."""

    answers: Sequence[tuple[Job, Any]]
    stored: Sequence[tuple[int, Event]]
