"""Heartbeats taken in: one statement for all nodes that are as they were; alarms raised and cleared when one changed.

A thousand terminals beat a hundred times a second, so a beat that says nothing new touches one row of one table.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from kiosk.city.fleet.beats import STANDBY, AlarmReason, Beat, stands_in, wrong_with
from kiosk.city.fleet.tables import alarm, node
from kiosk.city.rows import add_row

SILENT_MS = 60_000  # six beats
PART = 200

_AS_IT_WAS = update(node).where(
    node.c.hall == bindparam("of"), node.c.node == bindparam("its"), node.c.wrong == bindparam("as_before")
)


@dataclass(frozen=True, slots=True)
class Heard:
    hall: str
    beat: Beat


def hear(connection: Connection, told: Sequence[Heard], now_ms: int) -> None:
    """In the halls' and nodes' order, so that two transactions never wait crosswise."""
    ordered = sorted(told, key=lambda one: (one.hall, one.beat.node))
    rows = [_values(one.beat, _written(wrong_with(one.beat, now_ms)), now_ms) for one in ordered]
    same = [
        {"of": one.hall, "its": one.beat.node, "as_before": row["wrong"], **row}
        for one, row in zip(ordered, rows, strict=True)
    ]
    if same and connection.execute(_AS_IT_WAS, same).rowcount != len(same):
        for one, row in zip(ordered, rows, strict=True):
            _hear(connection, one.hall, one.beat, row)
    for hall in sorted({one.hall for one in told if stands_in(one.beat)}):
        _not_silent(connection, hall, now_ms)


def notice_silent(connection: Connection, now_ms: int) -> bool:
    """Raises the alarm for nodes that are not heard and did not say that they end. Answers whether more may wait.

    Not for a hall's first node while its second one says that it serves: that is an alarm of its own.
    """
    c = node.c
    silent = (c.heard_ms < now_ms - SILENT_MS, c.ended.is_(False), ~c.wrong.contains("silent_node"))
    late = select(c.hall, c.node, c.wrong).where(*silent, or_(c.node != c.hall, ~_stood_in(now_ms)))
    rows = connection.execute(late.order_by(c.hall, c.node).limit(PART)).all()
    for row in rows:
        wrong = _written({*_read(row.wrong), AlarmReason.SILENT_NODE})
        still = update(node).where(*_where(row.hall, row.node), c.wrong == row.wrong, c.heard_ms < now_ms - SILENT_MS)
        if connection.execute(still.values(wrong=wrong)).rowcount == 1:
            _raise(connection, row.hall, row.node, {AlarmReason.SILENT_NODE}, now_ms)
    return len(rows) == PART


def _stood_in(now_ms: int) -> ColumnElement[bool]:
    other = node.alias()
    mine = (other.c.hall == node.c.hall, other.c.role == STANDBY, other.c.serves, other.c.ended.is_(False))
    return select(other.c.node).where(*mine, other.c.heard_ms >= now_ms - SILENT_MS).correlate(node).exists()


def _not_silent(connection: Connection, hall: str, now_ms: int) -> None:
    """The hall is heard of by its second node, after its first was missed."""
    was = select(node.c.wrong).where(*_where(hall, hall), node.c.wrong.contains(AlarmReason.SILENT_NODE.value))
    wrong = connection.execute(was).scalar()
    if wrong is None:
        return
    left = _written(_read(wrong) - {AlarmReason.SILENT_NODE})
    still = update(node).where(*_where(hall, hall), node.c.wrong == wrong).values(wrong=left)
    if connection.execute(still).rowcount == 1:
        _clear(connection, hall, hall, {AlarmReason.SILENT_NODE}, now_ms)


def retire(connection: Connection, hall: str, name: str, now_ms: int) -> None:
    """Nobody waits for this node any more: it has no state and no open alarm."""
    c = alarm.c
    still = (c.hall == hall, c.node == name, c.cleared_ms.is_(None))
    connection.execute(update(alarm).where(*still).values(cleared_ms=now_ms))
    connection.execute(delete(node).where(*_where(hall, name)))


def _hear(connection: Connection, hall: str, beat: Beat, values: dict[str, Any]) -> None:
    same = update(node).where(*_where(hall, beat.node), node.c.wrong == values["wrong"])
    if connection.execute(same.values(**values)).rowcount == 0:
        _changed(connection, hall, beat, values)


def _changed(connection: Connection, hall: str, beat: Beat, values: dict[str, Any]) -> None:
    """The first beat of a node, or one that says that something began or ended."""
    add_row(connection, node, {"hall": hall, "node": beat.node, **values, "wrong": ""})
    hold = update(node).where(*_where(hall, beat.node)).values(node=node.c.node)
    connection.execute(hold)
    before = _read(connection.execute(select(node.c.wrong).where(*_where(hall, beat.node))).scalar_one())
    now = _read(values["wrong"])
    connection.execute(update(node).where(*_where(hall, beat.node)).values(**values))
    _clear(connection, hall, beat.node, before - now, values["heard_ms"])
    _raise(connection, hall, beat.node, now - before, values["heard_ms"])


def _raise(connection: Connection, hall: str, name: str, reasons: Iterable[AlarmReason], now_ms: int) -> None:
    rows = [
        {
            "alarm_id": f"{now_ms:014d}-{secrets.token_hex(6)}",
            "hall": hall,
            "node": name,
            "reason": reason.value,
            "raised_ms": now_ms,
            "cleared_ms": None,
            "acknowledged_ms": None,
            "acknowledged_by": "",
        }
        for reason in sorted(reasons)
    ]
    if rows:
        connection.execute(insert(alarm), rows)


def _clear(connection: Connection, hall: str, name: str, reasons: Iterable[AlarmReason], now_ms: int) -> None:
    c, gone = alarm.c, [reason.value for reason in reasons]
    if gone:
        mine = (c.hall == hall, c.node == name, c.reason.in_(gone), c.cleared_ms.is_(None))
        connection.execute(update(alarm).where(*mine).values(cleared_ms=now_ms))


def _values(beat: Beat, wrong: str, now_ms: int) -> dict[str, Any]:
    return {
        "role": beat.role,
        "heard_ms": now_ms,
        "at_ms": beat.at_ms,
        "version": beat.version,
        "backlog": beat.backlog,
        "quarantine": beat.quarantine,
        "clock_trusted": beat.clock_trusted,
        "devices": {name: dict(one) for name, one in beat.devices.items()},
        "numbers": {queue: asdict(one) for queue, one in beat.numbers.items()},
        "wrong": wrong,
        "uptime_s": beat.uptime_s,
        "disk_megabytes": beat.disk_megabytes,
        "last_error": beat.last_error,
        "last_error_ms": beat.last_error_ms,
        "ended": beat.ended,
        "serves": beat.serves,
    }


def _where(hall: str, name: str) -> tuple[Any, ...]:
    return node.c.hall == hall, node.c.node == name


def _written(reasons: Iterable[AlarmReason]) -> str:
    return ",".join(sorted(reason.value for reason in reasons))


def _read(written: str) -> set[AlarmReason]:
    return {AlarmReason(word) for word in written.split(",") if word}
