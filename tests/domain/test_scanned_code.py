"""What a scanned code means, and what it must never be taken for."""

from __future__ import annotations

import re

import pytest

from kiosk.domain.scanned_code import (
    BOOKING_BEGINS,
    Meaning,
    Resolver,
    ScannedBooking,
    ScannedTicket,
    ScannedToken,
    Unresolved,
    booking_code,
    bookings,
    forms,
    resolve,
    tickets,
    tokens,
)
from kiosk.domain.signed_ticket import TicketData, sign

KEY = b"k" * 32
DATA = TicketData("t-1", "A017", "social", "SBRS-001", "2026-11-23", 1_795_000_000_000, "terminal-1", "social")
TICKET = sign(DATA, KEY)
BOOKING = "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"
ALL: tuple[Resolver, ...] = (tickets(KEY), bookings, tokens("citizen_code", "WHSMM"))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (TICKET, ScannedTicket(DATA, TICKET)),
        (booking_code(BOOKING), ScannedBooking(BOOKING)),
        ("WHSMM-0123456789", ScannedToken("citizen_code", "WHSMM-0123456789")),
        ("https://example.invalid/qr", Unresolved.UNKNOWN),
        ("", Unresolved.UNKNOWN),
        ("6901234567892", Unresolved.UNKNOWN),
    ],
)
def test_a_code_means_what_its_own_resolver_says(text: str, meaning: Meaning) -> None:
    assert resolve(text, ALL) == meaning


@pytest.mark.parametrize("at", range(len("HK1."), len(TICKET), 7))
def test_a_ticket_with_one_other_sign_is_not_genuine(at: int) -> None:
    other = "A" if TICKET[at] != "A" else "B"
    assert resolve(TICKET[:at] + other + TICKET[at + 1 :], ALL) is Unresolved.NOT_GENUINE


@pytest.mark.parametrize(
    "text", ["HK1.", "HK1..", TICKET[:-1], TICKET + "\r", sign(DATA, b"o" * 32), "HK1." + "x" * 4000]
)
def test_half_a_ticket_or_another_halls_is_not_genuine(text: str) -> None:
    assert resolve(text, ALL) is Unresolved.NOT_GENUINE


def test_without_the_halls_key_no_ticket_is_called_genuine_or_forged() -> None:
    assert resolve(TICKET, (tickets(None), bookings)) is Unresolved.NO_KEY


@pytest.mark.parametrize("booking_id", ["", "short", BOOKING + "'; --", "号" * 20, "a" * 65, BOOKING + "\n"])
def test_a_booking_code_holds_a_bookings_id_and_nothing_else(booking_id: str) -> None:
    assert resolve(BOOKING_BEGINS + booking_id, ALL) is Unresolved.NOT_GENUINE


@pytest.mark.parametrize("text", ["WHSMM", "WHSMM" + "0" * 3000])
def test_a_token_has_a_length_that_can_be(text: str) -> None:
    assert resolve(text, ALL) is Unresolved.UNKNOWN


def test_a_form_without_a_beginning_would_claim_everything() -> None:
    with pytest.raises(ValueError, match="beginning"):
        tokens("citizen_code", "")


def test_a_citys_code_and_a_certificates_are_known_where_they_are_named() -> None:
    named = (tickets(KEY), bookings, *forms(("citizen_code=WHSMM", "certificate=https://cert.invalid/?c=")))
    assert resolve("WHSMM-0123456789", named) == ScannedToken("citizen_code", "WHSMM-0123456789")
    cert = "https://cert.invalid/?c=0123456789"
    assert resolve(cert, named) == ScannedToken("certificate", cert)
    assert resolve("https://elsewhere.invalid/", named) is Unresolved.UNKNOWN


@pytest.mark.parametrize(
    "told",
    [
        *[("WHSMM",), ("=WHSMM",), ("city=",), ("City=A",), ("a=号",)],
        *[("a=HK1.x",), ("a=HK",), ("a=BK1.",), ("a=AB", "b=ABC"), ("a=AB", "b=A")],
    ],
)
def test_a_form_that_is_half_said_or_would_take_anothers_codes_is_refused(told: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=re.escape(told[-1])):
        forms(told)


def test_a_token_is_not_shown_where_it_is_printed() -> None:
    assert "0123456789" not in repr(resolve("WHSMM-0123456789", ALL))
