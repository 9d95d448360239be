"""Which counters a hall has, as its book holds what the city published: for a command beside the running node."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.domain.hall_publication import hall_settings_from
from kiosk.domain.published import PublicationError
from offline_cache.connection import looker

_NEWEST = "select body from change where kind = 'hall_settings' and body is not null order by cursor desc limit 1"


def published_counters(path: Path) -> frozenset[str]:
    """The numbers of the newest publication in the book at `path`; none when nobody knows. Changes nothing there."""
    if not path.exists():
        return frozenset()
    try:
        with closing(looker(path)) as book:
            row = book.execute(_NEWEST).fetchone()
        return frozenset() if row is None else _numbers(row[0])
    except sqlite3.Error:
        return frozenset()


def _numbers(body: str) -> frozenset[str]:
    try:
        return frozenset(counter.number for counter in hall_settings_from(json.loads(body)).counters)
    except (PublicationError, ValueError):
        return frozenset()
