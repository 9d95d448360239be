"""Numbers of the terminal's own letter: counted in the book, and written down once more in a small file beside it.

The second place is there because nobody else knows these numbers while the terminal is cut off: a book that was
damaged and restored from an hour ago must not give them again. The file is on the disk before the number is anybody's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlite_utils import Database

from kiosk.trust.private_file import make_privately, write_privately

_RAISE = (
    "insert into own_number (day, queue, highest) values (?, ?, ?)"
    " on conflict (day, queue) do update set highest = max(highest, excluded.highest)"
)
_LONGEST = 1 << 20  # bytes; more than ten thousand numbers


def next_number(db: Database, day: str, queue: str) -> int:
    sql = "select coalesce(max(highest), 0) + 1 from own_number where day = ? and queue = ?"
    return int(db.conn.execute(sql, (day, queue)).fetchone()[0])


def given(db: Database, book: Path, day: str, queue: str, number: int) -> None:
    """Inside the caller's transaction. Raises OSError when the second place cannot be written."""
    db.conn.execute(_RAISE, (day, queue, number))
    if not beside(book).exists():
        make_privately(beside(book))  # or a power cut could lose the name of what is safely written
    descriptor = os.open(beside(book), os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
    try:
        os.write(descriptor, f"\n{day} {queue} {number}\n".encode())  # the first \n ends what a power cut left half
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def highest(db: Database, day: str) -> Mapping[str, int]:
    return dict(db.conn.execute("select queue, highest from own_number where day = ?", (day,)).fetchall())


def learn(db: Database, book: Path) -> None:
    """At the start: the book knows at least what stands beside it. Raises OSError."""
    db.conn.executemany(_RAISE, list(_noted(beside(book))))


def forget(db: Database, book: Path, before: str) -> None:
    """Drops the days before that one, in both places. Inside the caller's transaction. Raises OSError."""
    db.conn.execute("delete from own_number where day < ?", (before,))
    noted = list(_noted(beside(book)))
    kept = [line for line in noted if line[0] >= before]
    if len(kept) < len(noted):
        write_privately(beside(book), "".join(f"{day} {queue} {number}\n" for day, queue, number in kept).encode())


def beside(book: Path) -> Path:
    return book.with_name(f"{book.name}.own-numbers")


def _noted(path: Path) -> Iterator[tuple[str, str, int]]:
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode(errors="replace")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        day, queue, number = [*line.split(" "), "", "", ""][:3]
        if day and queue and number.isascii() and number.isdecimal():
            yield day, queue, int(number)
