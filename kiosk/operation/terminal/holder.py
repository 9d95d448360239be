"""The border where a person becomes a keyed hash: after these functions no name and no number go any further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiosk.domain import identity
from kiosk.domain.identity import CardRecord
from kiosk.domain.keyed_hash import MatchKey, keyed_hashes
from kiosk.domain.ticket import Group, Holder
from kiosk.journeys.intents import Identified


def from_card(record: CardRecord, keys: Sequence[MatchKey], elder_age: int, today: date) -> Identified:
    """`keys` are the versions of the city's key that are known here, at least one."""
    group = _group(record.birth, elder_age, today)
    name = identity.masked_name(record.name)
    return _identified(record.number, name, group, keys, by_card=True)


def from_typed(number: str, keys: Sequence[MatchKey]) -> Identified:
    """A typed number carries no name, and no priority: anybody can type the number of somebody older."""
    return _identified(number.upper(), "", Group.WALK_IN, keys, by_card=False)


def _identified(number: str, name: str, group: Group, keys: Sequence[MatchKey], *, by_card: bool) -> Identified:
    newest, *also = keyed_hashes(number, keys)
    holder = Holder(newest.hash, newest.key_version, name, identity.tail(number), group, tuple(also))
    return Identified(holder, identity.masked_number(number), by_card)


def _group(born: date | None, elder_age: int, today: date) -> Group:
    if born is not None and identity.age_on(born, today) >= elder_age:
        return Group.GREEN
    return Group.WALK_IN
