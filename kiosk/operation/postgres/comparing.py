"""What a database holds, in a few words a table, so that a restored one can be held against the one that runs.

A fingerprint is made by the server itself from every row as it reads; no row leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import sql

from kiosk.operation.postgres.nodes import Node, connect

_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"
_FINGERPRINT = "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from {} t"


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows a table has, and a sum over all of them that does not depend on their order."""

    rows: int
    sum: str


Tables = Mapping[str, Held]


@dataclass(frozen=True, slots=True)
class Compared:
    """`moving` tables were written to while the comparison went on: for them only the number of rows can be judged."""

    tables: int
    rows: int
    moving: tuple[str, ...]
    wrong: tuple[str, ...]


def held(node: Node, password: str, database: str) -> Tables:
    """All tables at one moment. psycopg.Error as the server says."""
    with connect(node, password, database) as connection:
        connection.execute("set statement_timeout = 0")
        connection.execute("begin isolation level repeatable read read only")
        names = [str(row[0]) for row in connection.execute(_TABLES).fetchall()]
        found: dict[str, Held] = {}
        for name in names:
            row = connection.execute(sql.SQL(_FINGERPRINT).format(sql.Identifier(name))).fetchone()
            found[name] = Held(int(row[0]), str(row[1])) if row else Held(0, "")
        connection.execute("commit")
    return found


def compared(before: Tables, after: Tables, restored: Tables) -> Compared:
    """`restored` is as the running one was at a moment between `before` and `after`."""
    moving = tuple(name for name in before if before[name] != after.get(name))
    wrong = [name for name in before if name not in moving and restored.get(name) != before[name]]
    wrong += [name for name in moving if not _between(name, before, after, restored)]
    wrong += [name for name in restored if name not in before]
    return Compared(len(restored), sum(one.rows for one in restored.values()), moving, tuple(sorted(wrong)))


def _between(name: str, before: Tables, after: Tables, restored: Tables) -> bool:
    if name not in restored or name not in after:
        return False
    low, high = sorted((before[name].rows, after[name].rows))
    return low <= restored[name].rows <= high
