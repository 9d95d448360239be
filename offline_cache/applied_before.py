"""Which events from below were applied long ago: their identities alone, 16 bytes each, in the order of their making.

A place in a stream with all that was said about it takes 216 bytes and is needed while an answer may be repeated or
compared; that an event is applied once is a promise for much longer. So a place goes after some weeks and leaves its
event's identity here, and that goes after 400 days.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlite_utils import Database

KEPT_DAYS = 400
_DAY_MS = 24 * 3_600_000
_STREAMS = "select node, epoch, max(seq) from received group by node, epoch"
_FIRST_KEPT = "select min(seq) from received where node = ? and epoch = ? and taken_on >= ?"
_OLD = "select seq, event_id, judgement from received where node = ? and epoch = ? and seq < ? order by seq limit ?"
_GO = "delete from received where node = ? and epoch = ? and seq <= ?"
_FORGET = (
    "delete from applied_before where id in"
    " (select id from applied_before where id < ? and length(id) = 16 order by id limit ?)"
)

Stream = tuple[str, str, int]  # node, epoch, and the first place that stays


def key_of(event_id: str) -> bytes:
    """The 16 bytes of an identity as this program makes them; of another one its text, behind a mark."""
    try:
        known = uuid.UUID(event_id)
    except ValueError:
        return b"=" + event_id.encode()
    return known.bytes if str(known) == event_id else b"=" + event_id.encode()


def known(db: Database, event_ids: Sequence[str]) -> set[str]:
    by_key = {key_of(event_id): event_id for event_id in event_ids}
    marks = ",".join("?" * len(by_key))
    rows = db.conn.execute(f"select id from applied_before where id in ({marks})", list(by_key))  # noqa: S608
    return {by_key[row[0]] for row in rows}


def old_streams(db: Database, before: str) -> list[Stream]:
    """Streams with places taken before that day. The last place of each stays: it says how far the stream is."""
    found = []
    for node, epoch, last in db.conn.execute(_STREAMS).fetchall():
        kept = db.conn.execute(_FIRST_KEPT, (node, epoch, before)).fetchone()[0]
        found.append((node, epoch, last if kept is None else min(kept, last)))
    return found


def go(db: Database, stream: Stream, rows: int) -> int:
    """The oldest places of a stream go, at most `rows`, and the identities of what was applied stay."""
    old = db.conn.execute(_OLD, (*stream, rows)).fetchall()
    if not old:
        return 0
    ids = [(key_of(event_id),) for _, event_id, judgement in old if judgement == "applied"]
    db.conn.executemany("insert or ignore into applied_before (id) values (?)", ids)
    return int(db.conn.execute(_GO, (stream[0], stream[1], old[-1][0])).rowcount)


def forget(db: Database, today: str, rows: int) -> int:
    """Identities that were made 400 days ago and earlier, at most `rows`."""
    made_ms = int(datetime.fromisoformat(today).replace(tzinfo=UTC).timestamp() * 1000) - KEPT_DAYS * _DAY_MS
    return int(db.conn.execute(_FORGET, (made_ms.to_bytes(6, "big"), rows)).rowcount)
