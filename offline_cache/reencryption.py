"""Encrypted cells as a whole: whose key is lost, whose key is old, what still stands open from an earlier version."""

from __future__ import annotations

from collections.abc import Iterator

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


def drop_unreadable(db: Database, keys: FieldKeys) -> int:
    """Encrypts what stands open, drops what no key opens and asks the upstream for everything again; the count.

    Inside the caller's transaction.
    """
    lost = 0
    for table, row, place, cell in _cells(db):
        if isinstance(cell, str):
            _store(db, table, row, keys.encrypt(place, cell.encode()))
        elif isinstance(keys.decrypt(place, cell), Unreadable):
            db.conn.execute(f"delete from {table} where rowid = ?", (row,))  # noqa: S608  # one of two names
            lost += 1
    if lost:
        db.conn.execute(BEGIN_RESYNC)
    return lost


def reencrypt(db: Database, keys: FieldKeys, limit: int) -> int:
    """Brings at most `limit` cells under the newest key and answers how many. Inside the caller's transaction."""
    done = 0
    for table, row, place, cell in _cells(db):
        if isinstance(cell, str) or key_id(cell) == keys.newest.id:
            continue
        plain = keys.decrypt(place, cell)
        if isinstance(plain, bytes):
            _store(db, table, row, keys.encrypt(place, plain))
        done += 1
        if done == limit:
            break
    return done


def _cells(db: Database) -> Iterator[tuple[str, int, Place, str | bytes]]:
    for table, row, kind, key, cell in db.conn.execute(_CELLS).fetchall():
        yield table, row, place_of(kind, key), cell


def _store(db: Database, table: str, row: int, cell: bytes) -> None:
    db.conn.execute(f"update {table} set body = ? where rowid = ?", (cell, row))  # noqa: S608  # one of two names
