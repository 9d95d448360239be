"""Who can tell what a token stands for: the platform that issued a city code, the office that sealed a certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.domain.scanned_code import ScannedToken


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whose code it is, as the issuer says. Not shown where the value is printed."""

    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GenuineDocument:
    """A certificate that its office knows. `title` is its kind; nothing personal is in it."""

    title: str


class IssuerFailure(StrEnum):
    NO_ISSUER = "no_issuer"  # nobody is connected who could tell
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    REFUSED = "refused"


IssuerAnswer = TokenHolder | GenuineDocument | IssuerFailure


class CodeIssuer(Protocol):
    """Asks without blocking the caller; `done` is called exactly once, within the issuer's own limit."""

    def ask(self, token: ScannedToken, done: Callable[[IssuerAnswer], None]) -> None: ...


class NoIssuer:
    """Where no platform is connected, no token means anything."""

    def ask(self, token: ScannedToken, done: Callable[[IssuerAnswer], None]) -> None:
        done(IssuerFailure.NO_ISSUER)
