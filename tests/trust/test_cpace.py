"""The exchange over a code, against the published vectors of draft-irtf-cfrg-cpace-21, appendix B.1."""

from __future__ import annotations

import hashlib

import pytest

from kiosk.trust import cpace

CODE = b"Password"
CHANNEL = b"\x0bA_initiator\x0bB_responder"
SID = bytes.fromhex("7e4b4791d6a8ef019b936c79fb7f2c57")
SCALAR_A = bytes.fromhex("21b4f4bd9e64ed355c3eb676a28ebedaf6d8f17bdc365995b319097153044080")
SCALAR_B = bytes.fromhex("848b0779ff415f0af4ea14df9dd1d3c29ac41d836c7808896c4eba19c51ac40a")
SHARE_A = bytes.fromhex("1d13c89278cdadd826f6d8d7f887701430f8380ddc17611cdd6dc989ce0c9f32")
SHARE_B = bytes.fromhex("248cccf6d5cdc3646f0ad593f9e6cef4e69d4945f8372e623512ecea32185623")
POINT = bytes.fromhex("5b067effbdc0b2a0e1d907b21ebb25cfedb96a852179a847c37e43ee71322c6b")
KEY = bytes.fromhex(
    "6e19b875f7a561d6b3ca3dbb9ef42ac55de3e717881018204b8922b4d5e53bb2"
    "aa82c300bea7b65d2b671da71922ddf6472301b79bc270adfa8bf413285f2263"
)
LOW_ORDER = (
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)


def test_the_generator_is_the_published_one() -> None:
    text = cpace.generator_string(CODE, CHANNEL, SID)
    assert len(text) == 170
    hashed = hashlib.sha512(text).digest()[:32]
    assert hashed.hex() == "03998087bdb1a2617bbe25ef5a7c18cd4f84f902328701790958755ee4aed1d3"
    point = cpace.generator(CODE, CHANNEL, SID)
    assert point.hex() == "d04bf6d41f6a289632a2e929fa29bebd51092512a7829fdde7d314b62f05a73f"


def test_both_sides_reach_the_published_key() -> None:
    point = cpace.generator(CODE, CHANNEL, SID)
    assert cpace.share(SCALAR_A, point) == SHARE_A
    assert cpace.share(SCALAR_B, point) == SHARE_B
    assert cpace.met(SCALAR_A, SHARE_B) == cpace.met(SCALAR_B, SHARE_A) == POINT
    assert cpace.agreed(SID, POINT, (SHARE_A, b"ADa"), (SHARE_B, b"ADb")) == KEY


@pytest.mark.parametrize("share", LOW_ORDER)
def test_a_share_that_would_give_the_key_away_is_refused(share: str) -> None:
    scalar = bytes.fromhex("af46e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449aff")
    assert cpace.met(scalar, bytes.fromhex(share)) is None


def test_another_code_leads_to_another_key() -> None:
    right, wrong = cpace.generator(CODE, CHANNEL, SID), cpace.generator(b"Passwore", CHANNEL, SID)
    mine, theirs = cpace.share(SCALAR_A, right), cpace.share(SCALAR_B, wrong)
    assert cpace.met(SCALAR_A, theirs) != cpace.met(SCALAR_B, mine)
