"""What the hall's figures are held against: an empty POST through the same server, a bare commit on the same disk."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from kiosk.operation.benchmark.figures import LoadFigures, figures
from kiosk.operation.benchmark.wire import Answer, request


class EmptyPosts:
    """For `kiosk.operation.benchmark.empty_post`, with a body as long as a reservation's."""

    def __init__(self) -> None:
        self._asked = request("POST", "/empty", "nobody", b" " * 250)
        self.times: list[float] = []

    def ask(self) -> bytes:
        return self._asked

    def take(self, answer: Answer) -> None:
        self.times.append(answer.seconds)


def bare_commits(folder: Path, seconds: float) -> LoadFigures:
    """One row of a reservation's size a transaction, WAL with synchronous FULL, as the hall's book has them."""
    path = folder / "commits.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    times: list[float] = []
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("create table row (id integer primary key, text text not null)")
        begun = now = time.perf_counter()
        while now < begun + seconds:
            connection.execute("insert into row (text) values (?)", ("x" * 500,))
            before, now = now, time.perf_counter()
            times.append(now - before)
    finally:
        connection.close()
        for left in folder.glob("commits.sqlite3*"):
            left.unlink()
    return figures(1, times, now - begun)
