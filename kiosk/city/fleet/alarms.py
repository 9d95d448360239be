"""What is wrong now and what was, as the staff see it, and how every node is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from kiosk.city.fleet.refusals import FleetRefusal
from kiosk.city.fleet.tables import alarm, node
from kiosk.city.records import Found
from kiosk.city.refusals import Refused


def alarms(connection: Connection, hall: str, past: bool, before: str, limit: int) -> Found:
    """The newest first; `past` those that are over too. An empty hall: every one."""
    c = alarm.c
    asked = select(alarm).order_by(c.alarm_id.desc()).limit(limit + 1)
    asked = asked.where(c.hall == hall) if hall else asked
    asked = asked if past else asked.where(c.cleared_ms.is_(None))
    asked = asked.where(c.alarm_id < before) if before else asked
    rows = [{str(name): value for name, value in row.items()} for row in connection.execute(asked).mappings()]
    return Found(rows[:limit], rows[limit - 1]["alarm_id"] if len(rows) > limit else "")


def acknowledge(connection: Connection, hall: str, alarm_id: str, by: str, now_ms: int) -> Refused | None:
    """Somebody has seen it; the alarm stays until its cause is gone. The first who saw it counts."""
    c = alarm.c
    mine = (c.alarm_id == alarm_id, c.hall == hall)
    first = update(alarm).where(*mine, c.acknowledged_ms.is_(None))
    if connection.execute(first.values(acknowledged_ms=now_ms, acknowledged_by=by)).rowcount == 1:
        return None
    known = connection.execute(select(c.alarm_id).where(*mine)).first() is not None
    return None if known else Refused(FleetRefusal.UNKNOWN_ALARM)


def nodes(connection: Connection, hall: str) -> list[dict[str, Any]]:
    c = node.c
    asked = select(node).order_by(c.hall, c.node)
    asked = asked.where(c.hall == hall) if hall else asked
    return [{str(name): value for name, value in row.items()} for row in connection.execute(asked).mappings()]
