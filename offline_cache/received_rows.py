"""What was taken from the streams of nodes below, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.ports.ledger import Judgement, Received

COLUMNS = "node, epoch, seq, event_id, judgement, reason"
_INSERT = f"insert into received ({COLUMNS}, taken_on) values (?, ?, ?, ?, ?, ?, date('now'))"  # noqa: S608


def store(db: Database, received: Sequence[Received]) -> None:
    """Inside the caller's transaction. IntegrityError when a place is taken, or an event was applied before."""
    if received:
        db.conn.executemany(
            _INSERT, [(r.node, r.epoch, r.seq, r.event_id, r.judgement.value, r.reason) for r in received]
        )


def received_of(row: Sequence[Any]) -> Received:
    node, epoch, seq, event_id, judgement, reason = row
    return Received(node, epoch, seq, event_id, Judgement(judgement), reason)
