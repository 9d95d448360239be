"""A book that was made new or put back from a copy may have forgotten numbers: from here the live queue hears of it.

The ledger remembers across restarts whether everybody has told since; this only sees to it that a doubt is begun on
every day on which that is still open, and that the ledger hears of its end.
"""

from __future__ import annotations

from kiosk.domain.events import Moment
from kiosk.hall.core.commands import DoubtNumbers
from kiosk.hall.core.doubting import Why
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.ports.ledger import Beginning, HallLedger, Origin

LOOK_MS = 1000  # an upstream may find out while the hall runs that this book was put back
_WHY = {Beginning.FRESH: Why.LOST, Beginning.RESTORED: Why.RESTORED, Beginning.KEPT: Why.RESTORED}


class BookOrigin:
    """Used by the writer's thread only. Raises LedgerError when the book cannot be read."""

    def __init__(self, ledger: HallLedger, beside: NumbersBeside | None = None) -> None:
        self._ledger, self._beside = ledger, beside
        self._looked: tuple[str, int] | None = None
        self._begun_on = ""

    def due(self, state: HallState, rules: Rules, now: Moment) -> DoubtNumbers | None:
        """The doubt to begin now, if any; `begun` once it is stored. The ledger is told of its end, and if it cannot
        store that, again later."""
        if self._looked and self._looked[0] == state.day and 0 <= now.mono_ms - self._looked[1] < LOOK_MS:
            return None
        anew = self._looked is None or self._looked[0] != state.day
        self._looked = state.day, now.mono_ms
        origin = self._ledger.origin()
        forgotten = self._forgotten(state) if anew or not origin.settled else ()
        if self._is_doubtful(origin, state) and state.doubt is None and rules.enrolled - state.struck_off:
            return DoubtNumbers(_WHY[origin.beginning], forgotten)
        if forgotten:
            return DoubtNumbers(Why.FORGOTTEN_NUMBER, forgotten)
        if not origin.settled and state.doubt is None:
            self._begun_on = ""
            self._ledger.settle()
        return None

    def _is_doubtful(self, origin: Origin, state: HallState) -> bool:
        return not origin.settled and self._begun_on != state.day and not self._is_first(origin)

    def _forgotten(self, state: HallState) -> tuple[str, ...]:
        return tuple(self._beside.forgotten(state)) if self._beside else ()

    def _is_first(self, origin: Origin) -> bool:
        """Made new, and there was none before: nobody can have numbers of it."""
        return origin.beginning is Beginning.FRESH and self._beside is not None and self._beside.first

    def begun(self, state: HallState) -> None:
        self._begun_on = state.day
