"""The border where a person becomes a keyed hash: after these functions no name and no number go any further."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain import identity
from kiosk.domain.identity import CardRecord
from kiosk.domain.ticket import Group, Holder
from kiosk.journeys.intents import Identified


@dataclass(frozen=True, slots=True)
class MatchKey:
    """The city's key for the hashes of ID numbers; one version at a time is written, so that halls agree."""

    version: int
    key: bytes = field(repr=False)


def from_card(record: CardRecord, key: MatchKey, elder_age: int, today: date) -> Identified:
    group = _group(record.birth, elder_age, today)
    name = identity.masked_name(record.name)
    return _identified(record.number, name, group, key, by_card=True)


def from_typed(number: str, key: MatchKey) -> Identified:
    """A typed number carries no name, and no priority: anybody can type the number of somebody older."""
    return _identified(number.upper(), "", Group.WALK_IN, key, by_card=False)


def hashed(number: str, key: MatchKey) -> str:
    """HMAC-SHA256 of the upper-case number, hex."""
    return hmac.new(key.key, number.upper().encode(), hashlib.sha256).hexdigest()


def _identified(number: str, name: str, group: Group, key: MatchKey, *, by_card: bool) -> Identified:
    holder = Holder(hashed(number, key), key.version, name, identity.tail(number), group)
    return Identified(holder, identity.masked_number(number), by_card)


def _group(born: date | None, elder_age: int, today: date) -> Group:
    if born is not None and identity.age_on(born, today) >= elder_age:
        return Group.GREEN
    return Group.WALK_IN
