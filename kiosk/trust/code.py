"""The one-time code by which a machine joins: twelve digits that a person reads on one screen and types on another.

Three digits say which code it is and are no secret, eight are the secret, the last checks the others (ISO 7064,
MOD 11,10), so that a slip of the finger is told before anything is sent.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

_PLATE, _SECRET = 3, 8
_BETWEEN = re.compile(r"[\s-]+")
_COST, _BLOCK = 1 << 14, 8  # scrypt: 16 MiB and some 50 ms for one guess at a stored code
_SALT = b"hall-kiosk enrolment 1 "


@dataclass(frozen=True, slots=True)
class Code:
    """`plate` names the code, `secret` is what nobody else may know."""

    plate: str
    secret: str = field(repr=False)

    def shown(self) -> str:
        """As a person reads it: 4827-1936-0554."""
        digits = self.plate + self.secret
        digits += _check(digits)
        return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))

    def stretched(self) -> bytes:
        """What both sides work with and a hall stores: it takes long to find the code again from it."""
        salt = _SALT + self.plate.encode()
        return hashlib.scrypt(self.secret.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=32)


def code_of(number: int, plate: int) -> Code:
    """From a random number and a plate that no other open code has."""
    return Code(f"{plate % 10**_PLATE:0{_PLATE}d}", f"{number % 10**_SECRET:0{_SECRET}d}")


def read_code(typed: str) -> Code | None:
    """The code that somebody typed, with or without what stands between its digits; None after a slip."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    whole = len(digits) == _PLATE + _SECRET + 1 and digits.isascii() and digits.isdecimal()
    if not whole or _check(digits[:-1]) != digits[-1]:
        return None
    return Code(digits[:_PLATE], digits[_PLATE:-1])


def _check(digits: str) -> str:
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)
