"""One-time codes by which a hall's nodes join this city, stored stretched; a code is found by its plate.

Every worker and machine of the city reads the same rows, so a code is used once and its tries are counted in all.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.city.fleet.refusals import FleetRefusal
from kiosk.city.fleet.tables import enrolment_code
from kiosk.city.refusals import Refused
from kiosk.city.tables import hall as hall_table
from kiosk.trust import code as one_time

CODE_MS = 30 * 60_000
MOST_TRIES = 10  # for one code, whoever tries: a guess has one chance in ten million
MOST_OPEN = 500  # of a thousand plates
_PLATES = 1000
_SECRETS = 10**8


class NodeRole(StrEnum):
    HALL = "hall"
    STANDBY = "standby"
    TERMINAL = "terminal"
    CALLER = "caller"
    EVALUATOR = "evaluator"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Code:
    """`once` is told now and never again."""

    code_id: str
    once: str = field(repr=False)
    expires_ms: int


@dataclass(frozen=True, slots=True)
class OpenCode:
    """Whom a code stands for."""

    code_id: str
    stretched: str = field(repr=False)
    hall: str
    role: NodeRole
    node: str


def issue_code(connection: Connection, hall: str, role: NodeRole, name: str, by: str, now_ms: int) -> Code | Refused:
    """Twelve digits, good for half an hour and one machine; the code before for the same machine ends with it."""
    wrong = _wrong(connection, hall, role, name)
    if wrong is not None:
        return Refused(wrong)
    c = enrolment_code.c
    before = (c.hall == hall, c.role == role.value, c.node == name, *_stands(now_ms))
    connection.execute(update(enrolment_code).where(*before).values(revoked_ms=now_ms))
    taken = set(connection.execute(select(c.plate).where(*_stands(now_ms))).scalars())
    if len(taken) >= MOST_OPEN:
        return Refused(FleetRefusal.TOO_MANY_CODES)
    code = one_time.code_of(secrets.randbelow(_SECRETS), _plate(taken))
    told = Code(f"{now_ms:014d}-{secrets.token_hex(6)}", code.shown(), now_ms + CODE_MS)
    row = {
        "code_id": told.code_id,
        "plate": code.plate,
        "stretched": code.stretched().hex(),
        "tries": 0,
        "hall": hall,
        "role": role.value,
        "node": name,
        "made_ms": now_ms,
        "made_by": by,
        "expires_ms": told.expires_ms,
    }
    connection.execute(insert(enrolment_code).values(**row))
    return told


def tried(connection: Connection, plate: str, now_ms: int) -> OpenCode | None:
    """The code of this plate, one try counted: before anything is answered, so that tries at once are many tries."""
    c = enrolment_code.c
    mine = (c.plate == plate, c.tries < MOST_TRIES, *_stands(now_ms))
    if connection.execute(update(enrolment_code).where(*mine).values(tries=c.tries + 1)).rowcount == 0:
        return None
    shown = (c.code_id, c.stretched, c.hall, c.role, c.node)
    found = select(*shown).where(c.plate == plate, *_stands(now_ms)).order_by(c.code_id.desc()).limit(1)
    row = connection.execute(found).one()
    return OpenCode(row.code_id, row.stretched, row.hall, NodeRole(row.role), row.node)


def use(connection: Connection, code: OpenCode, now_ms: int) -> bool:
    """By the statement itself, so that two machines with one code are one machine and a refusal."""
    c = enrolment_code.c
    mine = (c.code_id == code.code_id, *_stands(now_ms))
    return connection.execute(update(enrolment_code).where(*mine).values(used_ms=now_ms)).rowcount == 1


def codes(connection: Connection, hall: str, limit: int) -> list[dict[str, Any]]:
    """The newest first; never a code."""
    c = enrolment_code.c
    shown = (c.code_id, c.role, c.node, c.made_ms, c.made_by, c.expires_ms, c.used_ms, c.revoked_ms, c.tries)
    asked = select(*shown).where(c.hall == hall).order_by(c.code_id.desc()).limit(limit)
    return [{str(k): v for k, v in row.items()} for row in connection.execute(asked).mappings()]


def revoke_code(connection: Connection, hall: str, code_id: str, now_ms: int) -> Refused | None:
    c = enrolment_code.c
    mine = (c.code_id == code_id, c.hall == hall, c.used_ms.is_(None), c.revoked_ms.is_(None))
    done = connection.execute(update(enrolment_code).where(*mine).values(revoked_ms=now_ms)).rowcount == 1
    return None if done else Refused(FleetRefusal.UNKNOWN_CODE)


def _wrong(connection: Connection, hall: str, role: NodeRole, name: str) -> FleetRefusal | None:
    """Streams and beats are told apart by a node's name, so the first node is called as its hall and nobody else is."""
    if connection.execute(select(hall_table.c.id).where(hall_table.c.id == hall)).first() is None:
        return FleetRefusal.UNKNOWN_HALL
    if role not in (NodeRole.HALL, NodeRole.STANDBY):
        return FleetRefusal.JOINS_ITS_HALL
    return None if (name == hall) is (role is NodeRole.HALL) else FleetRefusal.OTHER_NAME


def _stands(now_ms: int) -> tuple[Any, ...]:
    c = enrolment_code.c
    return c.used_ms.is_(None), c.revoked_ms.is_(None), c.expires_ms > now_ms


def _plate(taken: set[str]) -> int:
    """In no order that could be guessed, so that a code of yesterday does not look like one of today."""
    while True:
        plate = secrets.randbelow(_PLATES)
        if f"{plate:03d}" not in taken:
            return plate
