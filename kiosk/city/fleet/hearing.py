"""Heartbeats taken in: one statement for all nodes that are as they were; alarms raised and cleared when one changed.

A thousand terminals beat a hundred times a second, so a beat that says nothing new touches one row of one table.

A hall's second node is heard on two ways, its own and through the first node, which keeps a word for some seconds; so
an older word may come after a newer one, and is left out. Older is what a process said that was running for a shorter
time: no clock that is set goes into that.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, or_, select, update

from kiosk.city.fleet.beats import STANDBY, AlarmReason, Beat, stands_in, wrong_with
from kiosk.city.fleet.tables import alarm, node
from kiosk.city.rows import add_row

SILENT_MS = 60_000  # six beats
LATE_MS = 45_000  # no word is kept longer on its way; whatever comes after that is believed
PART = 200


def _is_news(ran_s: Any, at_ms: Any, since_ms: Any, now_ms: Any) -> ColumnElement[bool]:
    """Whether what is stored is not a later word of the same process. `since_ms`: what was heard before that was said
    by another process, or is too long ago to come after this. The node's own clock counts within one second only."""
    c = node.c
    later = or_(c.uptime_s < ran_s, and_(c.uptime_s == ran_s, c.at_ms <= at_ms))
    return or_(later, c.heard_ms <= since_ms, c.heard_ms > now_ms)


_AS_IT_WAS = update(node).where(
    node.c.hall == bindparam("of"),
    node.c.node == bindparam("its"),
    node.c.wrong == bindparam("as_before"),
    _is_news(bindparam("ran_s"), bindparam("said_ms"), bindparam("since_ms"), bindparam("now_ms")),
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
        {"of": one.hall, "its": one.beat.node, "as_before": row["wrong"], **_when(row), **row}
        for one, row in zip(ordered, rows, strict=True)
    ]
    taken = ordered
    if same and connection.execute(_AS_IT_WAS, same).rowcount != len(same):
        both = zip(ordered, rows, strict=True)
        taken = [one for one, row in both if _hear(connection, one.hall, one.beat, row)]
    for hall in sorted({one.hall for one in taken if stands_in(one.beat)}):
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


def _when(values: dict[str, Any]) -> dict[str, int]:
    """As `_is_news` takes it."""
    ran_s, now_ms = values["uptime_s"], values["heard_ms"]
    since_ms = now_ms - min(LATE_MS, ran_s * 1000)
    return {"ran_s": ran_s, "said_ms": values["at_ms"], "since_ms": since_ms, "now_ms": now_ms}


def _hear(connection: Connection, hall: str, beat: Beat, values: dict[str, Any]) -> bool:
    """Whether it was news."""
    same = update(node).where(*_where(hall, beat.node), node.c.wrong == values["wrong"], _news(values))
    return connection.execute(same.values(**values)).rowcount == 1 or _changed(connection, hall, beat, values)


def _changed(connection: Connection, hall: str, beat: Beat, values: dict[str, Any]) -> bool:
    """The first beat of a node, or one that says that something began or ended."""
    add_row(connection, node, {"hall": hall, "node": beat.node, **values, "wrong": ""})
    hold = update(node).where(*_where(hall, beat.node)).values(node=node.c.node)
    connection.execute(hold)
    stored = connection.execute(select(node.c.wrong).where(*_where(hall, beat.node), _news(values))).scalar()
    if stored is None:
        return False
    before, now = _read(stored), _read(values["wrong"])
    connection.execute(update(node).where(*_where(hall, beat.node)).values(**values))
    _clear(connection, hall, beat.node, before - now, values["heard_ms"])
    _raise(connection, hall, beat.node, now - before, values["heard_ms"])
    return True


def _news(values: dict[str, Any]) -> ColumnElement[bool]:
    when = _when(values)
    return _is_news(when["ran_s"], when["said_ms"], when["since_ms"], when["now_ms"])


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
