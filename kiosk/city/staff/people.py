"""Accounts of the staff and of booking channels: made, changed, closed. A password is told once, when it is made."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from kiosk.city.refusals import Refused
from kiosk.city.rows import add_row
from kiosk.city.staff.auditing import Deed, Visitor, note
from kiosk.city.staff.passwords import hashed, one_time_password
from kiosk.city.staff.roles import CITY_WIDE_ROLES, Role, may_keep
from kiosk.city.staff.sessions import digest, end_sessions
from kiosk.city.staff.tables import channel, staff
from kiosk.city.tables import hall as hall_table


class PeopleRefusal(StrEnum):
    NAME_TAKEN = "name_taken"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_HALL = "unknown_hall"
    NOT_YOURS = "not_yours"  # this account is kept by somebody else
    HALL_WANTED = "hall_wanted"
    CITY_WIDE = "city_wide"
    YOURSELF = "yourself"  # nobody locks themselves out, and nobody gives themselves another role


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    role: Role
    hall: str


@dataclass(frozen=True, slots=True)
class Told:
    """A password or token that is told now and never again."""

    name: str
    once: str = field(repr=False)


def make_account(
    connection: Connection, keeper: Visitor, wanted: Account, password: str, now_ms: int
) -> Told | Refused:
    """`password` is a one-time one, hashed by the caller outside the transaction."""
    no = _cannot_keep(connection, keeper, wanted.role, wanted.hall)
    if no is not None:
        return Refused(no)
    return _add(connection, wanted, password, keeper.name, now_ms)


def change_account(connection: Connection, keeper: Visitor, name: str, change: Mapping[str, Any]) -> Refused | None:
    """`role`, `hall`, `disabled`; whoever is changed has to sign in again."""
    row = _row(connection, name)
    if row is None:
        return Refused(PeopleRefusal.UNKNOWN_NAME)
    if name == keeper.name:
        return Refused(PeopleRefusal.YOURSELF)
    role, hall = Role(change.get("role", row["role"])), str(change.get("hall", row["hall"]))
    for one, place in ((Role(row["role"]), row["hall"]), (role, hall)):
        no = _cannot_keep(connection, keeper, one, place)
        if no is not None:
            return Refused(no)
    connection.execute(update(staff).where(staff.c.name == name).values(**change))
    end_sessions(connection, name)
    return None


def reset_password(connection: Connection, keeper: Visitor, name: str, password_hash: str) -> Refused | None:
    row = _row(connection, name)
    if row is None:
        return Refused(PeopleRefusal.UNKNOWN_NAME)
    no = _cannot_keep(connection, keeper, Role(row["role"]), row["hall"])
    if no is not None:
        return Refused(no)
    fresh = {"password_hash": password_hash, "must_change": True, "tries": 0, "locked_until_ms": 0}
    connection.execute(update(staff).where(staff.c.name == name).values(**fresh))
    end_sessions(connection, name)
    return None


def set_own_password(connection: Connection, who: Visitor, password_hash: str) -> None:
    """Every other session of this account ends."""
    connection.execute(
        update(staff).where(staff.c.name == who.name).values(password_hash=password_hash, must_change=False)
    )
    end_sessions(connection, who.name, but=who.token_hash)


def first_administrator(connection: Connection, name: str, now_ms: int) -> Told | Refused:
    """For the command on the city's machine: whoever may run it may read the database anyway."""
    password = one_time_password()
    made = _add(connection, Account(name, Role.CITY_ADMINISTRATOR, ""), hashed(password), "machine", now_ms)
    if isinstance(made, Refused):
        return made
    own = Visitor("machine", Role.CITY_ADMINISTRATOR)
    note(connection, own, Deed("staff_change", name, detail={"role": Role.CITY_ADMINISTRATOR.value}), "done", now_ms)
    return Told(name, password)


def make_channel(connection: Connection, keeper: Visitor, name: str, now_ms: int) -> Told | Refused:
    token = secrets.token_urlsafe(32)
    row = {"name": name, "token_hash": digest(token), "made_ms": now_ms, "made_by": keeper.name, "revoked_ms": None}
    return Told(name, token) if add_row(connection, channel, row) else Refused(PeopleRefusal.NAME_TAKEN)


def revoke_channel(connection: Connection, name: str, now_ms: int) -> Refused | None:
    live = update(channel).where(channel.c.name == name, channel.c.revoked_ms.is_(None))
    gone = connection.execute(live.values(revoked_ms=now_ms)).rowcount == 1
    return None if gone else Refused(PeopleRefusal.UNKNOWN_NAME)


def accounts(connection: Connection, hall: str) -> list[dict[str, Any]]:
    """Everybody, or a hall's; never a hash."""
    c = staff.c
    asked = select(c.name, c.role, c.hall, c.must_change, c.disabled, c.locked_until_ms, c.made_ms, c.made_by)
    asked = asked.where(c.hall == hall) if hall else asked
    return [{str(k): v for k, v in row.items()} for row in connection.execute(asked.order_by(c.name)).mappings()]


def channels(connection: Connection) -> list[dict[str, Any]]:
    c = channel.c
    asked = select(c.name, c.made_ms, c.made_by, c.revoked_ms).order_by(c.name)
    return [{str(k): v for k, v in row.items()} for row in connection.execute(asked).mappings()]


def _add(connection: Connection, wanted: Account, password_hash: str, made_by: str, now_ms: int) -> Told | Refused:
    row = {
        "name": wanted.name,
        "role": wanted.role.value,
        "hall": wanted.hall,
        "password_hash": password_hash,
        "must_change": True,
        "disabled": False,
        "tries": 0,
        "locked_until_ms": 0,
        "made_ms": now_ms,
        "made_by": made_by,
    }
    return Told(wanted.name, "") if add_row(connection, staff, row) else Refused(PeopleRefusal.NAME_TAKEN)


def _cannot_keep(connection: Connection, keeper: Visitor, role: Role, hall: str) -> PeopleRefusal | None:
    if not may_keep(keeper.role, role) or not keeper.belongs_to(hall) or (keeper.hall and not hall):
        return PeopleRefusal.NOT_YOURS
    if role in CITY_WIDE_ROLES:
        return PeopleRefusal.CITY_WIDE if hall else None
    if hall and connection.execute(select(hall_table.c.id).where(hall_table.c.id == hall)).first() is None:
        return PeopleRefusal.UNKNOWN_HALL
    return PeopleRefusal.HALL_WANTED if not hall and role in (Role.HALL_MANAGER, Role.CLERK) else None


def _row(connection: Connection, name: str) -> Any:
    return connection.execute(select(staff).where(staff.c.name == name)).mappings().one_or_none()
