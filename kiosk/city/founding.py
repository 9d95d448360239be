"""The first start of a city: its halls, its keys, and what it publishes; later starts publish what the package renewed.

What staff published is never overwritten by a package.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from kiosk.city.publishing import publish, standing
from kiosk.city.rows import add_row
from kiosk.city.tables import hall as hall_table
from kiosk.city.tables import secret as secret_table
from kiosk.domain.catalogue import catalogue_from, check_together, hall_settings_from
from kiosk.domain.evaluation import evaluation_reasons_from
from kiosk.domain.number_rules import check_with, number_rules_from

KEY_BYTES = 32
PACKAGE = "package"
_WHOLE_CITY = ""

Publication = Mapping[str, Mapping[str, object]]


def found(connection: Connection, publication: Publication) -> str:
    """Within the caller's transaction; again changes nothing. Answers the hall.

    PublicationError when the package's own files are wrong.
    """
    _check(publication)
    hall = str(publication["hall"]["id"])
    _add_hall(connection, hall)
    _publish_package(connection, hall, publication)
    _publish_keys(connection, hall)
    return hall


def found_hall(connection: Connection, hall: str) -> bool:
    """One more hall: its feed and its keys. False when there is one of this name already."""
    if not _add_hall(connection, hall):
        return False
    _publish_keys(connection, hall)
    return True


def _add_hall(connection: Connection, hall: str) -> bool:
    if connection.execute(select(hall_table.c.id).where(hall_table.c.id == hall)).first() is not None:
        return False
    return add_row(connection, hall_table, {"id": hall, "feed": secrets.token_hex(8), "cursor": 0, "arrival": 0})


def _publish_keys(connection: Connection, hall: str) -> None:
    _publish_key(connection, hall, "match_key", _key(connection, "match_key", _WHOLE_CITY))
    _publish_key(connection, hall, "ticket_key", _key(connection, "ticket_key", hall))


def _check(publication: Publication) -> None:
    hall = hall_settings_from(publication["hall"])
    check_together(catalogue_from(publication["catalogue"]), hall)
    check_with(number_rules_from(publication["number_rules"]), hall)
    evaluation_reasons_from(publication["evaluation_reasons"])


def _publish_package(connection: Connection, hall: str, publication: Publication) -> None:
    for kind, key, name in (
        ("catalogue", "city", "catalogue"),
        ("hall_settings", hall, "hall"),
        ("evaluation_reasons", "city", "evaluation_reasons"),
        ("number_rules", hall, "number_rules"),
    ):
        version, stands = str(publication[name]["version"]), standing(connection, hall, kind, key)
        if stands is None or (stands.source == PACKAGE and stands.version != version):
            publish(connection, hall, kind, key, version, publication[name], PACKAGE)


def _key(connection: Connection, kind: str, hall: str) -> tuple[int, str]:
    """The newest version of a key, made at random when there is none: (version, base64)."""
    own = (secret_table.c.kind == kind, secret_table.c.hall == hall)
    asked = select(secret_table.c.version, secret_table.c.value).where(*own).order_by(secret_table.c.version.desc())
    newest = connection.execute(asked).first()
    if newest is not None:
        return newest.version, newest.value
    value = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    connection.execute(insert(secret_table).values(kind=kind, hall=hall, version=1, value=value))
    return 1, value


def _publish_key(connection: Connection, hall: str, kind: str, key: tuple[int, str]) -> None:
    version, value = key
    if standing(connection, hall, kind, str(version)) is None:
        body: dict[str, Any] = {"version": version, "key": value}
        publish(connection, hall, kind, str(version), str(version), body, PACKAGE)
