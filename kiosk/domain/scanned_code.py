"""What a scanned text means: a ticket of this hall, a booking, a token that only its issuer can tell about, or nothing.

Resolvers are plain functions that are asked in order; each knows its own form by the beginning and says None to all
others. City codes (电子社保卡, 电子健康卡, 市民码) and certificates' check codes are short-lived and opaque: nothing
in them can be read without their issuer, and no issuer has a public interface: whoever shows one uses the card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.signed_ticket import TicketData, verify

TICKET_BEGINS = "HK1."
BOOKING_BEGINS = "BK1."  # our own form: no standard has one. It names a booking and proves nothing about who shows it
_BOOKING_ID = re.compile(r"[A-Za-z0-9-]{16,64}")
LONGEST_TOKEN = 2048  # characters
_FORM = re.compile(r"([a-z][a-z0-9_]{0,31})=([!-~]{1,64})")


@dataclass(frozen=True, slots=True)
class ScannedTicket:
    """A genuine ticket: `code` is the whole text, as a hall takes it (AdoptScanned)."""

    data: TicketData
    code: str


@dataclass(frozen=True, slots=True)
class ScannedBooking:
    booking_id: str


@dataclass(frozen=True, slots=True)
class ScannedToken:
    """`issuer` names the form that fitted; the text stands for a person and is not shown where the value is printed."""

    issuer: str
    text: str = field(repr=False)


class Unresolved(StrEnum):
    UNKNOWN = "unknown"  # no resolver knows this form
    NOT_GENUINE = "not_genuine"  # it says that it is ours and is damaged, or signed with another key
    NO_KEY = "no_key"  # a ticket, and the hall's key is not here yet


Meaning = ScannedTicket | ScannedBooking | ScannedToken | Unresolved
Resolver = Callable[[str], Meaning | None]


def resolve(text: str, resolvers: Iterable[Resolver]) -> Meaning:
    """The first resolver that knows the form decides."""
    for resolver in resolvers:
        meaning = resolver(text)
        if meaning is not None:
            return meaning
    return Unresolved.UNKNOWN


def tickets(key: bytes | None) -> Resolver:
    """`key`: the hall's ticket key; None while the city has not given it."""

    def ticket(text: str) -> Meaning | None:
        if not text.startswith(TICKET_BEGINS):
            return None
        if key is None:
            return Unresolved.NO_KEY
        data = verify(text, key)
        return Unresolved.NOT_GENUINE if data is None else ScannedTicket(data, text)

    return ticket


def bookings(text: str) -> Meaning | None:
    """`BK1.` and the booking's id (letters, digits and hyphens, 16 to 64)."""
    if not text.startswith(BOOKING_BEGINS):
        return None
    booking_id = text.removeprefix(BOOKING_BEGINS)
    return ScannedBooking(booking_id) if _BOOKING_ID.fullmatch(booking_id) else Unresolved.NOT_GENUINE


def booking_code(booking_id: str) -> str:
    """The text for a booking's QR code."""
    return BOOKING_BEGINS + booking_id


def tokens(issuer: str, begins: str, shortest: int = 8) -> Resolver:
    """Codes of a city's platform or of certificates, known by their beginning; of `shortest` to 2,048 characters.

    Raises ValueError for an empty beginning, which would claim every code.
    """
    if not begins:
        raise ValueError("a token's form needs a beginning")

    def token(text: str) -> Meaning | None:
        fits = text.startswith(begins) and shortest <= len(text) <= LONGEST_TOKEN
        return ScannedToken(issuer, text) if fits else None

    return token


def forms(told: Iterable[str]) -> tuple[Resolver, ...]:
    """Resolvers out of words like `citizen_code=WHSMM`: an issuer's name, and how its codes begin.

    Raises ValueError for anything else, for a beginning that another one begins with, and for one of our own.
    """
    found: dict[str, str] = {}
    for one in told:
        form = _FORM.fullmatch(one)
        if form is None or any(_alike(form[2], begins) for begins in (TICKET_BEGINS, BOOKING_BEGINS, *found)):
            raise ValueError(one)
        found[form[2]] = form[1]
    return tuple(tokens(issuer, begins) for begins, issuer in found.items())


def _alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
