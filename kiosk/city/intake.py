"""A hall's batch becomes events, tickets and evaluations of the city: judged, stored and projected in one transaction.

The hall's row is locked first, so two batches of one hall follow each other and their arrivals become visible in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from kiosk.city.event_rows import event_row
from kiosk.city.projecting import project
from kiosk.city.tables import event as event_table
from kiosk.city.tables import hall as hall_table
from kiosk.city.tables import received as received_table
from kiosk.city.tables import stream as stream_table
from kiosk.domain.events import Event
from kiosk.ports.ledger import Judgement, Received
from kiosk.sync.streams import Gap, Incoming, Judged, judge


def take(connection: Connection, hall: str, batch: Incoming, now_ms: int) -> Judged | Gap | None:
    """Within the caller's transaction. None when the city has no such hall."""
    locking = update(hall_table).where(hall_table.c.id == hall).values(arrival=hall_table.c.arrival)
    if connection.execute(locking).rowcount != 1:
        return None
    judged = judge(batch, CityStreams(connection))
    if isinstance(judged, Judged) and judged.received:
        _store(connection, hall, batch, judged, now_ms)
    return judged


class CityStreams:
    """Implements `kiosk.ports.ledger.InboundStreams` on the transaction's own connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def position(self, node: str, epoch: str) -> int:
        """Of the stream's own row: the places themselves are forgotten in time."""
        table = stream_table.c
        asked = select(table.position).where(table.node == node, table.epoch == epoch)
        return int(self._connection.execute(asked).scalar() or 0)

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        table = received_table.c
        mine = (table.node == node, table.epoch == epoch, table.seq.between(first_seq, last_seq))
        rows = self._connection.execute(select(received_table).where(*mine).order_by(table.seq)).mappings()
        return [Received(**{**row, "judgement": Judgement(row["judgement"])}) for row in rows]

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        asked = select(event_table.c.event_id).where(event_table.c.event_id.in_(event_ids))
        return frozenset(self._connection.execute(asked).scalars())


def _store(connection: Connection, hall: str, batch: Incoming, judged: Judged, now_ms: int) -> None:
    connection.execute(insert(received_table), [_received_row(place) for place in judged.received])
    _note_stream(connection, hall, batch, judged.acknowledged, now_ms)
    if judged.events:
        _store_events(connection, hall, batch.node, judged.events, now_ms)
        project(connection, hall, judged.events)


def _store_events(connection: Connection, hall: str, node: str, events: Sequence[Event], now_ms: int) -> None:
    here = hall_table.c.id == hall
    before = int(connection.execute(select(hall_table.c.arrival).where(here)).scalar_one())
    rows = [event_row(event, hall, node, before + n, now_ms) for n, event in enumerate(events, start=1)]
    connection.execute(insert(event_table), rows)
    connection.execute(update(hall_table).where(here).values(arrival=before + len(rows)))


def _note_stream(connection: Connection, hall: str, batch: Incoming, position: int, now_ms: int) -> None:
    table = stream_table.c
    mine = (table.node == batch.node, table.epoch == batch.epoch)
    noted = {"hall": hall, "position": position, "heard_ms": now_ms}
    if connection.execute(update(stream_table).where(*mine).values(**noted)).rowcount == 0:
        connection.execute(insert(stream_table).values(node=batch.node, epoch=batch.epoch, **noted))


def _received_row(place: Received) -> dict[str, object]:
    return {
        "node": place.node,
        "epoch": place.epoch,
        "seq": place.seq,
        "event_id": place.event_id,
        "judgement": place.judgement.value,
        "reason": place.reason,
    }
