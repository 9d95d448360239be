"""Opens a book as the next start would after a power cut, and says what is wrong with it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.events import EventKind
from kiosk.ports.ledger import LedgerFailure
from offline_cache import own_numbers
from offline_cache.backup_files import BackupFiles, rows_of
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile, open_ledger
from tests.offline_cache.invented import event
from tests.proof.power_loss.cuts import Found
from tests.proof.power_loss.disk import Image
from tests.proof.power_loss.workload import BOOK, digest

_LABELS = (
    "select count(*) - count(distinct day || label) from ticket",
    "select count(*) - count(distinct day || json_extract(data, '$.label')) from event where kind = 'reserved'",
)
_HALF = (
    "select count(*) from intent left join ticket using (ticket_id) where (closed = 'committed') = (label is null)",
    "select count(*) from ticket where ticket_id not in (select ticket_id from event where kind = 'taken')",
    "select count(*) from received where judgement = 'applied' and event_id not in (select event_id from event)",
)


class Wrong(StrEnum):
    """What a power cut did to a book."""

    NOT_OPENED = "not_opened"
    DAMAGED = "damaged"  # it was moved aside, or its indexes do not agree with its tables
    LOST = "lost"  # an operation that had returned is not there
    HALF = "half"  # neither the book before the operation under way nor the one after it
    LABEL_TWICE = "label_twice"
    NOT_WRITABLE = "not_writable"
    COPY = "copy"  # a copy of the book lies under its name and is not whole
    OWN_NUMBERS = "own_numbers"  # a number of the terminal's own letter is no longer known in both places


@dataclass(frozen=True, slots=True)
class Verdict:
    """`wrong` is None for a good book; `holds` its digest."""

    wrong: Wrong | None
    holds: str = ""


def lay(image: Image, folder: Path, noise: bytes = b"") -> None:
    """The files of a cut in an empty folder; an index file holds whatever was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, body in image.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(body)
    if noise:
        (folder / f"{BOOK}-shm").write_bytes(noise)


def judged(found: Found, folder: Path, noise: bytes = b"", states: frozenset[str] = frozenset()) -> Verdict:
    """`states`: the digests of all states that the book ever had, to tell what is lost from what is half."""
    lay(found.image, folder, noise)
    opened = open_ledger(folder / BOOK)
    if isinstance(opened, LedgerFailure):
        return Verdict(Wrong.NOT_OPENED)
    try:
        if opened.moved_aside or opened.restored_from or opened.unreadable:
            return Verdict(Wrong.DAMAGED)
        beside = _beside(folder, found)
        if beside is not None:
            return Verdict(beside)
        return opened.file.read(lambda database: _contents(database, found, states)) or _usable(opened.file)
    finally:
        opened.file.close()


def _beside(folder: Path, found: Found) -> Wrong | None:
    """What is wrong with the files beside the book."""
    copies = BackupFiles(folder / BOOK).newest_first()
    if any(rows_of(copy) is None for copy in copies):
        return Wrong.COPY
    noted = [line.split()[-1] for line in _lines(own_numbers.beside(folder / BOOK)) if len(line.split()) == 3]
    return None if max(map(int, filter(str.isdecimal, noted)), default=0) >= found.promise.own else Wrong.OWN_NUMBERS


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _contents(database: Database, found: Found, states: frozenset[str]) -> Verdict | None:
    """None when the contents are good."""
    if database.conn.execute("pragma integrity_check").fetchone()[0] != "ok":
        return Verdict(Wrong.DAMAGED)
    if any(_count(database, sql) for sql in _HALF):
        return Verdict(Wrong.HALF)
    if any(_count(database, sql) for sql in _LABELS):
        return Verdict(Wrong.LABEL_TWICE)
    holds, promise = digest(database), found.promise
    if holds in (promise.after, promise.becoming) or (not promise.after and _is_new(database)):
        return None
    return Verdict(Wrong.LOST if holds in states or _is_new(database) else Wrong.HALF, holds)


def _is_new(database: Database) -> bool:
    return not any(_count(database, f"select count(*) from {name}") for name in ("event", "intent", "change"))  # noqa: S608


def _count(database: Database, sql: str) -> int:
    return int(database.conn.execute(sql).fetchone()[0])


def _usable(book: LedgerFile) -> Verdict:
    """A good book's next event gets the next number."""
    holds, last = book.read(digest), HallLedger(book).last_seq()
    highest = book.read(lambda db: _count(db, "select coalesce(max(seq), 0) from sqlite_sequence where name = 'event'"))
    answer = HallLedger(book).append([event(99_999_999, EventKind.HELP_WANTED, "")])
    return Verdict(None if answer == max(last, highest) + 1 else Wrong.NOT_WRITABLE, holds)
