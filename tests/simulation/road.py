"""The network between two machines of a simulation: what is asked may get lost, be repeated, or come again later."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from starlette.responses import Response

from kiosk.ports.ledger import LedgerFailure
from kiosk.sync import wire
from kiosk.sync.answers import NotNow, Overloaded
from kiosk.sync.client import SyncFailure, Unreached
from kiosk.sync.contract import BATCH_LIMIT, BatchAnswer, GapAnswer
from kiosk.sync.streams import Gap, Incoming, Judged
from tests.simulation import quick_lines

T = TypeVar("T")
Take = Callable[[Incoming], Judged | Gap | NotNow | None]
_STRAYS_KEPT = 8


class Fate(StrEnum):
    """What becomes of one exchange."""

    GOOD = "good"
    LOST = "lost"  # it never arrives
    ANSWER_LOST = "answer_lost"  # it was done, and the asker does not know
    TWICE = "twice"  # it arrives twice; the second answer is heard
    STRAY = "stray"  # its answer is lost, and it will arrive once more, behind others
    STALE = "stale"  # it is done, and the answer of an earlier exchange is heard instead


class Road:
    """One direction of asking. `fate` is asked once for each exchange."""

    def __init__(self, fate: Callable[[], Fate]) -> None:
        self.fate = fate
        self.largest = BATCH_LIMIT  # events that the upstream at its end takes at once
        self.strays: deque[Callable[[], object]] = deque(maxlen=_STRAYS_KEPT)
        self._before: object = None

    def ask(self, act: Callable[[], T]) -> T | None:
        """The answer, or None when none is heard."""
        fate = self.fate()
        if fate is Fate.LOST:
            return None
        answer = act()
        if fate is Fate.TWICE:
            answer = act()
        before, self._before = self._before, answer
        if fate is Fate.STRAY:
            self.strays.append(act)
        if fate in (Fate.ANSWER_LOST, Fate.STRAY):
            return None
        return before if fate is Fate.STALE and before is not None else answer  # type: ignore[return-value]

    def let_a_stray_arrive(self) -> None:
        """An exchange of long ago arrives once more; nobody hears the answer."""
        if self.strays:
            self.strays.popleft()()


class RoadClient:
    """Stands where `SyncClient` stands: a node's batches go over a road to its upstream, as the wire's own bytes."""

    def __init__(self, road: Road, take: Take) -> None:
        self._road = road
        self._take = take

    def send(self, batch: bytes) -> BatchAnswer | GapAnswer | Unreached:
        if not batch:
            return self._quickly(quick_lines.handed_over())
        response = self._road.ask(lambda: self._at_the_door(batch))
        if response is None:
            return Unreached(SyncFailure.TIMED_OUT)
        body = bytes(response.body)
        if response.status_code == 200:
            return BatchAnswer.model_validate_json(body)
        if response.status_code == 409:
            return GapAnswer.model_validate_json(body)
        failure = SyncFailure.TOO_LARGE if response.status_code == 413 else SyncFailure.OUT_OF_SERVICE
        return Unreached(failure, response.status_code)

    def where(self) -> str:
        return ""  # a road has no address

    def close(self) -> None:
        return None

    def _quickly(self, incoming: Incoming) -> BatchAnswer | GapAnswer | Unreached:
        """Without bytes in between: the same values, the same judgement, the same meanings."""
        answer = self._road.ask(lambda: self._take(incoming))
        if isinstance(answer, Judged):
            return quick_lines.told(answer)
        if isinstance(answer, Gap):
            return GapAnswer.model_construct(reason=answer.reason.value, expected=answer.expected)
        return Unreached(SyncFailure.TIMED_OUT if answer is None else SyncFailure.OUT_OF_SERVICE)

    def _at_the_door(self, batch: bytes) -> Response | None:
        incoming = wire.incoming(batch)
        if not isinstance(incoming, Incoming):
            return incoming
        if len(incoming.events) > self._road.largest:
            return wire.trouble(413, "too_large", "Fewer at once.")
        answer = self._take(incoming)
        return None if answer is None else wire.judged(answer)


def not_now(reason: str) -> NotNow:
    """As `kiosk.hall.http.sync_store` says it."""
    known = {failure.value for failure in LedgerFailure}
    return LedgerFailure(reason) if reason in known else Overloaded()
