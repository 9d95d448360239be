"""Each event is applied once: a book that others send to is followed step by step, and only what is new in it is read.

Three counts have to agree after every step: the numbers of a stream, the places that were taken under them, and the
events that stand in the book because of these places. Nothing is taken from the book's own word for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.ports.ledger import Judgement
from tests.simulation.holding import BrokenPromiseError
from tests.simulation.machines import Books, Stream

_ALL = 1 << 30


class AppliedOnce:
    """`node`: whose own events stand in the book too."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._books: Books | None = None
        self._ids: set[str] = set()
        self._seq = self._from_below = 0
        self._applied: set[str] = set()
        self._taken: dict[Stream, int] = {}

    def after_a_step(self, books: Books, took: set[Stream]) -> None:
        """`took`: the streams from which something came since; empty afterwards. After a start everything is counted
        anew, because the book may have been put back to an earlier one."""
        if books is not self._books:
            self._begin(books)
            took.update(self._taken)
        if took or books.hall.last_seq() != self._seq:
            self._read_events(books)
            self._read_places(books, took)
            took.clear()
            if len(self._applied) != self._from_below:
                raise BrokenPromiseError(
                    f"{self._node} has {self._from_below} events from below in {len(self._applied)} places"
                )

    def _begin(self, books: Books) -> None:
        self._books, self._seq, self._from_below = books, 0, 0
        self._ids.clear()
        self._applied.clear()
        self._taken = dict.fromkeys(self._taken, 0)

    def _read_events(self, books: Books) -> None:
        for seq, event in books.hall.since(self._seq, _ALL):
            if seq != self._seq + 1:
                raise BrokenPromiseError(f"{self._node} has left out a number of its book: {seq}")
            if event.event_id in self._ids:
                raise BrokenPromiseError(f"{self._node} has an event twice: {event.kind} {event.event_id}")
            self._ids.add(event.event_id)
            self._seq = seq
            self._from_below += event.node != self._node

    def _read_places(self, books: Books, took: Iterable[Stream]) -> None:
        for node, epoch in took:
            before = self._taken.get((node, epoch), 0)
            for place in books.streams.received(node, epoch, before + 1, _ALL):
                before += 1
                if place.seq != before:
                    raise BrokenPromiseError(f"{self._node} has taken {place.seq} of {node} as the {before}th")
                if place.judgement is Judgement.APPLIED and place.event_id in self._applied:
                    raise BrokenPromiseError(f"{self._node} has applied an event twice: {place}")
                if place.judgement is Judgement.APPLIED:
                    self._applied.add(place.event_id)
            if before != books.streams.position(node, epoch):
                raise BrokenPromiseError(f"{self._node} has not taken everything of {node} up to its number")
            self._taken[node, epoch] = before
