"""Halls and terminals as the staff register them.

A terminal's letter is what the hall's number rules say today; it is published there and only shown here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from kiosk.city.fleet.hearing import retire
from kiosk.city.fleet.refusals import FleetRefusal
from kiosk.city.fleet.tables import place, terminal
from kiosk.city.founding import PACKAGE, found_hall
from kiosk.city.publications.kinds import Kind
from kiosk.city.publications.version_rows import halls_known, standing_body
from kiosk.city.publishing import publish
from kiosk.city.refusals import Refused
from kiosk.city.rows import put_row
from kiosk.city.tables import hall as hall_table
from kiosk.domain.calendar import business_day
from kiosk.domain.hall_publication import hall_settings_from
from kiosk.domain.number_rules import number_rules_from
from kiosk.domain.published import Text


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


def _copy_reasons(connection: Connection, hall: str) -> None:
    """The coded reasons are the same in the whole city."""
    bodies = (standing_body(connection, Kind.EVALUATION_REASONS, one) for one in halls_known(connection) if one != hall)
    body = next((found for found in bodies if found is not None), None)
    if body is not None:
        publish(connection, hall, Kind.EVALUATION_REASONS.value, "city", str(body["version"]), body, PACKAGE)
