"""A node's book in memory that keeps the promises of the ports: one operation is one transaction, and the machine may
die just before or just after it. An image is a copy; the same rules as the file's, a hundred times as fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from kiosk.domain.events import Event
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.numbering import DaySpace
from kiosk.domain.ticket import PrintState, TakeRequest
from kiosk.ports.ledger import (
    Beginning,
    HighestNumbers,
    Intent,
    Judgement,
    KeptTicket,
    LedgerFailure,
    Origin,
    Owed,
    OwnTicket,
    Received,
    Verdict,
)
from tests.simulation.dying import PlugPulled

T = TypeVar("T")
_EPOCHS = count(1)


@dataclass
class Contents:
    """What is durable. Values in it never change, so a copy of the containers is an image."""

    epoch: str
    base: int = 0
    acked: int = 0
    events: list[Event] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    by_day: dict[str, list[tuple[int, Event]]] = field(default_factory=dict)
    places: dict[tuple[str, str], list[Received]] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    tickets: dict[str, KeptTicket] = field(default_factory=dict)
    holders: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # tickets by day and hash
    own: dict[tuple[str, str], int] = field(default_factory=dict)
    origin: Origin = field(default_factory=lambda: Origin(Beginning.FRESH, False))

    def image(self) -> Contents:
        same = copy(self)
        for name in ("events", "ids", "applied", "refused", "intents", "closed", "tickets", "own", "holders"):
            setattr(same, name, copy(getattr(self, name)))
        same.by_day = {day: list(rows) for day, rows in self.by_day.items()}
        same.places = {stream: list(places) for stream, places in self.places.items()}
        return same


class MemoryBook:
    """Implements `TerminalLedger`, `HallLedger`, `InboundStreams` and `Outbox` on one `Contents`. What comes twice is
    stored twice: that nothing does is the product's business, and looked at after each step.

    `dying` is asked at each transaction: "before" and "after" pull the plug there, anything else lets it pass.
    """

    def __init__(self, contents: Contents, dying: Callable[[], str] = lambda: "") -> None:
        self._is = contents
        self.dying = dying
        self.fault: LedgerFailure | None = None
        self.unfinished: set[str] = {
            ticket_id
            for ticket_id, kept in contents.tickets.items()
            if kept.print_state in (PrintState.COMMITTED, PrintState.PRINTING)
        }

    def _write(self, work: Callable[[], T]) -> T | LedgerFailure:
        if self.fault is not None:
            return self.fault
        when = self.dying()
        if when == "before":
            raise PlugPulled
        done = work()
        if when == "after":
            raise PlugPulled
        return done

    # --- the own stream ---

    def _add(self, events: Sequence[Event]) -> None:
        for event in events:
            self._is.ids.add(event.event_id)
            self._is.events.append(event)
            self._is.by_day.setdefault(event.day, []).append((len(self._is.events), event))

    def append(self, events: Sequence[Event], received: Sequence[Received] = ()) -> int | LedgerFailure:
        def work() -> int:
            self._add(events)
            for place in received:
                self._is.places.setdefault((place.node, place.epoch), []).append(place)
                if place.judgement is Judgement.APPLIED:
                    self._is.applied.add(place.event_id)
            return len(self._is.events)

        return self._write(work)

    def load(self, day: str) -> Sequence[tuple[int, Event]]:
        return self._is.by_day.get(day, ())

    def since(self, seq: int, limit: int) -> Sequence[tuple[int, Event]]:
        return list(enumerate(self._is.events[seq : seq + limit], seq + 1))

    def last_seq(self) -> int:
        return len(self._is.events)

    def seq_of(self, event_id: str) -> int | None:
        return next((seq for seq, event in enumerate(self._is.events, 1) if event.event_id == event_id), None)

    def room(self) -> LedgerFailure | None:
        return None

    def origin(self) -> Origin:
        return self._is.origin

    def settle(self) -> LedgerFailure | None:
        self._is.origin = replace(self._is.origin, settled=True)
        return None

    def highest_numbers(self, day: str, spaces: Sequence[DaySpace]) -> Mapping[str, HighestNumbers]:
        raise NotImplementedError("the core keeps the highest numbers itself")

    # --- what is owed ---

    def owed(self, limit: int) -> Owed:
        acked = self._is.acked
        return Owed(self._is.epoch, acked - self._is.base + 1, tuple(self._is.events[acked : acked + limit]))

    def acknowledge(self, upto_seq: int, verdicts: Sequence[Verdict]) -> LedgerFailure | None:
        def work() -> None:
            self._is.acked = max(self._is.acked, min(self._is.base + upto_seq, len(self._is.events)))
            for verdict in verdicts:
                if verdict.verdict is Judgement.REJECTED:
                    self._is.refused[verdict.event_id] = verdict.reason
                elif self._is.refused:
                    self._is.refused.pop(verdict.event_id, None)

        return self._write(work)

    def rewind(self, expected_seq: int) -> bool | LedgerFailure:
        def work() -> bool:
            acked = self._is.base + expected_seq - 1
            if not self._is.base <= acked <= self._is.acked or acked == self._is.base > 0:
                return False
            self._is.acked = acked
            return True

        return self._write(work)

    def backlog(self) -> int:
        return len(self._is.events) - self._is.acked

    def quarantined(self) -> Sequence[Verdict]:
        return [Verdict(event_id, Judgement.REJECTED, reason) for event_id, reason in self._is.refused.items()]

    def new_epoch(self, restored: bool = False) -> LedgerFailure | None:
        def work() -> None:
            self._is.epoch, self._is.base, self._is.acked = f"epoch-{next(_EPOCHS)}", 0, 0
            if restored:
                self._is.origin = Origin(Beginning.RESTORED, False)

        return self._write(work)

    # --- streams from below ---

    def position(self, node: str, epoch: str) -> int:
        return len(self._is.places.get((node, epoch), ()))

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        return self._is.places.get((node, epoch), [])[first_seq - 1 : last_seq]

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        return frozenset(one for one in event_ids if one in self._is.applied or one in self._is.ids)

    # --- a terminal's tickets ---

    def open_intent(self, request: TakeRequest, day: str, at_ms: int) -> LedgerFailure | None:
        def work() -> None:
            if self._is.closed.get(request.ticket_id) == "abandoned":
                raise ValueError("this request was given up")
            if request.ticket_id not in self._is.closed:
                self._is.intents.setdefault(request.ticket_id, Intent(request, day, at_ms))

        return self._write(work)

    def commit_ticket(self, ticket: KeptTicket, taken: Event) -> LedgerFailure | None:
        return self._write(lambda: self._commit(ticket, taken))

    def _commit(self, ticket: KeptTicket, taken: Event) -> None:
        ticket_id = ticket.view.ticket_id
        if self._is.closed.get(ticket_id) == "committed":
            return
        if self._is.intents.pop(ticket_id, None) is None:
            raise ValueError("a ticket is committed on an open intent only")
        self._is.closed[ticket_id] = "committed"
        self._keep(ticket)
        holder = ticket.view.day, str(taken.data.get("holder", ""))
        self._is.holders[holder] = (*self._is.holders.get(holder, ()), ticket_id)
        self._add([taken])

    def _keep(self, ticket: KeptTicket) -> None:
        ticket_id = ticket.view.ticket_id
        self._is.tickets[ticket_id] = ticket
        open_still = ticket.print_state in (PrintState.COMMITTED, PrintState.PRINTING)
        (self.unfinished.add if open_still else self.unfinished.discard)(ticket_id)

    def commit_own(
        self, ticket_id: str, day: str, queue: str, make: Callable[[int], OwnTicket | None]
    ) -> KeptTicket | LedgerFailure | None:
        def work() -> KeptTicket | None:
            if self._is.closed.get(ticket_id) == "committed":
                return self._is.tickets[ticket_id]
            number = self._is.own.get((day, queue), 0) + 1
            own = make(number)
            if own is None:
                return None
            self._is.own[day, queue] = max(own.number, number)
            self._commit(own.ticket, own.taken)
            return own.ticket

        return self._write(work)

    def highest_own(self, day: str) -> Mapping[str, int]:
        return {queue: highest for (of, queue), highest in self._is.own.items() if of == day}

    def abandon_intent(self, ticket_id: str, voided: Event | None) -> LedgerFailure | None:
        def work() -> None:
            if self._is.intents.pop(ticket_id, None) is not None:
                self._is.closed[ticket_id] = "abandoned"
                self._add([voided] if voided else [])

        return self._write(work)

    def record_print(self, ticket_id: str, state: PrintState, event: Event | None) -> LedgerFailure | None:
        def work() -> None:
            self._keep(replace(self._is.tickets[ticket_id], print_state=state))
            self._add([event] if event else [])

        return self._write(work)

    def begin_reprint(self) -> LedgerFailure | None:
        return None

    def record_reprint(self, ticket_id: str, state: PrintState, event: Event) -> LedgerFailure | None:
        def work() -> None:
            kept = self._is.tickets[ticket_id]
            printed = PrintState.PRINTED if kept.print_state is PrintState.PRINTED else state
            self._keep(replace(kept, print_state=printed, reprints=kept.reprints + 1))
            self._add([event])

        return self._write(work)

    def record_event(self, event: Event) -> LedgerFailure | None:
        return self._write(lambda: self._add([event]))

    def open_intents(self) -> Sequence[Intent]:
        return list(self._is.intents.values())

    def unfinished_prints(self) -> Sequence[KeptTicket]:
        return [self._is.tickets[ticket_id] for ticket_id in sorted(self.unfinished)]

    def is_paper_doubtful(self) -> bool:
        return False

    def is_card_reported(self) -> bool:
        return False

    def ticket(self, ticket_id: str) -> KeptTicket | None:
        return self._is.tickets.get(ticket_id)

    def tickets_of(self, day: str, person: Sequence[KeyedHash]) -> Sequence[KeptTicket]:
        hashes = {one.hash for one in person if one.hash}
        mine = [self._is.tickets[ticket_id] for one in hashes for ticket_id in self._is.holders.get((day, one), ())]
        return sorted(mine, key=lambda kept: kept.view.ticket_id, reverse=True)


class MemoryBooks:
    """Implements `Books`: one book under all its names."""

    def __init__(self, book: MemoryBook) -> None:
        self.book = self.terminal = self.hall = self.streams = self.outbox = book


class MemoryShelf:
    """Implements `Shelf`. `dying` is what every book opened from here asks at each transaction."""

    def __init__(self) -> None:
        self._contents = Contents(f"epoch-{next(_EPOCHS)}")
        self.dying: Callable[[], str] = lambda: ""

    def open(self) -> MemoryBooks:
        return MemoryBooks(MemoryBook(self._contents, lambda: self.dying()))

    def image(self) -> Contents:
        return self._contents.image()

    def put_back(self, image: object) -> None:
        assert isinstance(image, Contents)
        self._contents = image.image()

    def put_back_by_the_product(self, image: object) -> None:
        """As `offline_cache.restoring` does with a copy of its own, which says of itself that it is one; without an
        image as it does when there is nothing: a new book. The file of own numbers beside the book is still there."""
        own = self._contents.own
        self._contents = Contents(f"epoch-{next(_EPOCHS)}")
        if image is not None:
            self.put_back(image)
            self._contents.origin = Origin(Beginning.RESTORED, False)
            self._contents.epoch, self._contents.base, self._contents.acked = f"epoch-{next(_EPOCHS)}", 0, 0
        self._contents.own = own

    def close(self) -> None:
        return None
