"""Whose booking it is: keyed hashes under the versions of the match key that are alive, and what may be shown.

A channel sends a number and a name over its own line; they live for the length of one request here. A node sends what
its terminal made of a card: hashes, a masked name, the last four.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from kiosk.city.bookings.tables import person
from kiosk.city.rows import lock_row
from kiosk.city.tables import secret
from kiosk.domain.identity import masked_name, tail
from kiosk.domain.keyed_hash import KeyedHash, MatchKey, keyed_hashes


@dataclass(frozen=True, slots=True)
class Person:
    """`hashes` newest first, at least one; `phone` empty when the person left none."""

    hashes: tuple[KeyedHash, ...]
    name: str = ""
    tail: str = ""
    phone: str = field(default="", repr=False)

    @property
    def all(self) -> list[str]:
        return [one.hash for one in self.hashes]

    @property
    def newest(self) -> KeyedHash:
        return self.hashes[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """An ID card as a channel tells it. `repr` shows nothing of it."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(default="", repr=False)


def match_keys(connection: Connection) -> Sequence[MatchKey]:
    c = secret.c
    rows = connection.execute(select(c.version, c.value).where(c.kind == "match_key", c.hall == ""))
    return [MatchKey(row.version, base64.b64decode(row.value)) for row in rows]


def known_by(shown: Shown, keys: Sequence[MatchKey]) -> Person:
    return Person(keyed_hashes(shown.number, keys), masked_name(shown.name), tail(shown.number), shown.phone)


def from_node(hashes: Mapping[int, str], name: str, last_four: str, phone: str) -> Person:
    """`hashes` by key version."""
    ordered = tuple(KeyedHash(hashes[version], version) for version in sorted(hashes, reverse=True))
    return Person(ordered, name, last_four, phone)


def hold(connection: Connection, who: Person, now_ms: int) -> None:
    """Until the transaction ends nobody else judges this person. In one order, so that no two wait crosswise."""
    for one in sorted(who.all):
        lock_row(connection, person, {"hash": one}, {"seen_ms": now_ms})
