"""Crypto-erase: when the upstream revokes this node, its keys go first and its files after them.

From the moment the keys are gone nothing that was encrypted can be read, in no copy of any file. A mark beside the book
is set before that and stays: a stop in the middle is finished by the next start, and the book is not begun anew until
the node is enrolled again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.ports.log import Log
from kiosk.trust.private_file import remove_for_good, sync_folder, write_privately
from offline_cache.backup_files import BackupFiles
from offline_cache.one_writer import LedgerFile


def mark(book: Path) -> Path:
    return book.with_name(f"{book.name}.revoked")


def is_revoked(book: Path) -> bool:
    return mark(book).exists()


def revoke(file: LedgerFile, log: Log, also: Iterable[Path] = ()) -> None:
    """Erases a book in use: from now on every operation on it answers REVOKED. `also`: other secrets of this node.

    Raises OSError; the next start goes on with what was not done then.
    """

    def erase() -> None:
        secrets = (file.keys.path, *also)
        write_privately(mark(file.path), "\n".join(str(path.absolute()) for path in secrets).encode())
        file.keys.forget()
        finish(file.path)

    file.revoke(erase)
    log.event("node_erased")


def finish(book: Path) -> None:
    """What the mark asks for: secrets first. Again does the rest. Raises OSError."""
    for line in mark(book).read_text("utf-8").splitlines():
        for secret in (Path(line), Path(f"{line}.broken")):
            remove_for_good(secret)
    for path in _files_of(book):
        path.unlink(missing_ok=True)
    sync_folder(book.parent)


def readmit(book: Path) -> None:
    """The node was enrolled again: its next start begins a new book. Raises OSError."""
    mark(book).unlink(missing_ok=True)
    sync_folder(book.parent)


def _files_of(book: Path) -> list[Path]:
    """The book and its WAL, its copies, what was moved aside, what stands beside it; the lock stays its holder's."""
    kept = {mark(book), book.with_name(f"{book.name}.lock")}
    beside = [*book.parent.glob(f"{book.name}*"), *book.parent.glob(f".{book.name}*")]
    copies = BackupFiles(book)
    return [path for path in beside if path not in kept] + copies.newest_first() + copies.unfinished()
