"""Within a transaction: which halls' feeds it changes. Whoever waits for them is told once it is stored."""

from __future__ import annotations

from sqlalchemy import Connection

_KEY = "halls with something new"


def announce(connection: Connection, hall: str) -> None:
    """Called by whatever adds a change to a hall's feed."""
    connection.info.setdefault(_KEY, set()).add(hall)


def announced(connection: Connection) -> frozenset[str]:
    """What was announced on this connection since this was asked last."""
    return frozenset(connection.info.pop(_KEY, ()))
