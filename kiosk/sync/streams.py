"""The rules of the upward streams, pure: what an upstream says to a batch, given what it has taken before.

An event is applied once, whatever is lost, repeated or reordered on the way. The same place of a stream with another
event in it means that the node's disk was put back to an earlier day; so does a place of which this upstream knows no
more than that it was taken, weeks ago, when it does not know the event either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from kiosk.domain.events import Event
from kiosk.ports.ledger import InboundStreams, Judgement, Received, Verdict


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An event that this version cannot read. It keeps its place in the stream, and its node hears why."""

    event_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A batch as it came: consecutive events of one node's stream, the first of them numbered `first_seq`."""

    node: str
    epoch: str
    first_seq: int
    events: tuple[Event | Unreadable, ...]


class GapReason(StrEnum):
    GAP = "gap"  # something before it is missing here
    OTHER_CONTENT = "other_content"  # here stand other events under these numbers


@dataclass(frozen=True, slots=True)
class Gap:
    """The batch does not join what was taken; `expected` is the number to send from."""

    reason: GapReason
    expected: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What to do and to say: `events` are new and accepted, in order; `received` is stored with them, or neither is."""

    events: tuple[Event, ...]
    received: tuple[Received, ...]
    acknowledged: int
    verdicts: tuple[Verdict, ...]


Accept = Callable[[Event], str]


def everything(event: Event) -> str:
    """Accepts whatever comes."""
    return ""


def judge(batch: Incoming, taken: InboundStreams, accept: Accept = everything) -> Judged | Gap:
    """The upstream's answer. `accept` says why an event is refused, or nothing.

    It is asked once for each event that is new, in order, so it may build on what it accepted before.
    """
    position = taken.position(batch.node, batch.epoch)
    if batch.first_seq > position + 1:
        return Gap(GapReason.GAP, position + 1)
    again = max(0, min(len(batch.events), position + 1 - batch.first_seq))
    before = taken.received(batch.node, batch.epoch, batch.first_seq, batch.first_seq + again - 1) if again else ()
    if not _same(batch, before) or not _known_apart(batch, before, again, taken):
        return Gap(GapReason.OTHER_CONTENT, position + 1)
    return _judged(batch, before, again, taken, accept, position)


def _same(batch: Incoming, before: Sequence[Received]) -> bool:
    return all(batch.events[place.seq - batch.first_seq].event_id == place.event_id for place in before)


def _known_apart(batch: Incoming, before: Sequence[Received], again: int, taken: InboundStreams) -> bool:
    """Whether the events whose places are no longer known one by one are known by their identities."""
    if len(before) == again:
        return True
    places = {place.seq - batch.first_seq for place in before}
    asked = [event.event_id for n, event in enumerate(batch.events[:again]) if n not in places]
    return taken.known(asked).issuperset(asked)


def _judged(
    batch: Incoming, before: Sequence[Received], again: int, taken: InboundStreams, accept: Accept, position: int
) -> Judged:
    fresh = batch.events[again:]
    places = _places(batch, again, taken.known([event.event_id for event in fresh]) if fresh else frozenset(), accept)
    known = enumerate(batch.events[:again], batch.first_seq)
    said = {seq: Verdict(event.event_id, Judgement.DUPLICATE) for seq, event in known}
    said |= {place.seq: Verdict(place.event_id, _repeated(place), place.reason) for place in before}
    said |= {place.seq: Verdict(place.event_id, place.judgement, place.reason) for place in places}
    applied = tuple(
        event
        for event, place in zip(fresh, places, strict=True)
        if isinstance(event, Event) and place.judgement is Judgement.APPLIED
    )
    verdicts = (
        said.get(seq) or Verdict(event.event_id, Judgement.DUPLICATE)  # a place that this hall's other node has taken
        for seq, event in enumerate(batch.events, batch.first_seq)
    )
    return Judged(applied, tuple(places), position + len(places), tuple(verdicts))


def _repeated(place: Received) -> Judgement:
    return Judgement.REJECTED if place.judgement is Judgement.REJECTED else Judgement.DUPLICATE


def _places(batch: Incoming, again: int, known: frozenset[str], accept: Accept) -> list[Received]:
    places: list[Received] = []
    seen = set(known)
    for seq, event in enumerate(islice(batch.events, again, None), batch.first_seq + again):
        judgement, reason = _judgement(event, seen, accept)
        if judgement is Judgement.APPLIED:
            seen.add(event.event_id)
        places.append(Received(batch.node, batch.epoch, seq, event.event_id, judgement, reason))
    return places


def _judgement(event: Event | Unreadable, seen: set[str], accept: Accept) -> tuple[Judgement, str]:
    if isinstance(event, Unreadable):
        return Judgement.REJECTED, event.reason
    if event.event_id in seen:
        return Judgement.DUPLICATE, ""
    reason = accept(event)
    return (Judgement.REJECTED, reason) if reason else (Judgement.APPLIED, "")


class GroupStreams:
    """What is stored plus what the present group commit is about to store, so that a group may hold many batches."""

    def __init__(self, stored: InboundStreams) -> None:
        self._stored = stored
        self._added: list[Received] = []

    def add(self, received: Sequence[Received]) -> None:
        """What `judge` answered for a batch of this group."""
        self._added.extend(received)

    def position(self, node: str, epoch: str) -> int:
        added = [place.seq for place in self._added if (place.node, place.epoch) == (node, epoch)]
        return max(added) if added else self._stored.position(node, epoch)

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        stored = self._stored.received(node, epoch, first_seq, last_seq)
        added = (place for place in self._added if (place.node, place.epoch) == (node, epoch))
        return [*stored, *(place for place in added if first_seq <= place.seq <= last_seq)]

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        asked = frozenset(event_ids)
        added = {place.event_id for place in self._added if place.judgement is Judgement.APPLIED}
        return self._stored.known(event_ids) | (asked & added)
