"""A new key for the encrypted cells: it is on the disk first, then every cell comes under it, then the old one goes.

A stop at any point leaves both keys, and the next time goes on. The old key goes only when no copy needs it either.
"""

from __future__ import annotations

from sqlite_utils import Database

from kiosk.ports.ledger import LedgerFailure
from offline_cache.field_encryption import FieldCipher
from offline_cache.one_writer import LedgerFile
from offline_cache.reencryption import Cell, cells_of_older_keys, put_under_newest

_AT_ONCE = 20  # cells of one turn


def is_due(file: LedgerFile, cipher: FieldCipher, key_days: int) -> bool:
    keys = file.keys
    return is_begun(file) or keys.newest.cipher is not cipher or keys.age_days() >= key_days


def is_begun(file: LedgerFile) -> bool:
    """Whether there is an older key still."""
    return len(file.keys.ids) > 1


def renew(file: LedgerFile, cipher: FieldCipher, key_days: int) -> int | LedgerFailure:
    """Begins or goes on; answers how many cells came under the newest key. Raises LedgerError, and OSError of the key
    file. Afterwards the copies that need the older key have to go, and then the key: `file.keys.forget_older()`."""
    if file.keys.newest.cipher is not cipher or (not is_begun(file) and file.keys.age_days() >= key_days):
        file.keys.add(cipher)
    cells = file.read(lambda db: cells_of_older_keys(db, file.keys))
    for start in range(0, len(cells), _AT_ONCE):
        failure = file.write(lambda db, part=cells[start : start + _AT_ONCE]: _bring(db, file, part))  # type: ignore[misc]
        if isinstance(failure, LedgerFailure):
            return failure
    return len(cells)


def _bring(db: Database, file: LedgerFile, cells: list[Cell]) -> None:
    for cell in cells:
        put_under_newest(db, file.keys, cell)
