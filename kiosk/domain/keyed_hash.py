"""ID numbers as keyed hashes: what makes one person's tickets and bookings comparable, and says nothing to others.

One match key a city, versioned. While a new version comes into use, a person is looked for under every version that
this node knows, so that a ticket or booking of yesterday's key is found with today's.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MatchKey:
    """One version of the city's key. 32 bytes at random as the city makes it."""

    version: int
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyedHash:
    """HMAC-SHA256 of an ID number in hex, and the version of the key it was made with."""

    hash: str
    key_version: int


def keyed_hash(number: str, key: MatchKey) -> KeyedHash:
    """The number counts in upper case: x and X are one check character."""
    return KeyedHash(hmac.new(key.key, number.upper().encode(), hashlib.sha256).hexdigest(), key.version)


def keyed_hashes(number: str, keys: Sequence[MatchKey]) -> tuple[KeyedHash, ...]:
    """Under every version, the newest first: the first is what a new ticket carries, all are what is looked for."""
    newest_first = sorted(keys, key=lambda key: key.version, reverse=True)
    return tuple(keyed_hash(number, key) for key in newest_first)
