"""Publishing with versions: a new one, a withdrawal, a step back; each one transaction that ends in the halls' feeds.

What the package published at the first start becomes version 1 when the staff publish for the first time, so there is
always something to go back to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from kiosk.city.publications.kinds import RULES, Body, Kind, Standing, check
from kiosk.city.publications.reading import hall_settings_from
from kiosk.city.publications.tables import publication, publication_standing
from kiosk.city.publications.version_rows import (
    CITY,
    New,
    add,
    all_standing,
    by_version,
    newest_before,
    note_standing,
    packaged,
    place,
    row_of,
    standing_body,
    standing_number,
)
from kiosk.city.publishing import publish
from kiosk.city.refusals import Refused
from kiosk.city.rows import lock_row
from kiosk.city.tables import hall as hall_table
from kiosk.domain.calendar import business_day
from kiosk.domain.published import PublicationError

STAFF = "staff"


class PublicationRefusal(StrEnum):
    UNKNOWN_HALL = "unknown_hall"
    UNKNOWN_VERSION = "unknown_version"
    NOT_VALID = "not_valid"  # readers could not use it
    VERSION_TAKEN = "version_taken"  # another body was published under this version
    WITHDRAWN = "withdrawn"
    NOTHING_BEFORE = "nothing_before"  # a hall cannot stand without one
    STANDS_ALREADY = "stands_already"
    NOT_YOURS = "not_yours"  # this kind is published by somebody else
    OTHER_SCOPE = "other_scope"  # a hall's kind asked of the city, or the other way round


@dataclass(frozen=True, slots=True)
class Published:
    """`numbers_from` is the business day from which a changed number space holds; empty when it did not change."""

    kind: Kind
    scope: str
    number: int
    version: str
    numbers_from: str = ""


def publish_new(connection: Connection, scope: str, new: New, now_ms: int) -> Published | Refused:
    """A new version that stands at once. The same body under the same version again changes nothing."""
    known = _locked(connection, new.kind, scope, now_ms)
    if known is not None:
        return known
    problem = _problem(connection, new.kind, scope, new.body)
    if problem is not None:
        return problem
    version = str(new.body["version"])
    same = by_version(connection, new.kind, scope, version)
    if same is not None and same["body"] != dict(new.body):
        return Refused(PublicationRefusal.VERSION_TAKEN)
    number = same["number"] if same is not None else add(connection, scope, new, version, now_ms)
    if same is not None and same["withdrawn_ms"] is not None:
        return Refused(PublicationRefusal.WITHDRAWN)
    return _put_in_force(connection, new.kind, scope, number, now_ms)


def roll_back(connection: Connection, kind: Kind, scope: str, number: int, now_ms: int) -> Published | Refused:
    """An earlier version stands again, checked anew: the others may have changed since."""
    known = _locked(connection, kind, scope, now_ms)
    if known is not None:
        return known
    row = row_of(connection, kind, scope, number)
    if row is None:
        return Refused(PublicationRefusal.UNKNOWN_VERSION)
    if row["withdrawn_ms"] is not None:
        return Refused(PublicationRefusal.WITHDRAWN)
    if number == standing_number(connection, kind, scope):
        return Refused(PublicationRefusal.STANDS_ALREADY)
    problem = _problem(connection, kind, scope, row["body"])
    return problem or _put_in_force(connection, kind, scope, number, now_ms)


def withdraw(
    connection: Connection, kind: Kind, scope: str, number: int, by: str, now_ms: int
) -> Published | Refused | None:
    """Takes a version back for good. When it stands, the newest before it does; None when it did not stand."""
    known = _locked(connection, kind, scope, now_ms)
    if known is not None:
        return known
    row = row_of(connection, kind, scope, number)
    if row is None:
        return Refused(PublicationRefusal.UNKNOWN_VERSION)
    if row["withdrawn_ms"] is not None:
        return Refused(PublicationRefusal.WITHDRAWN)
    before = newest_before(connection, kind, scope, number)
    stands = number == standing_number(connection, kind, scope)
    if stands and before is None:
        return Refused(PublicationRefusal.NOTHING_BEFORE)
    problem = _problem(connection, kind, scope, before["body"]) if stands and before is not None else None
    if problem is not None:
        return problem
    connection.execute(
        update(publication).where(*place(kind, scope, number)).values(withdrawn_ms=now_ms, withdrawn_by=by)
    )
    return _put_in_force(connection, kind, scope, before["number"], now_ms) if stands and before is not None else None


def _locked(connection: Connection, kind: Kind, scope: str, now_ms: int) -> Refused | None:
    """Holds the kind in this scope for this transaction, and keeps what the package published as version 1."""
    if RULES[kind].of_a_hall is (scope == CITY):
        return Refused(PublicationRefusal.OTHER_SCOPE)
    if scope != CITY and connection.execute(select(hall_table.c.id).where(hall_table.c.id == scope)).first() is None:
        return Refused(PublicationRefusal.UNKNOWN_HALL)
    lock_row(connection, publication_standing, {"kind": kind.value, "scope": scope}, {"number": 0, "since_ms": now_ms})
    key = RULES[kind].key
    if standing_number(connection, kind, scope) == 0 and key is not None:
        body = packaged(connection, kind, scope, key or scope)
        if body is not None:
            number = add(connection, scope, New(kind, body, "", "package"), str(body["version"]), now_ms)
            note_standing(connection, kind, scope, number, now_ms)
    return None


def _problem(connection: Connection, kind: Kind, scope: str, body: Body) -> Refused | None:
    try:
        check(kind, body, Standing(scope, all_standing(connection, RULES[kind].fits, scope)))
    except PublicationError as error:
        return Refused(PublicationRefusal.NOT_VALID, f"{scope + ': ' if scope else ''}{error}"[:400])
    return None


def _put_in_force(connection: Connection, kind: Kind, scope: str, number: int, now_ms: int) -> Published:
    row = row_of(connection, kind, scope, number)
    assert row is not None  # noqa: S101  it was stored or found in this transaction
    numbers_from = _numbers_from(connection, kind, scope, row["body"], now_ms)
    if number != standing_number(connection, kind, scope):
        note_standing(connection, kind, scope, number, now_ms)
        key = RULES[kind].key
        if key is not None:
            publish(connection, scope, kind.value, key or scope, row["version"], row["body"], STAFF)
    return Published(kind, scope, number, row["version"], numbers_from)


def _numbers_from(connection: Connection, kind: Kind, scope: str, body: Body, now_ms: int) -> str:
    """A hall writes a day's number space into the day's first event: another one holds from the next day on."""
    before = standing_body(connection, kind, scope) if kind is Kind.HALL_SETTINGS else None
    if before is None or _spaces(before) == _spaces(body):
        return ""
    today = business_day(now_ms, hall_settings_from(body).boundary_minutes)
    return (date.fromisoformat(today) + timedelta(days=1)).isoformat()


def _spaces(body: Body) -> Mapping[str, Any]:
    return {queue.code: (queue.prefix, queue.numbers) for queue in hall_settings_from(body).queues}




def publish_in(connection: Connection, scopes: list[str], new: New, now_ms: int) -> list[Published] | Refused:
    """In all of these scopes or in none; one after the other in their order, so that no two wait crosswise."""
    together = connection.begin_nested()
    done: list[Published] = []
    for scope in sorted(scopes):
        result = publish_new(connection, scope, new, now_ms)
        if isinstance(result, Refused):
            together.rollback()
            return result
        done.append(result)
    together.commit()
    return done
