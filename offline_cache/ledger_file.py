"""How a node's file is opened: claimed, of a version that is known, whole or put back, brought to this version.

A file that cannot be used as it is stays as it is, or is moved aside under its date; nothing is ever deleted here.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from kiosk.ports.ledger import LedgerFailure
from kiosk.trust.private_file import make_private_folder, make_privately
from offline_cache import erasing, own_numbers
from offline_cache.claim import Claim, claim
from offline_cache.connection import BUSY_MS, looker, writer
from offline_cache.damage import is_damaged, move_aside
from offline_cache.disk_room import DiskRoom
from offline_cache.failures import disk_failure_of, failure_of
from offline_cache.field_keys import FieldKeys, KeyFileProblem, load_keys
from offline_cache.keeping import Keeping, plain_keeping
from offline_cache.one_writer import LedgerFile
from offline_cache.reencryption import drop_unreadable
from offline_cache.restoring import mark_restored, restore_newest
from offline_cache.schema import is_newer, migrations

__all__ = ["LedgerFile", "Opened", "open_ledger"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger ready for use.

    `fresh`: nothing is remembered. `moved_aside`: where a damaged predecessor lies now. `restored_from`: the copy that
    took its place; what was done after it is not in this file. `unreadable`: cells whose key is lost, dropped and asked
    for again.
    """

    file: LedgerFile
    fresh: bool
    moved_aside: Path | None = None
    restored_from: Path | None = None
    unreadable: int = 0


def open_ledger(path: Path, busy_ms: int = BUSY_MS, keeping: Keeping | None = None) -> Opened | LedgerFailure:
    """LOCKED when another process has the file at `path`; REVOKED, NEWER_VERSION and KEYS_UNUSABLE leave it untouched.

    A damaged or missing file is put back from its newest good copy, or else begun anew; the caller reports it.
    """
    try:
        make_private_folder(path.parent)
        held = claim(path)
    except OSError as error:
        return disk_failure_of(error)
    if held is None:
        return LedgerFailure.LOCKED
    opened = _guarded(path, held, busy_ms, keeping or plain_keeping(path))
    if isinstance(opened, LedgerFailure):
        held.release()
    return opened


def _guarded(path: Path, held: Claim, busy_ms: int, keeping: Keeping) -> Opened | LedgerFailure:
    try:
        return _opened(path, held, busy_ms, keeping)
    except OSError as error:
        return disk_failure_of(error)
    except sqlite3.Error as error:
        failure = failure_of(error)
        if failure is None:
            raise
        return failure


def _opened(path: Path, held: Claim, busy_ms: int, keeping: Keeping) -> Opened | LedgerFailure:
    if erasing.is_revoked(path):
        erasing.finish(path)
        return LedgerFailure.REVOKED
    if _is_of_a_newer_version(path):
        return LedgerFailure.NEWER_VERSION
    keys = load_keys(keeping.keys, keeping.cipher)
    if isinstance(keys, KeyFileProblem):
        return LedgerFailure.KEYS_UNUSABLE
    connection, came = _checked(path, busy_ms)
    try:
        unreadable = _brought_up_to_date(connection, path, keys, restored=came.restored_from is not None)
    except (sqlite3.Error, OSError):
        connection.close()
        raise
    room = DiskRoom(path.with_name(f"{path.name}.reserve"), keeping.low_bytes, keeping.reserve_bytes)
    room.take()
    file = LedgerFile(path, connection, held, busy_ms, keys, room)
    return Opened(file, came.fresh, came.moved_aside, came.restored_from, unreadable)


def _is_of_a_newer_version(path: Path) -> bool:
    if not _holds_something(path):
        return False
    with suppress(sqlite3.Error), closing(looker(path)) as connection:
        return is_newer(connection)
    return False  # damaged: the check that follows says so


@dataclass(frozen=True, slots=True)
class _Came:
    fresh: bool
    moved_aside: Path | None = None
    restored_from: Path | None = None


def _checked(path: Path, busy_ms: int) -> tuple[sqlite3.Connection, _Came]:
    aside = None
    if _holds_something(path):
        whole = _whole(path, busy_ms)
        if whole is not None:
            return whole, _Came(fresh=False)
        aside = move_aside(path)
    elif path.with_name(f"{path.name}-wal").exists():
        move_aside(path)  # the WAL of a book that is gone would be read into the one that takes its place
    copy = restore_newest(path)
    make_privately(path)
    return writer(path, busy_ms), _Came(copy is None, aside, copy)


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _whole(path: Path, busy_ms: int) -> sqlite3.Connection | None:
    """The file's connection, or None when the file is damaged."""
    make_privately(path)
    try:
        connection = writer(path, busy_ms)
    except sqlite3.Error as error:
        if failure_of(error) is LedgerFailure.DAMAGED:
            return None
        raise
    if not is_damaged(connection):
        return connection
    connection.close()
    return None


def _brought_up_to_date(connection: sqlite3.Connection, path: Path, keys: FieldKeys, *, restored: bool) -> int:
    """Answers how many cells had to be dropped because their key is lost."""
    db = Database(connection)
    migrations.apply(db)
    _made_to_shrink(connection)
    with db.atomic():
        if restored:
            mark_restored(db)
        own_numbers.learn(db, path)
        return drop_unreadable(db, keys)


def _made_to_shrink(connection: sqlite3.Connection) -> None:
    """A file of the first versions cannot give pages back; it can after this. Without room for it, it stays so."""
    if connection.execute("pragma auto_vacuum").fetchone()[0] == 2:
        return
    with suppress(sqlite3.OperationalError):
        connection.execute("pragma auto_vacuum = incremental")
        connection.execute("vacuum")
