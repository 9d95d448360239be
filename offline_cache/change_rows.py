"""What came down as rows: published things as they are, keys and bookings encrypted.

Bookings stand in a table of their own, with what they are looked for by beside the encrypted body.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.domain.keyed_hash import KeyedHash
from kiosk.ports.ledger import BOOKING, CachedBooking, Change, LedgerError, LedgerFailure
from offline_cache.field_encryption import Place, Unreadable
from offline_cache.field_keys import FieldKeys

ENCRYPTED_KINDS = frozenset({"match_key", "ticket_key"})  # of the table `change`; every booking is
STORE_CHANGE = "insert or replace into change (cursor, kind, key, version, body, round) values (?, ?, ?, ?, ?, ?)"
STORE_BOOKING = (
    "insert into booking (cursor, number, version, round, day, begins_ms, ends_ms, item, holder, key_version, body)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict (number) do update set cursor = excluded.cursor, version = excluded.version, round = excluded.round,"
    " day = case when excluded.body is null then day else excluded.day end, begins_ms = excluded.begins_ms,"
    " ends_ms = excluded.ends_ms, item = excluded.item, holder = excluded.holder, key_version = excluded.key_version,"
    " body = excluded.body"
)
BOOKING_COLUMNS = "number, day, begins_ms, ends_ms, item, holder, key_version, body"
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Cell = str | bytes | None


def change_row(change: Change, turn: int, keys: FieldKeys) -> tuple[Any, ...]:
    return change.cursor, change.kind, change.key, change.version, _cell(change, keys), turn


def booking_row(change: Change, turn: int, keys: FieldKeys) -> tuple[Any, ...]:
    """A body that lacks something is stored all the same, and is not found by what it lacks."""
    told = change.body or {}
    searched = (_text(told, "day"), _whole(told, "begins_ms"), _whole(told, "ends_ms"), _text(told, "item"))
    holder = (_text(told, "holder"), _whole(told, "key_version"))
    return change.cursor, change.key, change.version, turn, *searched, *holder, _cell(change, keys)


def change_of(row: Sequence[Any], keys: FieldKeys) -> Change:
    """From cursor, kind, key, version, body. Raises LedgerError when its key is lost."""
    cursor, kind, key, version, cell = row
    return Change(cursor, kind, key, version, _body(kind, key, cell, keys))


def booking_of(row: Sequence[Any], keys: FieldKeys) -> CachedBooking:
    """From `BOOKING_COLUMNS`. Raises LedgerError when its key is lost."""
    number, day, begins_ms, ends_ms, item, holder, key_version, cell = row
    body = _body(BOOKING, number, cell, keys) or {}
    return CachedBooking(number, day, begins_ms, ends_ms, item, KeyedHash(holder, key_version), body)


def place_of(kind: str, key: str) -> Place:
    return Place(BOOKING, key, "body") if kind == BOOKING else Place("change", f"{kind}/{key}", "body")


def _cell(change: Change, keys: FieldKeys) -> Cell:
    if change.body is None:
        return None
    text = _as_json(change.body)
    if change.kind != BOOKING and change.kind not in ENCRYPTED_KINDS:
        return text
    return keys.encrypt(place_of(change.kind, change.key), text.encode())


def _body(kind: str, key: str, cell: Cell, keys: FieldKeys) -> Mapping[str, Any] | None:
    if isinstance(cell, bytes):
        plain = keys.decrypt(place_of(kind, key), cell)
        if isinstance(plain, Unreadable):
            raise LedgerError(LedgerFailure.KEYS_UNUSABLE)
        cell = plain.decode()
    body: Mapping[str, Any] | None = None if cell is None else json.loads(cell)
    return body


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _whole(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    return value if type(value) is int and 0 <= value < 1 << 53 else 0
