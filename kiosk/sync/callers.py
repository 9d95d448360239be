"""Who calls: the bearer of a token, and what that token entitles to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.sync.answers import NotNow

CITY_STAFF = "city-staff"
NODE = "node"


class Stranger(StrEnum):
    """Why nobody is known by a token."""

    UNKNOWN = "unknown_token"
    REVOKED = "revoked"  # it was sent away


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` is the node's identity, or a staff member's; `hall` the hall whose feed it gets, empty for all."""

    name: str
    role: str
    hall: str = ""
    keys: bool = False  # entitled to the match key and the hall's ticket key
    stands_in: bool = False  # a hall's second node, which tells of its machines while it serves


class Callers:
    """Knows the bearer of a token. Compares digests, so that time tells nothing about a token."""

    def __init__(self, tokens: Mapping[str, Caller]) -> None:
        self._by_digest = {_digest(token): caller for token, caller in tokens.items()}

    def bearer(self, authorization: str | None) -> Caller | None:
        """The caller behind an `Authorization` header, or None."""
        scheme, _, token = (authorization or "").partition(" ")
        return self._by_digest.get(_digest(token.strip())) if scheme.lower() == "bearer" else None

    async def known(self, authorization: str | None, *, local: bool) -> Caller | Stranger | NotNow:
        """The same where it may have to be looked up. `local`: asked from this machine."""
        return self.bearer(authorization) or Stranger.UNKNOWN


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
