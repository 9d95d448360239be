"""Days of which something was forgotten: what was counted of them stands, and is never counted again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select, update

from kiosk.city.retention.tables import forgotten_day


def is_forgotten(connection: Connection, hall: str, day: str) -> bool:
    f = forgotten_day.c
    return connection.execute(select(f.day).where(f.hall == hall, f.day == day)).first() is not None


def look_again(connection: Connection, hall: str, day: str) -> None:
    """Something was told of a day that is forgotten: it goes the same way, and the day's counts stand."""
    f = forgotten_day.c
    anew = {"visits_gone": False, "evaluations_gone": False, "looked_ms": 0}
    connection.execute(update(forgotten_day).where(f.hall == hall, f.day == day).values(**anew))


def forgotten(hall: ColumnElement[str], day: ColumnElement[str]) -> ColumnElement[bool]:
    """As part of a statement about a hall's day."""
    f = forgotten_day.c
    return select(f.day).where(f.hall == hall, f.day == day).exists()
