"""Today's state beside the book that it comes from: loaded, stored to, and changed at the boundary of business days.

Used by one thread only. Whenever something could not be stored the state in memory is dropped, so it never holds what
the book does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.calendar import business_day
from kiosk.domain.events import Event, EventKind, Moment
from kiosk.hall.book_origin import BookOrigin
from kiosk.hall.core import commands
from kiosk.hall.core.decide import decide
from kiosk.hall.core.evolve import evolve
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, text_of, whole_of
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.ports.clock import Identities
from kiosk.ports.ledger import HallLedger, LedgerError, LedgerFailure, Received
from kiosk.ports.log import Log
from kiosk.serving.interpreter import between_days

_LOOK_BACK = 200  # events among which the last business day is looked for at the start
_TOLD_AT_ONCE = 1000
_DAY_MS = 24 * 3_600_000


class DayBook:
    """`day` is the present business day, empty before the first; `seq` the number of the last event stored."""

    def __init__(
        self, node: str, ledger: HallLedger, ids: Identities, log: Log, beside: NumbersBeside | None = None
    ) -> None:
        self.day = ""
        self.seq = 0
        self.failing: LedgerFailure | None = None
        self._node = node
        self._ledger = ledger
        self._ids = ids
        self._log = log
        self._state: HallState | None = None
        self._told: int | None = None
        self._beside = beside
        self._origin = BookOrigin(ledger, beside)
        self._held_back = False

    def present(self, rules: Rules, now: Moment, *, quiet: bool = False) -> HallState | LedgerFailure:
        """Today's state with its day opened. `quiet`: the day before is ended by the hall's other node. Raises
        LedgerError when the book cannot be read."""
        state = self._state or self._load(self.day or self._last_day(rules, now))
        today = self._believed(state, rules, now)
        if today != state.day:
            failure = None if quiet else self._own(commands.CloseDay(), state, rules, now)
            if failure is not None:
                return failure
            state = self._load(today)
            between_days()
        return self._opened(state, rules, now)

    def _believed(self, state: HallState, rules: Rules, now: Moment) -> str:
        """The day it is by a clock that is trusted, else the state's. One day back is the boundary's own moving, or a
        clock a little behind; more than that, and the day that was begun was a wrong clock's."""
        today = _today(rules, now)
        moved = today > state.day or business_day(now.wall_ms + _DAY_MS, rules.hall.boundary_minutes) < state.day
        held_back, self._held_back = self._held_back, moved and not now.trusted
        if self._held_back and not held_back:
            self._log.event("hall_day_held_back")
        if not moved or not now.trusted:
            return state.day
        if today < state.day:
            self._log.event("hall_day_taken_back")
        return today

    def room(self) -> LedgerFailure | None:
        """Why no number may be set aside now, although what is under way can be stored."""
        return self._ledger.room()

    def store(self, events: Sequence[Event], received: Sequence[Received] = ()) -> LedgerFailure | None:
        """All or none. After a failure the state has to be taken from `present` again."""
        if not events and not received:
            return None
        result = self._noted(events) or self._ledger.append(events, received)
        if isinstance(result, LedgerFailure):
            self.give_up(result)
            return result
        self.well()
        self.seq = result
        self._log_numbers(events)
        return None

    def _noted(self, events: Sequence[Event]) -> LedgerFailure | None:
        """Spare numbers stand beside the book before they are anybody's."""
        if self._beside is None or self._state is None or self._beside.note(self._state, self._node, events):
            return None
        return LedgerFailure.BROKEN_DISK

    def _log_numbers(self, events: Sequence[Event]) -> None:
        """What a technician has to know of the number space."""
        for event in events:
            if event.kind is EventKind.NUMBERS_LOW:
                left, queue = whole_of(event.data.get("left")), text_of(event.data.get("queue"))
                self._log.event("hall_numbers_low", queue=queue, left=left)
            elif event.kind is EventKind.NUMBERS_DOUBTED:
                self._log.event("hall_numbers_doubted", reason=text_of(event.data.get("why")))
            elif event.kind is EventKind.NUMBERS_HEARD and event.data.get("struck_off") is True:
                self._log.event("hall_terminal_struck_off", terminal=text_of(event.data.get("terminal")))
            elif event.kind is EventKind.NUMBERS_SURE:
                self._log.event("hall_numbers_sure")

    def well(self) -> None:
        """Something was stored."""
        if self.failing is not None:
            self.failing = None
            self._log.event("hall_stores_again")

    def give_up(self, failure: LedgerFailure | None) -> None:
        """Forgets the state in memory; None when a bug may have spoilt it."""
        self._state = None
        if failure is not None and failure is not self.failing:
            self.failing = failure
            self._log.event("hall_cannot_store", reason=failure.value)

    def untold(self, own: Sequence[Event]) -> list[tuple[int, Event]]:
        """The events stored since the last call, with their numbers; `own` are known to be the last of them."""
        told, self._told = self._told, self.seq
        if told is None or told == self.seq:
            return []
        if self.seq - told == len(own):
            return list(enumerate(own, told + 1))
        try:
            rows = self._ledger.since(told, _TOLD_AT_ONCE)
        except LedgerError:
            self._told = told
            return []
        self._told = rows[-1][0] if rows else self.seq
        return list(rows)

    def _opened(self, state: HallState, rules: Rules, now: Moment) -> HallState | LedgerFailure:
        if not state.opened:
            failure = self._own(commands.OpenDay(), state, rules, now)
            if failure is not None:
                return failure
            self._log.event("hall_day_opened")
        return self._doubted(state, rules, now) or state

    def _doubted(self, state: HallState, rules: Rules, now: Moment) -> LedgerFailure | None:
        doubt = self._origin.due(state, rules, now)
        if doubt is None:
            return None
        failure = self._own(doubt, state, rules, now)
        if failure is None:
            self._origin.begun(state)
        return failure

    def _own(self, command: commands.Command, state: HallState, rules: Rules, now: Moment) -> LedgerFailure | None:
        """Something the hall decides by itself, stored at once."""
        decision = decide(state, rules, command, now, self._ids)
        failure = self.store(decision.events)
        if failure is None:
            for event in decision.events:
                evolve(state, event)
        return failure

    def _load(self, day: str) -> HallState:
        state = HallState(day)
        for _, event in self._ledger.load(day):
            evolve(state, event)
        self.seq = self._ledger.last_seq()
        if self._told is None:
            self._told = self.seq
        self._state, self.day = state, day
        return state

    def _last_day(self, rules: Rules, now: Moment) -> str:
        """The day the book ended with, so that it can be closed; never one that is still to come on a good clock."""
        today = _today(rules, now)
        recent = self._ledger.since(max(0, self._ledger.last_seq() - _LOOK_BACK), _LOOK_BACK)
        own = [event.day for _, event in recent if event.node == self._node]
        last = own[-1] if own else today
        return min(last, today) if now.trusted else last


def _today(rules: Rules, now: Moment) -> str:
    return business_day(now.wall_ms, rules.hall.boundary_minutes)
