"""The places of the halls' streams, forgotten one by one; a stream's high-water mark stays for ever.

A place says which event stood there, for a node that sends it again. Behind the newest `KEPT_PLACES` nothing is asked
but whether the event is known, and every event's identity stays (decision 80): so what comes again is a duplicate, and
another event in its place still means a disk that was put back. What was refused keeps its place and its reason.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from kiosk.city.tables import received, stream
from kiosk.ports.ledger import Judgement

KEPT_PLACES = 20_000  # of a stream: more than a hall owes after three days without a line
QUIET_MS = 30 * 86_400_000  # an epoch that nobody went on with for so long is over, and keeps none
PART = 2_000


def forget_places(connection: Connection, now_ms: int) -> int:
    """One part of one stream; how far it went, 0 when nothing is due."""
    s = stream.c
    asked = select(s.node, s.epoch, s.position, s.forgotten, s.heard_ms).where(_is_due(now_ms))
    row = connection.execute(asked.order_by(s.node, s.epoch).limit(1)).first()
    if row is None:
        return 0
    kept = 0 if row.heard_ms < now_ms - QUIET_MS else KEPT_PLACES
    upto = min(row.position - kept, row.forgotten + PART)
    mine = (s.node == row.node, s.epoch == row.epoch, s.forgotten == row.forgotten)
    if connection.execute(update(stream).where(*mine).values(forgotten=upto)).rowcount == 1:
        r = received.c
        places = (r.node == row.node, r.epoch == row.epoch, r.seq > row.forgotten, r.seq <= upto)
        connection.execute(delete(received).where(*places, r.judgement != Judgement.REJECTED.value))
    return int(upto - row.forgotten)


def _is_due(now_ms: int) -> ColumnElement[bool]:
    """A whole part, or the rest of a stream that is over."""
    s = stream.c
    over = and_(s.heard_ms < now_ms - QUIET_MS, s.forgotten < s.position)
    return or_(s.forgotten < s.position - KEPT_PLACES - PART, over)
