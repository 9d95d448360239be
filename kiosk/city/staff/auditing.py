"""Every act of the staff leaves a row that nobody can change: who, what, which object, when, and how it ended.

The row is stored in the transaction of the act itself, so there is no act without its row and no row without its act.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from kiosk.city.records import Found
from kiosk.city.refusals import Refused
from kiosk.city.staff.roles import Role
from kiosk.city.staff.tables import staff_audit

T = TypeVar("T")

DONE = "done"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the door. `hall` empty: every hall."""

    name: str
    role: Role
    hall: str = ""
    token_hash: str = field(default="", repr=False)
    stands_in: bool = False  # a hall's second node

    def belongs_to(self, hall: str) -> bool:
        return self.hall in ("", hall)


@dataclass(frozen=True, slots=True)
class Deed:
    """`object` is an identity of ours; `detail` holds codes and counts, never a word about a person."""

    act: str
    object: str = ""
    hall: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def audited(who: Visitor, deed: Deed, now_ms: int, work: Callable[[Connection], T]) -> Callable[[Connection], T]:
    """`work` with its row: done, or the reason of its refusal."""

    def with_row(connection: Connection) -> T:
        result = work(connection)
        outcome = result.reason.value if isinstance(result, Refused) else DONE
        note(connection, who, deed, outcome, now_ms)
        return result

    return with_row


def note(connection: Connection, who: Visitor, deed: Deed, outcome: str, now_ms: int) -> None:
    row = {
        "audit_id": f"{now_ms:014d}-{time.monotonic_ns():020d}-{secrets.token_hex(4)}",
        "at_ms": now_ms,
        "who": who.name,
        "role": who.role.value,
        "act": deed.act,
        "object": deed.object,
        "hall": deed.hall or who.hall,
        "outcome": outcome,
        "detail": dict(deed.detail),
    }
    connection.execute(insert(staff_audit).values(**row))


def audit_page(connection: Connection, hall: str, before: str, limit: int) -> Found:
    """The newest first; `before` is where the page before ended. An empty hall: of the whole city."""
    c = staff_audit.c
    asked = select(staff_audit).order_by(c.audit_id.desc()).limit(limit + 1)
    if hall:
        asked = asked.where(c.hall == hall)
    if before:
        asked = asked.where(c.audit_id < before)
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    kept = [{str(name): value for name, value in row.items()} for row in rows[:limit]]
    return Found(kept, kept[-1]["audit_id"] if len(rows) > limit else "")
