"""All rows that a node's file holds, table by table, as plain JSON values: what the journey shows at its end."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = dict[str, list[dict[str, Any]]]


def rows_of(file: Path) -> Rows:
    """Every table of a SQLite file, read-only; also while its owner writes to it. Keys are never shown."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as database:
        database.row_factory = sqlite3.Row
        listed = database.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        names = [row["name"] for row in listed]
        return {name: [_plain(row) for row in database.execute(f'select * from "{name}"')] for name in names}  # noqa: S608


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    kind = str(row["kind"]) if "kind" in row.keys() else ""  # noqa: SIM118  (a Row iterates over its values)
    return {key: _value(key, row[key], kind) for key in row.keys()}  # noqa: SIM118


def _value(key: str, value: Any, kind: str) -> Any:
    if kind.endswith("_key") and key in ("body", "value"):
        return "(a key, not shown)"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str) and value[:1] in "{[" and len(value) < 20_000:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value if not isinstance(value, str) or len(value) < 2_000 else f"{value[:200]}… ({len(value)} characters)"


def events_in(rows: Rows) -> list[dict[str, Any]]:
    """The rows of the event table, whatever the node calls it."""
    for name in ("event", "events"):
        if name in rows:
            return rows[name]
    return []
