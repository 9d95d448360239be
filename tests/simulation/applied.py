"""Each event is applied once: a book that others send to is followed step by step, and only what is new in it is read.

Three counts have to agree after every step that took something in: the numbers of a stream, the places that were taken
under them, and the events that stand in the book because of these places. Nothing is taken from the book's own word.
"""

from __future__ import annotations

from kiosk.ports.ledger import Judgement
from tests.simulation.holding import BrokenPromiseError
from tests.simulation.machines import Books, Stream

_ALL = 1 << 30
_APPLIED = Judgement.APPLIED


class AppliedOnce:
    """`node`: whose own events stand in the book too."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._books: Books | None = None
        self._last = ""
        self._ids: set[str] = set()
        self._own = self._applied = 0
        self._taken: dict[Stream, int] = {}

    def after_a_step(self, books: Books, took: set[Stream]) -> None:
        """`took`: the streams from which something came since; empty afterwards. Of a book that was put back to an
        earlier one everything is counted anew; it is shorter when it is met first."""
        if books is not self._books:
            self._books = books
            if not self._goes_on(books):
                self._begin()
                took.update(self._taken)
        if not took:
            return
        self._read_events(books)
        for stream in took:
            self._read_places(books, stream)
        took.clear()
        from_below = len(self._ids) - self._own
        if self._applied != from_below:
            raise BrokenPromiseError(f"{self._node} has {from_below} events from below in {self._applied} places")

    def _goes_on(self, books: Books) -> bool:
        """Whether a start found what was there before."""
        known = len(self._ids)
        return [event.event_id for _, event in books.hall.since(max(0, known - 1), 1)] == [self._last]

    def _begin(self) -> None:
        self._own, self._applied = 0, 0
        self._ids.clear()
        self._taken = dict.fromkeys(self._taken, 0)

    def _read_events(self, books: Books) -> None:
        before, ids, own = len(self._ids), self._ids, self._node
        for seq, event in books.hall.since(before, _ALL):
            ids.add(event.event_id)
            before += 1
            if len(ids) != before or seq != before:
                raise BrokenPromiseError(f"{own} has an event twice: {event.kind} {event.event_id}")
            self._own += event.node == own
            self._last = event.event_id

    def _read_places(self, books: Books, stream: Stream) -> None:
        before, (node, epoch) = self._taken.get(stream, 0), stream
        for place in books.streams.received(node, epoch, before + 1, _ALL):
            before += 1
            if place.seq != before:
                raise BrokenPromiseError(f"{self._node} has taken {place.seq} of {node} as the {before}th")
            self._applied += place.judgement is _APPLIED
        if before != books.streams.position(node, epoch):
            raise BrokenPromiseError(f"{self._node} has not taken everything of {node} up to its number")
        self._taken[stream] = before
