"""Which events of which node's stream an upstream has taken; the memory behind "each event once, for ever"."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.ports.ledger import Received
from offline_cache import applied_before, received_rows
from offline_cache.one_writer import LedgerFile

_POSITION = "select coalesce(max(seq), 0) from received where node = ? and epoch = ?"
_PLACES = (
    f"select {received_rows.COLUMNS} from received"  # noqa: S608
    " where node = ? and epoch = ? and seq between ? and ? order by seq"
)


class InboundStreams:
    """Implements `kiosk.ports.ledger.InboundStreams`; `HallLedger.append` is what fills it."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def position(self, node: str, epoch: str) -> int:
        return self._file.read(lambda db: int(db.conn.execute(_POSITION, (node, epoch)).fetchone()[0]))

    def received(self, node: str, epoch: str, first_seq: int, last_seq: int) -> Sequence[Received]:
        asked = (node, epoch, first_seq, last_seq)
        rows = self._file.read(lambda db: db.conn.execute(_PLACES, asked).fetchall())
        return [received_rows.received_of(row) for row in rows]

    def known(self, event_ids: Sequence[str]) -> frozenset[str]:
        """An event of this node's own stream counts as known too: nobody below may send it in."""
        marks = ",".join("?" * len(event_ids))
        sql = (
            f"select event_id from received where judgement = 'applied' and event_id in ({marks})"  # noqa: S608
            f" union select event_id from event where event_id in ({marks})"
        )

        def work(db: Database) -> frozenset[str]:
            rows = db.conn.execute(sql, [*event_ids, *event_ids]).fetchall()
            return frozenset(row[0] for row in rows) | applied_before.known(db, event_ids)

        return self._file.read(work)
