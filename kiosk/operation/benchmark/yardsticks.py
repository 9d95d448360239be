"""What the hall's figures are held against: an empty POST through the same server, a bare commit on the same disk."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from kiosk.operation.benchmark.figures import LoadFigures, figures
from kiosk.operation.benchmark.wire import Answer, Client, drive, request


def empty_posts(port: int, clients: int, seconds: float) -> LoadFigures:
    """Against `kiosk.operation.benchmark.empty_post`, with a body as long as a reservation's."""
    asked = request("POST", "/empty", "nobody", b" " * 250)
    times: list[float] = []

    def take(answer: Answer) -> None:
        times.append(answer.seconds)

    took = drive(port, [Client(lambda: asked, take) for _ in range(clients)], seconds)
    return figures(clients, times, took)


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
