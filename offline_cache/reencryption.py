"""Encrypted cells as a whole: whose key is lost, whose key is old, what still stands open from an earlier version."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from offline_cache.cache import BEGIN_RESYNC
from offline_cache.change_rows import ENCRYPTED_KINDS, place_of
from offline_cache.field_encryption import Place, Unreadable, key_id
from offline_cache.field_keys import FieldKeys

_KINDS = ", ".join(f"'{kind}'" for kind in sorted(ENCRYPTED_KINDS))
_CELLS = (
    f"select 'change', rowid, kind, key, body from change where kind in ({_KINDS}) and body is not null"  # noqa: S608
    " union all select 'booking', rowid, 'booking', number, body from booking where body is not null"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """`body` is a text only in a file of a version that did not encrypt yet."""

    table: str  # change or booking
    row: int
    place: Place
    body: str | bytes


def drop_unreadable(db: Database, keys: FieldKeys) -> int:
    """Encrypts what stands open, drops what no key opens and asks the upstream for everything again; the count.

    Inside the caller's transaction.
    """
    lost = 0
    for cell in _cells(db):
        if isinstance(cell.body, str):
            _store(db, cell, keys.encrypt(cell.place, cell.body.encode()))
        elif isinstance(keys.decrypt(cell.place, cell.body), Unreadable):
            db.conn.execute(f"delete from {cell.table} where rowid = ?", (cell.row,))  # noqa: S608
            lost += 1
    if lost:
        db.conn.execute(BEGIN_RESYNC)
    return lost


def cells_of_older_keys(db: Database, keys: FieldKeys) -> list[Cell]:
    newest = keys.newest.id
    return [cell for cell in _cells(db) if isinstance(cell.body, bytes) and key_id(cell.body) != newest]


def put_under_newest(db: Database, keys: FieldKeys, cell: Cell) -> None:
    """Does nothing when the cell was changed meanwhile, for then it is under the newest already."""
    plain = keys.decrypt(cell.place, cell.body) if isinstance(cell.body, bytes) else cell.body.encode()
    if isinstance(plain, bytes):
        _store(db, cell, keys.encrypt(cell.place, plain))


def _cells(db: Database) -> list[Cell]:
    rows = db.conn.execute(_CELLS).fetchall()
    return [Cell(table, row, place_of(kind, key), body) for table, row, kind, key, body in rows]


def _store(db: Database, cell: Cell, body: bytes) -> None:
    sql = f"update {cell.table} set body = ? where rowid = ? and body = ?"  # noqa: S608
    db.conn.execute(sql, (body, cell.row, cell.body))
