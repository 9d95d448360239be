"""Where a city's server is, and the limits of every connection to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """`url`: libpq's connection string (postgresql://user@first,second/city), without a password, which stands alone in
    `password_file`; without that file libpq looks for it itself (PGPASSFILE, ~/.pgpass).

    `connections`: so many at most for one worker, and one more that listens. Times as their names say.
    """

    url: str
    password_file: Path | None = None
    connections: int = 8
    statement_ms: int = 5000
    lock_ms: int = 2000
    idle_in_transaction_ms: int = 10000
    connect_s: int = 3
