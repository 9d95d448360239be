"""The live queue of one business day, in memory: exactly what a replay of that day's events gives, and nothing else.

Only `evolve` changes it. Look-ups are dictionaries and sorted lines, so that a choice costs the same at the twentieth
thousandth ticket as at the first.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.estimate import REMEMBERED
from kiosk.domain.events import Moment, Scalar
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.numbering import DaySpace, Part
from kiosk.domain.ticket import Group, TicketState
from kiosk.hall.core.answers import NoticeKind

REQUESTS_REMEMBERED = 64  # of one counter: a press is repeated within seconds or never
CALLS_SHOWN = 12
NOTICES_KEPT = 20

Place = tuple[int, int, str]  # arrived_ms, order, ticket_id
Person = tuple[str, int, str]  # keyed hash, version of its key, queue


class Came(StrEnum):
    """How the hall came to a ticket."""

    RESERVED = "reserved"  # it gave the number itself
    REPORTED = "reported"  # its terminal told of it
    SCANNED = "scanned"  # by its signed code
    TYPED = "typed"  # by its label alone, on a clerk's word


class Rating(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(slots=True)
class Ticket:
    """A ticket of today. `arrived_ms` decides its place; `taken_ms` is what stands on its paper."""

    ticket_id: str
    label: str
    queue: str
    item: str
    group: Group
    holder_hash: str
    key_version: int
    name: str
    tail: str
    taken_ms: int
    arrived_ms: int
    order: int
    reserved_at: Moment
    state: TicketState = TicketState.RESERVED
    confirmed: bool = False
    counter: str = ""
    clerk: str = ""
    called_at: Moment | None = None
    said_at: Moment | None = None  # called, or called again
    started_at: Moment | None = None
    passed_at: Moment | None = None
    recalls: int = 0
    restored: bool = False
    rating: Rating = Rating.NOT_YET
    rating_request: str = ""
    also: tuple[KeyedHash, ...] = ()  # the same person under other versions of the match key
    came: Came = Came.RESERVED
    adopted_by: str = ""  # the clerk who took it in

    @property
    def place(self) -> Place:
        return self.arrived_ms, self.order, self.ticket_id

    def persons(self) -> list[Person]:
        """Under what its holder is known in this queue; nothing when anonymous."""
        if not self.holder_hash:
            return []
        also = [(one.hash, one.key_version, self.queue) for one in self.also]
        return [(self.holder_hash, self.key_version, self.queue), *also]


@dataclass(slots=True)
class Line:
    """Those of one queue and group who wait, in order of arrival; reservations without a confirmation apart."""

    confirmed: list[Place] = field(default_factory=list)
    unconfirmed: list[Place] = field(default_factory=list)

    def join(self, ticket: Ticket) -> None:
        insort(self._part(ticket.confirmed), ticket.place)

    def leave(self, ticket: Ticket) -> None:
        part = self._part(ticket.confirmed)
        at = bisect_left(part, ticket.place)
        if at < len(part) and part[at] == ticket.place:
            del part[at]

    def before(self, place: Place) -> int:
        """How many confirmed people stand before that place."""
        return bisect_left(self.confirmed, place)

    def _part(self, confirmed: bool) -> list[Place]:
        return self.confirmed if confirmed else self.unconfirmed


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    ticket_id: str
    opened_at: Moment


@dataclass(slots=True)
class CounterState:
    clerk: str = ""
    paused: bool = False
    ticket_id: str = ""  # called or being served here
    evaluation: OpenEvaluation | None = None
    called: int = 0
    done: int = 0
    passed: int = 0
    served_ms: int = 0
    requests: deque[str] = field(default_factory=lambda: deque(maxlen=REQUESTS_REMEMBERED))


@dataclass(frozen=True, slots=True)
class Taken:
    """Which clerk sees to a notice, from which counter, and since when."""

    clerk: str
    counter: str
    at_ms: int


@dataclass(slots=True)
class Notice:
    """Something for the staff, with what the terminal said about it. `id` is that of its event."""

    id: str
    kind: NoticeKind
    terminal: str
    at_ms: int
    code: str
    taken: Taken | None = None


@dataclass(slots=True)
class Doubt:
    """This book may have forgotten numbers of today: they come from the spare part until these terminals have told.

    `notice.id` is that of the event that began it, `notice.code` says why.
    """

    notice: Notice
    awaiting: set[str]


@dataclass(slots=True)
class HallState:
    day: str
    opened: bool = False
    spaces: dict[str, DaySpace] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)  # of terminals, in force today
    tickets: dict[str, Ticket] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    tombstones: set[str] = field(default_factory=set)  # given up by their terminal before they were reserved here
    aliases: dict[str, str] = field(default_factory=dict)  # a typed ticket's own identity, told later, to the hall's
    highest: dict[tuple[str, Part], int] = field(default_factory=dict)  # seen in a part of a queue's numbers
    own_highest: dict[tuple[str, str], int] = field(default_factory=dict)  # of a queue under a terminal's letter
    lives: dict[str, list[str]] = field(default_factory=dict)  # the starts of each terminal, in their order
    doubt: Doubt | None = None
    struck_off: set[str] = field(default_factory=set)  # terminals nobody waits for any more today
    low: dict[tuple[str, Part], Notice] = field(default_factory=dict)
    arrivals: int = 0
    latest_arrival_ms: int = 0
    dated: tuple[int, Moment] | None = None  # what time it was, UTC ms, at an event of the hall
    lines: dict[tuple[str, Group], Line] = field(default_factory=dict)
    passed: dict[str, list[str]] = field(default_factory=dict)
    persons: dict[Person, list[str]] = field(default_factory=dict)  # their tickets of a queue, the latest last
    counters: dict[str, CounterState] = field(default_factory=dict)
    working: set[str] = field(default_factory=set)  # counters with a clerk who has not paused
    turns: dict[str, int] = field(default_factory=dict)
    services: dict[str, deque[int]] = field(default_factory=dict)  # ms a counter was taken, latest last
    calls: deque[str] = field(default_factory=lambda: deque(maxlen=CALLS_SHOWN))
    forgotten_cards: dict[str, Notice] = field(default_factory=dict)  # by terminal
    reports: list[Notice] = field(default_factory=list)  # complaints, calls for help; at most NOTICES_KEPT
    devices: dict[tuple[str, str], Notice] = field(default_factory=dict)  # by terminal and device, when not well

    def notices(self) -> Iterator[Notice]:
        yield from self.forgotten_cards.values()
        yield from self.reports
        yield from self.devices.values()
        yield from self.low.values()
        if self.doubt is not None:
            yield self.doubt.notice

    def ticket(self, ticket_id: str) -> Ticket | None:
        """Also by the identity that a ticket taken in by its label turned out to have."""
        found = self.tickets.get(ticket_id)
        return found or self.tickets.get(self.aliases.get(ticket_id, ""))

    def tickets_of(self, persons: Iterable[Person]) -> Iterator[Ticket]:
        """Every ticket of today of one person in a queue, the latest of each identity first; one may come twice."""
        for person in persons:
            for known in reversed(self.persons.get(person, ())):
                yield self.tickets[known]

    def notice(self, known: str) -> Notice | None:
        return next((notice for notice in self.notices() if notice.id == known), None)

    def line(self, queue: str, group: Group) -> Line:
        return self.lines.get((queue, group)) or _EMPTY

    def counter(self, number: str) -> CounterState:
        """What is known of a counter; one that nobody used today is signed out."""
        return self.counters.get(number) or _UNUSED

    def waiting(self, queue: str) -> int:
        """Confirmed people waiting in a queue."""
        return sum(len(self.line(queue, group).confirmed) for group in Group)

    def recent_services(self, queue: str) -> deque[int]:
        return self.services.get(queue) or _NONE

    def current(self, counter: str) -> Ticket | None:
        ticket_id = self.counter(counter).ticket_id
        return self.tickets[ticket_id] if ticket_id else None


_EMPTY = Line()
_UNUSED = CounterState()
_NONE: deque[int] = deque(maxlen=REMEMBERED)


def elapsed_ms(since: Moment, now: Moment) -> int:
    """Milliseconds between two moments: by the monotonic clock within one boot, else by the wall; never negative."""
    if since.boot_id == now.boot_id:
        return max(0, now.mono_ms - since.mono_ms)
    return max(0, now.wall_ms - since.wall_ms)


def text_of(value: Scalar | list[str]) -> str:
    """A text out of an event's data; empty for anything else, because a terminal may be of another version."""
    return value if isinstance(value, str) else ""


def whole_of(value: Scalar | list[str]) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
