"""The hall's bookings as a terminal finds them that is cut off from everything: by person, by number, by time."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.keyed_hash import KeyedHash
from kiosk.ports.ledger import CachedBooking
from offline_cache.change_rows import BOOKING_COLUMNS, booking_of
from offline_cache.one_writer import LedgerFile

_STANDING = f"select {BOOKING_COLUMNS} from booking where body is not null"  # noqa: S608
_IN_ORDER = "order by begins_ms, number"


class Bookings:
    """Implements `kiosk.ports.ledger.Bookings`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def booking(self, number: str) -> CachedBooking | None:
        found = self._found(f"{_STANDING} and number = ?", (number,))
        return found[0] if found else None

    def of_person(self, person: Sequence[KeyedHash]) -> Sequence[CachedBooking]:
        hashes = [one.hash for one in person if one.hash]  # of two versions of a key they are never equal
        marks = ", ".join("?" * len(hashes))
        return self._found(f"{_STANDING} and holder in ({marks}) {_IN_ORDER}", hashes)

    def between(self, from_ms: int, until_ms: int) -> Sequence[CachedBooking]:
        return self._found(f"{_STANDING} and begins_ms >= ? and begins_ms < ? {_IN_ORDER}", (from_ms, until_ms))

    def _found(self, sql: str, asked: Sequence[object]) -> list[CachedBooking]:
        rows = self._file.read(lambda db: db.conn.execute(sql, asked).fetchall())
        return [booking_of(row, self._file.keys) for row in rows]
