"""The versions as rows: which there are, which one stands, and what the package had published before anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from kiosk.city.publications.kinds import RULES, Body, Kind
from kiosk.city.publications.tables import publication, publication_standing
from kiosk.city.tables import change as change_table
from kiosk.city.tables import hall as hall_table

CITY = ""  # the scope of what is the whole city's


@dataclass(frozen=True, slots=True)
class New:
    kind: Kind
    body: Body
    note: str
    by: str


def standing_number(connection: Connection, kind: Kind, scope: str) -> int:
    c = publication_standing.c
    asked = select(c.number).where(c.kind == kind, c.scope == scope)
    return int(connection.execute(asked).scalar_one_or_none() or 0)


def standing_body(connection: Connection, kind: Kind, scope: str) -> Body | None:
    """What stands; also what the package published, when the staff never did."""
    return all_standing(connection, [kind], scope).get(kind)


def all_standing(connection: Connection, kinds: Sequence[Kind], scope: str) -> dict[Kind, Body]:
    """As `standing_body`, of several kinds in two questions."""
    found = standing_bodies(connection, kinds, scope) if kinds else {}
    keys = {kind: RULES[kind].key for kind in kinds if kind not in found}
    missing = {kind: key or scope for kind, key in keys.items() if key is not None}
    if missing:
        c = change_table.c
        mine = (c.hall == scope, c.kind.in_([kind.value for kind in missing]), c.key.in_(set(missing.values())))
        for row in connection.execute(select(c.kind, c.key, c.body).where(*mine)):
            if missing[Kind(row.kind)] == row.key and row.body is not None:
                found[Kind(row.kind)] = row.body
    return found


def standing_bodies(connection: Connection, kinds: Sequence[Kind], scope: str) -> dict[Kind, Body]:
    """What the staff published and what stands of several kinds, in one question."""
    p, s = publication.c, publication_standing.c
    same = (p.kind == s.kind) & (p.scope == s.scope) & (p.number == s.number)
    asked = select(p.kind, p.body).join_from(publication_standing, publication, same)
    rows = connection.execute(asked.where(s.scope == scope, s.kind.in_([kind.value for kind in kinds])))
    return {Kind(row.kind): row.body for row in rows}


def versions(connection: Connection, kind: Kind, scope: str, limit: int) -> list[dict[str, Any]]:
    """The newest first, without their bodies."""
    c = publication.c
    columns = (c.number, c.version, c.note, c.made_ms, c.made_by, c.withdrawn_ms, c.withdrawn_by)
    asked = select(*columns).where(c.kind == kind, c.scope == scope).order_by(c.number.desc()).limit(limit)
    stands = standing_number(connection, kind, scope)
    rows = connection.execute(asked).mappings()
    return [{**{str(k): v for k, v in row.items()}, "stands": row["number"] == stands} for row in rows]


def body_of(connection: Connection, kind: Kind, scope: str, number: int) -> Body | None:
    row = row_of(connection, kind, scope, number)
    return None if row is None else row["body"]


def halls_known(connection: Connection) -> list[str]:
    return list(connection.execute(select(hall_table.c.id).order_by(hall_table.c.id)).scalars())


def packaged(connection: Connection, kind: Kind, scope: str, key: str) -> Body | None:
    c = change_table.c
    asked = select(c.body).where(c.hall == scope, c.kind == kind, c.key == key)
    return connection.execute(asked).scalar_one_or_none()


def add(connection: Connection, scope: str, new: New, version: str, now_ms: int) -> int:
    c = publication.c
    asked = select(func.coalesce(func.max(c.number), 0)).where(c.kind == new.kind, c.scope == scope)
    number = int(connection.execute(asked).scalar_one()) + 1
    row = {
        "kind": new.kind.value,
        "scope": scope,
        "number": number,
        "version": version,
        "body": dict(new.body),
        "note": new.note,
        "made_ms": now_ms,
        "made_by": new.by,
        "withdrawn_ms": None,
        "withdrawn_by": "",
    }
    connection.execute(insert(publication).values(**row))
    return number


def note_standing(connection: Connection, kind: Kind, scope: str, number: int, now_ms: int) -> None:
    c = publication_standing.c
    noted = update(publication_standing).where(c.kind == kind, c.scope == scope)
    connection.execute(noted.values(number=number, since_ms=now_ms))


def place(kind: Kind, scope: str, number: int) -> tuple[Any, ...]:
    return publication.c.kind == kind, publication.c.scope == scope, publication.c.number == number


def row_of(connection: Connection, kind: Kind, scope: str, number: int) -> Any:
    return connection.execute(select(publication).where(*place(kind, scope, number))).mappings().one_or_none()


def by_version(connection: Connection, kind: Kind, scope: str, version: str) -> Any:
    c = publication.c
    asked = select(publication).where(c.kind == kind, c.scope == scope, c.version == version)
    return connection.execute(asked.order_by(c.number.desc()).limit(1)).mappings().first()


def newest_before(connection: Connection, kind: Kind, scope: str, number: int) -> Any:
    c = publication.c
    asked = select(publication).where(c.kind == kind, c.scope == scope, c.withdrawn_ms.is_(None), c.number < number)
    return connection.execute(asked.order_by(c.number.desc()).limit(1)).mappings().first()
