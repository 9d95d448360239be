"""The nodes that joined this city by a code, as rows: tokens as digests, and for good who was sent away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.city.announcing import announce
from kiosk.city.fleet.codes import NodeRole, OpenCode, use
from kiosk.city.fleet.refusals import FleetRefusal
from kiosk.city.fleet.tables import joined_node
from kiosk.city.refusals import Refused
from kiosk.city.staff.auditing import DONE, Deed, Visitor, note
from kiosk.city.staff.roles import Role
from kiosk.sync.callers import NODE, Caller, Stranger

JOINED = "joined"  # an act of the machine itself; a person made the code


def admit(connection: Connection, code: OpenCode, digest: str, now_ms: int) -> bool:
    """The code is used up; a machine that had the place before is sent away."""
    if not use(connection, code, now_ms):
        return False
    send_away(connection, code.hall, code.role, code.node, now_ms)
    row = {"digest": digest, "hall": code.hall, "role": code.role.value, "node": code.node}
    connection.execute(insert(joined_node).values(**row, code_id=code.code_id, since_ms=now_ms))
    who = Visitor(code.node, Role.NODE, code.hall)
    note(connection, who, Deed(JOINED, f"{code.role.value}/{code.node}", code.hall), DONE, now_ms)
    return True


def whose(connection: Connection, digest: str) -> Caller | Stranger:
    c = joined_node.c
    row = connection.execute(select(c.hall, c.role, c.node, c.revoked_ms).where(c.digest == digest)).first()
    if row is None:
        return Stranger.UNKNOWN
    if row.revoked_ms is not None:
        return Stranger.REVOKED
    first = row.role == NodeRole.HALL.value
    return Caller(row.node, NODE, row.hall, keys=first, stands_in=not first)


def joined(connection: Connection, hall: str) -> list[dict[str, Any]]:
    c = joined_node.c
    asked = select(c.role, c.node, c.since_ms, c.revoked_ms).where(c.hall == hall).order_by(c.since_ms, c.digest)
    return [{str(k): v for k, v in row.items()} for row in connection.execute(asked).mappings()]


def send_away(connection: Connection, hall: str, role: NodeRole, node: str, now_ms: int) -> Refused | None:
    """The hall's feeds are woken, and find that one of them has no token any more."""
    c = joined_node.c
    mine = (c.hall == hall, c.role == role.value, c.node == node, c.revoked_ms.is_(None))
    done = connection.execute(update(joined_node).where(*mine).values(revoked_ms=now_ms)).rowcount
    if done:
        announce(connection, hall)
    return None if done else Refused(FleetRefusal.UNKNOWN_NODE)
