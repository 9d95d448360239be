"""Halls and terminals as the staff register them, and the one-time codes by which machines are let in.

A terminal's letter is what the hall's number rules say today; it is published there and only shown here.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from kiosk.city.fleet.hearing import retire
from kiosk.city.fleet.tables import enrolment_code, place, terminal
from kiosk.city.founding import PACKAGE, found_hall
from kiosk.city.publications.kinds import Kind
from kiosk.city.publications.version_rows import halls_known, standing_body
from kiosk.city.publishing import publish
from kiosk.city.refusals import Refused
from kiosk.city.rows import add_row, put_row
from kiosk.city.staff.sessions import digest
from kiosk.city.tables import hall as hall_table
from kiosk.domain.calendar import business_day
from kiosk.domain.hall_publication import hall_settings_from
from kiosk.domain.number_rules import number_rules_from
from kiosk.domain.published import Text

CODE_MS = 30 * 60_000
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class NodeRole(StrEnum):
    HALL = "hall"
    STANDBY = "standby"
    TERMINAL = "terminal"
    CALLER = "caller"
    EVALUATOR = "evaluator"
    BOARD = "board"


class FleetRefusal(StrEnum):
    UNKNOWN_HALL = "unknown_hall"
    UNKNOWN_TERMINAL = "unknown_terminal"
    UNKNOWN_CODE = "unknown_code"
    HALL_TAKEN = "hall_taken"
    RETIRED = "retired"
    UNKNOWN_ALARM = "unknown_alarm"
    OTHER_HALL = "other_hall"


@dataclass(frozen=True, slots=True)
class Code:
    """`once` is told now and never again."""

    code_id: str
    once: str = field(repr=False)
    expires_ms: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Whom a code stood for."""

    hall: str
    role: NodeRole
    node: str


def add_hall(connection: Connection, hall: str, name: Text, address: Text, by: str, now_ms: int) -> Refused | None:
    """A new hall with its own feed and keys, and what the city publishes for all; its settings are published next."""
    if not found_hall(connection, hall):
        return Refused(FleetRefusal.HALL_TAKEN)
    _copy_reasons(connection, hall)
    return describe_hall(connection, hall, name, address, by, now_ms)


def describe_hall(connection: Connection, hall: str, name: Text, address: Text, by: str, now_ms: int) -> Refused | None:
    if not is_hall(connection, hall):
        return Refused(FleetRefusal.UNKNOWN_HALL)
    told = {"name_zh": name.zh, "name_en": name.en, "address_zh": address.zh, "address_en": address.en}
    put_row(connection, place, {"hall": hall}, {**told, "made_ms": now_ms, "made_by": by})
    return None


def halls(connection: Connection) -> list[dict[str, Any]]:
    """Every hall; one that was never described has empty texts."""
    joined = select(hall_table.c.id, place).join_from(hall_table, place, hall_table.c.id == place.c.hall, isouter=True)
    rows = connection.execute(joined.order_by(hall_table.c.id)).mappings()
    names = ("name_zh", "name_en", "address_zh", "address_en")
    return [{"hall": row["id"], **{name: row[name] or "" for name in names}} for row in rows]


def is_hall(connection: Connection, hall: str) -> bool:
    return connection.execute(select(hall_table.c.id).where(hall_table.c.id == hall)).first() is not None


def put_terminal(
    connection: Connection, hall: str, name: str, where: Text, machine: str, by: str, now_ms: int
) -> Refused | None:
    """New or changed; a retired one is in service again."""
    if not is_hall(connection, hall):
        return Refused(FleetRefusal.UNKNOWN_HALL)
    told = {"place_zh": where.zh, "place_en": where.en, "machine": machine, "retired_ms": None}
    put_row(connection, terminal, {"hall": hall, "terminal": name}, {**told, "made_ms": now_ms, "made_by": by})
    return None


def retire_terminal(connection: Connection, hall: str, name: str, now_ms: int) -> Refused | None:
    c = terminal.c
    live = update(terminal).where(c.hall == hall, c.terminal == name, c.retired_ms.is_(None))
    done = connection.execute(live.values(retired_ms=now_ms)).rowcount == 1
    if done:
        retire(connection, hall, name, now_ms)
    return None if done else Refused(FleetRefusal.UNKNOWN_TERMINAL)


