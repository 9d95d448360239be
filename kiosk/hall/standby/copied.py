"""What the second node has read of the first one's book and the city may not have yet: told to the city while the
second serves, because the first may be gone for good, and its disk with it.

Only what the first one's book holds goes this way. What the second decided itself is judged by the first one when it is
back, or by the one that replaces it, and goes up through that: the city never hears of a call that the hall takes back.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from kiosk.domain.events import Event
from kiosk.hall.standby.following import Reading
from kiosk.ports.ledger import HallLedger, InboundStreams, Judgement, LedgerFailure, Owed, Received, Verdict
from kiosk.ports.log import Log
from kiosk.sync.client import SyncClient
from kiosk.sync.line import Pause
from kiosk.sync.uplink import Uplink
from kiosk.trust.kept_values import FileProblem, KeptValue

NOT_SERVING = Pause(1.0)


class CopiedOutbox:
    """Implements `Outbox` for one line. A stream of its own each time: the city knows by their identities what came
    from the first node itself."""

    def __init__(self, first: str, reading: KeptValue[Reading], streams: InboundStreams, ledger: HallLedger) -> None:
        self._first, self._kept, self._streams, self._ledger = first, reading, streams, ledger
        self._reading = Reading()
        self._epoch, self._acked = "", 0
        self._place = 0  # in the reading, of the last that the city took
        self._asked: Sequence[int] = ()  # the places of what was owed last

    def owed(self, limit: int) -> Owed:
        found = [(place.seq, event) for place in self._behind(limit) if (event := self._event(place)) is not None]
        self._asked = [place for place, _ in found]
        return Owed(self._epoch, self._acked + 1, tuple(event for _, event in found))

    def acknowledge(self, upto_seq: int, verdicts: Sequence[Verdict]) -> None:
        taken = upto_seq - self._acked
        if 0 < taken <= len(self._asked):
            self._acked, self._place = upto_seq, self._asked[taken - 1]

    def rewind(self, expected_seq: int) -> bool | LedgerFailure:
        return False

    def backlog(self) -> int:
        return max(0, self._last() - self._place)

    def quarantined(self) -> Sequence[Verdict]:
        """What the city refuses stands in the log, and in the first node's quarantine once that sends it."""
        return ()

    def new_epoch(self, restored: bool = False) -> None:
        """From where the city was when the first node told it last."""
        found = self._kept.read()
        self._reading = Reading() if isinstance(found, FileProblem) else found
        self._epoch, self._acked = secrets.token_hex(16), 0
        self._place = max(0, self._reading.sent - self._reading.base)

    def _last(self) -> int:
        return self._streams.position(self._first, self._reading.epoch)

    def _behind(self, limit: int) -> Sequence[Received]:
        """The next places that are still known one by one."""
        last, at = self._last(), self._place
        while at < last:
            found = self._streams.received(self._first, self._reading.epoch, at + 1, at + limit)
            if found:
                return found
            at += limit
        return ()

    def _event(self, place: Received) -> Event | None:
        seq = None if place.judgement is Judgement.REJECTED else self._ledger.seq_of(place.event_id)
        found = self._ledger.since(seq - 1, 1) if seq is not None else ()
        return found[0][1] if found else None


class CopiedUplink(Uplink):
    """Speaks only while `serves` says so, each time beginning anew."""

    def __init__(
        self, node: str, outbox: CopiedOutbox, client: SyncClient, log: Log, serves: Callable[[], bool]
    ) -> None:
        super().__init__(node, outbox, client, log)
        self._serves, self._served, self._copied = serves, False, outbox

    def _exchange(self) -> Pause:
        before, self._served = self._served, self._serves()
        if not self._served:
            return NOT_SERVING
        if not before:
            self._copied.new_epoch()
        return super()._exchange()
