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
from kiosk.ports.ledger import Beginning, HallLedger

LOOK_MS = 1000  # an upstream may find out while the hall runs that this book was put back
_WHY = {Beginning.FRESH: Why.LOST, Beginning.RESTORED: Why.RESTORED, Beginning.KEPT: Why.RESTORED}


class BookOrigin:
    """Used by the writer's thread only. Raises LedgerError when the book cannot be read."""

    def __init__(self, ledger: HallLedger) -> None:
        self._ledger = ledger
        self._looked: tuple[str, int] | None = None
        self._begun_on = ""

    def due(self, state: HallState, rules: Rules, now: Moment) -> DoubtNumbers | None:
        """The doubt to begin now, if any; `begun` once it is stored. The ledger is told of its end, and if it cannot
        store that, again later."""
        if self._looked and self._looked[0] == state.day and 0 <= now.mono_ms - self._looked[1] < LOOK_MS:
            return None
        self._looked = state.day, now.mono_ms
        origin = self._ledger.origin()
        if origin.settled or state.doubt is not None:
            return None
        if self._begun_on == state.day or not rules.enrolled - state.struck_off:
            self._begun_on = ""
            self._ledger.settle()
            return None
        return DoubtNumbers(_WHY[origin.beginning])

    def begun(self, state: HallState) -> None:
        self._begun_on = state.day
