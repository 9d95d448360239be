"""A batch of work on the live queue becomes one transaction; nobody hears of any of it before all of it is stored.

Used by one thread only. Decisions see what was decided before them in the same batch, looks see the whole batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.events import Event, Moment
from kiosk.hall.core import commands
from kiosk.hall.core.decide import decide
from kiosk.hall.core.evolve import evolve
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.scene import Verdict
from kiosk.hall.core.state import HallState
from kiosk.hall.day_book import DayBook
from kiosk.hall.work import Delivery, Job, Look, Scope, Unavailability, Unavailable
from kiosk.ports.clock import Clock, Identities
from kiosk.ports.ledger import InboundStreams, LedgerError, LedgerFailure, Received
from kiosk.ports.log import Log
from kiosk.sync.streams import Gap, GroupStreams, Incoming, Judged, judge


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is decided from, and what is about to be stored."""

    state: HallState
    rules: Rules
    now: Moment
    streams: GroupStreams
    room: LedgerFailure | None
    events: list[Event] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    def apply(self, events: Sequence[Event]) -> None:
        for event in events:
            evolve(self.state, event)
        self.events.extend(events)


class LiveQueue:
    """`rules` is None until the city's settings have come down. `is_peer` knows the hall's other node by its name.

    `is_quiet`: whether this node decides nothing by itself now, because the other one does: it only looks, and takes
    over what that one did. `places` is how far each
    stream has been taken since the start; replaced as a whole, because other threads read it.
    """

    def __init__(self, book: DayBook, streams: InboundStreams, clock: Clock, ids: Identities, log: Log) -> None:
        self.rules: Rules | None = None
        self.is_peer: Callable[[str], bool] = lambda node: False
        self.is_quiet: Callable[[], bool] = lambda: False
        self.places: Mapping[tuple[str, str], int] = {}
        self._book = book
        self._streams = streams
        self._clock = clock
        self._ids = ids
        self._log = log

    def process(self, jobs: Sequence[Job]) -> Delivery:
        """Does all jobs in order, in one transaction; each gets its answer, or why there is none."""
        if self.rules is None:
            return _all(jobs, Unavailability.NOT_READY)
        try:
            return self._process(jobs, self.rules, self._clock.now())
        except LedgerError as error:
            self._book.give_up(error.failure)
            return _all(jobs, Unavailability(error.failure.value))
        except Exception as bug:
            self._log.bug("hall_writer", bug)
            self._book.give_up(None)
            return _all(jobs, Unavailability.BUG)

    def _process(self, jobs: Sequence[Job], rules: Rules, now: Moment) -> Delivery:
        state = self._book.present(rules, now, quiet=self.is_quiet())
        if isinstance(state, LedgerFailure):
            return _all(jobs, Unavailability(state.value))
        batch = _Batch(state, rules, now, GroupStreams(self._streams), self._room_for(jobs))
        answers = [(job, self._answer(job, batch)) for job in jobs]
        failure = self._book.store(batch.events, batch.received)
        if failure is not None:
            return self._nothing_stored(jobs, rules, now, failure)
        self._note_places(batch.received)
        scope = Scope(state, rules, now, self._book.seq)
        return Delivery([(job, self._seen(answer, scope)) for job, answer in answers], self._book.untold(batch.events))

    def _note_places(self, received: Sequence[Received]) -> None:
        if received:
            self.places = {**self.places, **{(place.node, place.epoch): place.seq for place in received}}

    def _answer(self, job: Job, batch: _Batch) -> Any:
        work = job.work
        if isinstance(work, Look):
            return work
        if self.is_quiet() and not (isinstance(work, Incoming) and self.is_peer(work.node)):
            return Unavailable(Unavailability.STANDS_BY)  # it came when this node still served
        if isinstance(work, Incoming):
            return self._take(work, batch)
        if isinstance(work, commands.Reserve) and batch.room is not None:
            return Unavailable(Unavailability(batch.room.value))
        try:
            decision = decide(batch.state, batch.rules, work, batch.now, self._ids)
        except Exception as bug:  # the state is untouched: only this one goes without an answer
            self._log.bug("hall_decision", bug)
            return Unavailable(Unavailability.BUG)
        batch.apply(decision.events)
        return decision.reply

    def _room_for(self, jobs: Sequence[Job]) -> LedgerFailure | None:
        """Asked once a batch, however many numbers it has."""
        return self._book.room() if any(isinstance(job.work, commands.Reserve) for job in jobs) else None

    def _take(self, incoming: Incoming, batch: _Batch) -> Judged | Gap:
        def accept(event: Event) -> str:
            peer = self.is_peer(incoming.node)
            command = commands.TakeOver(event, incoming.node) if peer else commands.TakeIn(event)
            decision = decide(batch.state, batch.rules, command, batch.now, self._ids)
            batch.apply(decision.events)
            verdict: Verdict = decision.reply
            return verdict.refused

        judged = judge(incoming, batch.streams, accept)
        if isinstance(judged, Judged):
            batch.received.extend(judged.received)
            batch.streams.add(judged.received)
        return judged

    def _nothing_stored(self, jobs: Sequence[Job], rules: Rules, now: Moment, failure: LedgerFailure) -> Delivery:
        """Who only looks is answered from what the book holds; everybody else hears why."""
        refused = Unavailable(Unavailability(failure.value))
        state = self._book.present(rules, now, quiet=self.is_quiet())
        if isinstance(state, LedgerFailure):
            return Delivery([(job, refused) for job in jobs], [])
        scope = Scope(state, rules, now, self._book.seq)
        looks = [(job, job.work if isinstance(job.work, Look) else refused) for job in jobs]
        return Delivery([(job, self._seen(answer, scope)) for job, answer in looks], self._book.untold(()))

    def _seen(self, answer: Any, scope: Scope) -> Any:
        if not isinstance(answer, Look):
            return answer
        try:
            return answer.at(scope)
        except Exception as bug:  # what was stored with it is stored all the same
            self._log.bug("hall_look", bug)
            return Unavailable(Unavailability.BUG)


def _all(jobs: Sequence[Job], reason: Unavailability) -> Delivery:
    return Delivery([(job, Unavailable(reason)) for job in jobs], [])
