"""Upward: sends what a node owes, in order, until the upstream has it. Receiving goes on whatever happens here.

A node that owes nothing asks now and then, and first of all, whether the upstream has exactly what it was sent: one
that lost something gets it again, and a node whose own disk was put back hears of it before it does something new.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

from kiosk.ports.ledger import Judgement, Outbox, Owed, Verdict
from kiosk.ports.log import Log
from kiosk.sync.batches import Acknowledge, NewEpoch, Rewind, Senseless, meaning, written
from kiosk.sync.client import SyncClient, SyncFailure, Unreached
from kiosk.sync.contract import BATCH_LIMIT, BatchAnswer, GapAnswer
from kiosk.sync.line import AT_ONCE, Line, Pause
from kiosk.sync.patience import Patience

IDLE_S = 1.0  # looks for owed events so often when nobody nudges
COMPARE_S = 60.0  # a node that owes nothing compares so often


class Uplink(Line):
    """`node` is the name that the upstream knows this node's token by. A nudge says that something is owed."""

    def __init__(
        self,
        node: str,
        outbox: Outbox,
        client: SyncClient,
        log: Log,
        patience: Patience | None = None,
        idle_s: float = IDLE_S,
    ) -> None:
        super().__init__("up", client, log, patience)
        self._node = node
        self._outbox = outbox
        self._idle = Pause(idle_s)
        self._limit = BATCH_LIMIT
        self._compare_at = 0.0

    def _exchange(self) -> Pause:
        """Sends one batch and does what the answer asks for."""
        owed = self._outbox.owed(self._limit)
        if not owed.events and time.monotonic() < self._compare_at:
            return self._idle
        batch = written(self._node, owed)
        sent = replace(owed, events=owed.events[: batch.count])
        answer = self._client.send(batch.body)
        return self._unreached(answer, batch.count) if isinstance(answer, Unreached) else self._answered(answer, sent)

    def _unreached(self, answer: Unreached, count: int) -> Pause:
        if answer.failure is SyncFailure.TOO_LARGE and count > 1:
            self._limit = count // 2
            return AT_ONCE
        return self._trials.failed(answer.failure.value, answer.status, answer.retry_after_s)

    def _answered(self, answer: BatchAnswer | GapAnswer, sent: Owed) -> Pause:
        match meaning(answer, sent):
            case Acknowledge(upto_seq, verdicts):
                return self._acknowledged(upto_seq, verdicts) if sent.events else self._compared()
            case Rewind(expected):
                return self._rewound(expected, sent)
            case NewEpoch():
                self._log.event("stream_restored", epoch=sent.epoch, sequence=sent.first_seq)
                return self._stored(self._outbox.new_epoch(restored=True), AT_ONCE)
            case Senseless():
                return self._trials.failed(SyncFailure.BROKEN_ANSWER.value)

    def _compared(self) -> Pause:
        """The upstream has neither less nor more than this node sent it."""
        self._compare_at = time.monotonic() + COMPARE_S
        return self._stored(None, self._idle)

    def _acknowledged(self, upto_seq: int, verdicts: tuple[Verdict, ...]) -> Pause:
        refused = Counter(_word(v.reason) for v in verdicts if v.verdict is Judgement.REJECTED)
        for reason, count in refused.items():
            self._log.event("events_refused", reason=reason, count=count)
        self._compare_at = time.monotonic() + COMPARE_S
        return self._stored(self._outbox.acknowledge(upto_seq, verdicts), AT_ONCE)

    def _rewound(self, expected: int, sent: Owed) -> Pause:
        self._log.event("stream_rewound", sequence=sent.first_seq, expected=expected)
        kept = self._outbox.rewind(expected)
        if kept is False:
            self._log.event("stream_restored", epoch=sent.epoch, sequence=sent.first_seq)
            return self._stored(self._outbox.new_epoch(), AT_ONCE)
        return self._stored(None if kept is True else kept, AT_ONCE)


def _word(reason: str) -> str:
    """The reason's first word, as far as a log may hold it: it comes from another machine."""
    word = reason.partition(":")[0]
    return word if word.isascii() and word.replace("_", "a").isalpha() and len(word) <= 40 else "other"
