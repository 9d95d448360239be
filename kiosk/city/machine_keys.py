"""The keys that every machine of a city has to have alike, compared with those that the city began with.

They lie in each machine's `secrets/`, never in the database, and a second machine that made its own would look well:
halls would find a stranger there, and it could read no telephone number that the first one kept. So the database
remembers by what the keys are known, and whoever starts with others does not serve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, insert, select

from kiosk.city.failures import DatabaseFailure
from kiosk.city.tables import secret

DOOR, FIELDS = "door_pin", "field_mark"
_CITY = ""


@dataclass(frozen=True, slots=True)
class MachineKeys:
    """By what they are known, which tells nothing of them. `door` is empty on a machine whose halls come in over
    loopback; `door_before` is the key that this machine had before a new one was taken into use there. `fields` is
    empty where telephone numbers are not kept."""

    door: str = ""
    door_before: str = ""
    fields: Mapping[int, str] = field(default_factory=dict)


def agreed(connection: Connection, own: MachineKeys) -> DatabaseFailure | None:
    """While nobody else compares. What nobody has told yet is remembered: a first machine's keys, a key that took the
    place of the one in force, a new key of fields."""
    return _door_agreed(connection, own) or _fields_agreed(connection, own.fields)


def forget(connection: Connection) -> None:
    """The machine that starts next says by what the city is known."""
    connection.execute(delete(secret).where(secret.c.kind.in_((DOOR, FIELDS))))


def _door_agreed(connection: Connection, own: MachineKeys) -> DatabaseFailure | None:
    told = _told(connection, DOOR)
    in_force = told[max(told)] if told else ""
    if not own.door or own.door == in_force:
        return None
    if told and own.door_before != in_force:
        return DatabaseFailure.OTHER_DOOR_KEY
    _tell(connection, DOOR, max(told, default=0) + 1, own.door)
    return None


def _fields_agreed(connection: Connection, own: Mapping[int, str]) -> DatabaseFailure | None:
    told = _told(connection, FIELDS)
    if own and any(own.get(version) != mark for version, mark in told.items()):
        return DatabaseFailure.OTHER_FIELD_KEYS
    for version in sorted(own.keys() - told.keys()):
        _tell(connection, FIELDS, version, own[version])
    return None


def _told(connection: Connection, kind: str) -> dict[int, str]:
    asked = select(secret.c.version, secret.c.value).where(secret.c.kind == kind, secret.c.hall == _CITY)
    return {row.version: row.value for row in connection.execute(asked)}


def _tell(connection: Connection, kind: str, version: int, value: str) -> None:
    connection.execute(insert(secret).values(kind=kind, hall=_CITY, version=version, value=value))
