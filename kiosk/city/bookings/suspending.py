"""暂停预约服务: when it begins, what ends it early, and the person's word against it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.city.bookings.tables import booking
from kiosk.city.bookings.tables import suspension as suspension_table
from kiosk.city.refusals import Refused
from kiosk.domain.booking import BookingRules, BookingState, today
from kiosk.domain.no_show import Suspension, suspension

STANDING, LIFTED = "standing", "lifted"
NO_SHOWS = "no_shows"
LATE_NEWS = "late_news"  # a hall told afterwards of a check-in


class Appeal(StrEnum):
    NONE = "none"
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


class AppealReason(StrEnum):
    """Coded, so that nobody's illness is stored in words."""

    WAS_THERE = "was_there"
    HALL_CLOSED = "hall_closed"
    ILL = "ill"
    EMERGENCY = "emergency"
    NOT_MINE = "not_mine"
    OTHER = "other"


class SuspensionRefusal(StrEnum):
    UNKNOWN_SUSPENSION = "unknown_suspension"
    ASKED_ALREADY = "asked_already"
    NOT_ASKED = "not_asked"
    OVER = "over"


def standing(connection: Connection, hashes: Sequence[str], day: date) -> Any:
    """What holds for this person on a day, or None."""
    c, now = suspension_table.c, day.isoformat()
    mine = (c.hash.in_(hashes), c.state == STANDING, c.begins <= now, c.ends >= now)
    return connection.execute(select(suspension_table).where(*mine).order_by(c.ends.desc()).limit(1)).mappings().first()


def consider(connection: Connection, hash: str, rules: BookingRules, now_ms: int) -> None:
    """After a no-show: pauses booking when it was one too many. The person is held by the caller."""
    found = _due(connection, hash, rules, now_ms)
    if found is None or standing(connection, [hash], found.begins) is not None:
        return
    row = {
        "suspension_id": f"{now_ms:014d}-{secrets.token_hex(6)}",
        "hash": hash,
        "reason": NO_SHOWS,
        "begins": found.begins.isoformat(),
        "ends": found.ends.isoformat(),
        "state": STANDING,
        "made_ms": now_ms,
        "appeal": Appeal.NONE.value,
        "appeal_ms": 0,
        "appeal_reason": "",
        "judged_by": "",
        "judged_ms": 0,
    }
    connection.execute(insert(suspension_table).values(**row))


def reconsider(connection: Connection, hash: str, rules: BookingRules, now_ms: int) -> None:
    """After a no-show turned out to be none: a pause that would not have begun ends."""
    c = suspension_table.c
    newest = select(suspension_table).where(c.hash == hash).order_by(c.begins.desc(), c.suspension_id.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    if row is None or row["state"] != STANDING:
        return
    missed = _missed(connection, hash, rules, date.fromisoformat(row["begins"]))
    since = _counted_from(connection, hash, but=row["suspension_id"])
    if suspension(missed, since, date.fromisoformat(row["begins"]), rules) is None:
        change = {"state": LIFTED, "judged_by": LATE_NEWS, "judged_ms": now_ms}
        connection.execute(update(suspension_table).where(c.suspension_id == row["suspension_id"]).values(**change))


def appeal(
    connection: Connection, hashes: Sequence[str], suspension_id: str, reason: AppealReason, now_ms: int
) -> Refused | None:
    """Once for each pause."""
    c = suspension_table.c
    mine = (c.suspension_id == suspension_id, c.hash.in_(hashes))
    row = connection.execute(select(suspension_table).where(*mine)).mappings().one_or_none()
    if row is None:
        return Refused(SuspensionRefusal.UNKNOWN_SUSPENSION)
    if row["state"] != STANDING or row["ends"] < today(now_ms).isoformat():
        return Refused(SuspensionRefusal.OVER)
    asked = {"appeal": Appeal.ASKED.value, "appeal_ms": now_ms, "appeal_reason": reason.value}
    first = update(suspension_table).where(*mine, c.appeal == Appeal.NONE.value)
    return None if connection.execute(first.values(**asked)).rowcount else Refused(SuspensionRefusal.ASKED_ALREADY)


def judge(connection: Connection, suspension_id: str, granted: bool, by: str, now_ms: int) -> Refused | None:
    """A granted appeal ends the pause, and its no-shows are answered for."""
    c = suspension_table.c
    mine = c.suspension_id == suspension_id
    verdict = Appeal.GRANTED if granted else Appeal.DECLINED
    change = {"appeal": verdict.value, "judged_by": by, "judged_ms": now_ms} | ({"state": LIFTED} if granted else {})
    asked = update(suspension_table).where(mine, c.appeal == Appeal.ASKED.value)
    if connection.execute(asked.values(**change)).rowcount:
        return None
    known = connection.execute(select(c.suspension_id).where(mine)).first() is not None
    return Refused(SuspensionRefusal.NOT_ASKED if known else SuspensionRefusal.UNKNOWN_SUSPENSION)


def appeals(connection: Connection, after: str, limit: int) -> list[dict[str, Any]]:
    """Those that wait for a judgement, the oldest first; without the person."""
    c = suspension_table.c
    shown = (c.suspension_id, c.reason, c.begins, c.ends, c.state, c.appeal, c.appeal_ms, c.appeal_reason)
    asked = select(*shown).where(c.appeal == Appeal.ASKED.value, c.suspension_id > after).order_by(c.suspension_id)
    return [{str(k): v for k, v in row.items()} for row in connection.execute(asked.limit(limit)).mappings()]


def _due(connection: Connection, hash: str, rules: BookingRules, now_ms: int) -> Suspension | None:
    now = today(now_ms)
    return suspension(_missed(connection, hash, rules, now), _counted_from(connection, hash), now, rules)


def _missed(connection: Connection, hash: str, rules: BookingRules, until: date) -> list[date]:
    c = booking.c
    first = until - timedelta(days=2 * rules.no_show_days)
    days = select(c.day).where(c.hash == hash, c.state == BookingState.NO_SHOW.value, c.day >= first.isoformat())
    return [date.fromisoformat(day) for day in connection.execute(days).scalars()]


def _counted_from(connection: Connection, hash: str, but: str = "") -> date:
    """The day the last pause began: what was missed before has been answered for."""
    c = suspension_table.c
    asked = select(c.begins).where(c.hash == hash, c.suspension_id != but).order_by(c.begins.desc()).limit(1)
    last = connection.execute(asked).scalar_one_or_none()
    return date.min if last is None else date.fromisoformat(last)
