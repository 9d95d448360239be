"""Passwords of the staff: scrypt with a salt of their own, as the clerks' PINs, and a few rules of what is one."""

from __future__ import annotations

import secrets
from enum import StrEnum

from kiosk.domain.clerk_pin import pin_hash, pin_matches

SHORTEST, LONGEST = 12, 128
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that two people read differently


class PasswordProblem(StrEnum):
    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    TOO_SIMPLE = "password_too_simple"
    HOLDS_THE_NAME = "password_holds_the_name"


def one_time_password() -> str:
    """Four groups of five, some 99 bits; to be typed once."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def password_problem(password: str, name: str) -> PasswordProblem | None:
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    if len(set(password)) < SHORTEST // 2:
        return PasswordProblem.TOO_SIMPLE
    return PasswordProblem.HOLDS_THE_NAME if name.lower() in password.lower() else None


def hashed(password: str) -> str:
    return pin_hash(password, secrets.token_bytes(16))


def matches(password: str, stored: str) -> bool:
    return pin_matches(password, stored)


NOBODYS = hashed(secrets.token_hex(16))  # compared with when there is no such account: the answer takes as long
