"""Two small acts that every room needs and that SQL says differently: lock a row that may not exist yet, and add one
unless somebody was faster. Both run on every database, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, update
from sqlalchemy.exc import IntegrityError


def add_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """False when its key is there already, also when another transaction commits it just now."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(**row))
    except IntegrityError:
        return False
    return True


def lock_row(connection: Connection, table: Table, key: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Holds the row of this key until the transaction ends; made with `new` when there is none.

    An UPDATE that changes nothing locks on every database; SELECT FOR UPDATE would not.
    """
    mine = [table.c[name] == value for name, value in key.items()]
    first = next(iter(key))
    hold = update(table).where(*mine).values({first: table.c[first]})
    if connection.execute(hold).rowcount == 0 and not add_row(connection, table, {**key, **new}):
        connection.execute(hold)


def put_row(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """The row of this key with these values, new or changed."""
    mine = [table.c[name] == value for name, value in key.items()]
    change = update(table).where(*mine).values(**values)
    if connection.execute(change).rowcount == 0 and not add_row(connection, table, {**key, **values}):
        connection.execute(change)
