"""A simulation's lines without bytes, for all but a few batches: writing and reading JSON would be half of its time.

What a node owes is handed over as it is; streams, judgement and what an answer means are the product's own. Every
`_WITH_BYTES`th batch goes over the wire's own bytes all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.hall import day_book
from kiosk.ports.ledger import Owed
from kiosk.sync import batches, uplink
from kiosk.sync.contract import BatchAnswer, VerdictOnWire
from kiosk.sync.streams import Incoming, Judged

_WITH_BYTES = 20
_BATCHES = [0]
_HANDED: list[Incoming] = []


@contextmanager
def quick_lines() -> Iterator[None]:
    """Everything in this process that is sent meanwhile goes so."""
    written, between = uplink.written, day_book.between_days  # type: ignore[attr-defined]
    _BATCHES[0] = 0
    uplink.written = _handed  # type: ignore[attr-defined]
    day_book.between_days = lambda: None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        uplink.written, day_book.between_days = written, between  # type: ignore[attr-defined]


def _handed(node: str, owed: Owed) -> batches.Written:
    _BATCHES[0] += 1
    if _BATCHES[0] % _WITH_BYTES == 0:
        return batches.written(node, owed)
    _HANDED[:] = [Incoming(node, owed.epoch, owed.first_seq, owed.events)]
    return batches.Written(b"", len(owed.events))


def handed_over() -> Incoming:
    return _HANDED[0]


def told(answer: Judged) -> BatchAnswer:
    said = [
        VerdictOnWire.model_construct(event_id=v.event_id, verdict=v.verdict, reason=v.reason) for v in answer.verdicts
    ]
    return BatchAnswer.model_construct(acknowledged=answer.acknowledged, verdicts=said)