def terminals(connection: Connection, hall: str, now_ms: int) -> list[dict[str, Any]]:
    letters = letters_today(connection, hall, now_ms)
    rows = connection.execute(select(terminal).where(terminal.c.hall == hall).order_by(terminal.c.terminal)).mappings()
    return [{**{str(k): v for k, v in row.items()}, "letter": letters.get(row["terminal"], "")} for row in rows]


def letters_today(connection: Connection, hall: str, now_ms: int) -> Mapping[str, str]:
    rules, settings = (standing_body(connection, kind, hall) for kind in (Kind.NUMBER_RULES, Kind.HALL_SETTINGS))
    if rules is None:
        return {}
    boundary = 0 if settings is None else hall_settings_from(settings).boundary_minutes
    return number_rules_from(rules).letters_on(business_day(now_ms, boundary))


def issue_code(connection: Connection, hall: str, role: NodeRole, name: str, by: str, now_ms: int) -> Code | Refused:
    """Two groups of four, good for half an hour and one machine."""
    if not is_hall(connection, hall):
        return Refused(FleetRefusal.UNKNOWN_HALL)
    wanted = None
    if role is NodeRole.TERMINAL:
        mine = (terminal.c.hall == hall, terminal.c.terminal == name)
        wanted = connection.execute(select(terminal.c.retired_ms).where(*mine)).one_or_none()
        if wanted is None:
            return Refused(FleetRefusal.UNKNOWN_TERMINAL)
        if wanted.retired_ms is not None:
            return Refused(FleetRefusal.RETIRED)
    once = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))
    code_id, expires = f"{now_ms:014d}-{secrets.token_hex(6)}", now_ms + CODE_MS
    row = {
        "code_id": code_id,
        "code_hash": digest(once),
        "hall": hall,
        "role": role.value,
        "node": name,
        "made_ms": now_ms,
        "made_by": by,
        "expires_ms": expires,
        "used_ms": None,
        "revoked_ms": None,
    }
    if not add_row(connection, enrolment_code, row):  # one chance in 10^11 that this very code stands for another
        return issue_code(connection, hall, role, name, by, now_ms)
    return Code(code_id, once, expires)


def redeem(connection: Connection, once: str, now_ms: int) -> Enrolled | Refused:
    """Uses a code up: by the statement itself, so that two machines with one code are one machine and a refusal."""
    c = enrolment_code.c
    mine = (c.code_hash == digest(once), c.used_ms.is_(None), c.revoked_ms.is_(None), c.expires_ms > now_ms)
    if connection.execute(update(enrolment_code).where(*mine).values(used_ms=now_ms)).rowcount == 0:
        return Refused(FleetRefusal.UNKNOWN_CODE)
    row = connection.execute(select(c.hall, c.role, c.node).where(c.code_hash == digest(once))).one()
    return Enrolled(row.hall, NodeRole(row.role), row.node)


def codes(connection: Connection, hall: str, limit: int) -> list[dict[str, Any]]:
    """The newest first; never a code."""
    c = enrolment_code.c
    shown = (c.code_id, c.role, c.node, c.made_ms, c.made_by, c.expires_ms, c.used_ms, c.revoked_ms)
    asked = select(*shown).where(c.hall == hall).order_by(c.code_id.desc()).limit(limit)
    return [{str(k): v for k, v in row.items()} for row in connection.execute(asked).mappings()]


def revoke_code(connection: Connection, hall: str, code_id: str, now_ms: int) -> Refused | None:
    c = enrolment_code.c
    mine = (c.code_id == code_id, c.hall == hall, c.used_ms.is_(None), c.revoked_ms.is_(None))
    done = connection.execute(update(enrolment_code).where(*mine).values(revoked_ms=now_ms)).rowcount == 1
    return None if done else Refused(FleetRefusal.UNKNOWN_CODE)


def _copy_reasons(connection: Connection, hall: str) -> None:
    """The coded reasons are the same in the whole city."""
    bodies = (standing_body(connection, Kind.EVALUATION_REASONS, one) for one in halls_known(connection) if one != hall)
    body = next((found for found in bodies if found is not None), None)
    if body is not None:
        publish(connection, hall, Kind.EVALUATION_REASONS.value, "city", str(body["version"]), body, PACKAGE)


