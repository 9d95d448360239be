"""A clerk's PIN as the city stores it: scrypt with its own salt, never the PIN itself.

RFC 7914 with N = 2^14, r = 8, p = 1 (16 MiB, some 50 ms on a hall machine): short PINs need every guess to cost.
"""

from __future__ import annotations

import hashlib
import hmac

_N, _R, _P = 2**14, 8, 1
_MOST_N, _MOST_R, _MOST_P = 2**17, 16, 4  # a published hash may not make a sign-in eat the machine


def pin_hash(pin: str, salt: bytes) -> str:
    """`scrypt$N$r$p$salt$key`, both in hexadecimal; the salt has 16 bytes and is chosen by chance by the caller."""
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_key(pin, salt, _N, _R, _P).hex()}"


def pin_matches(pin: str, stored: str) -> bool:
    """True when `pin` made `stored`. Raises ValueError when `stored` is not such a hash."""
    kind, n, r, p, salt, key = stored.split("$")
    if kind != "scrypt" or int(n) > _MOST_N or int(r) > _MOST_R or int(p) > _MOST_P:
        raise ValueError("not a scrypt hash within the limits")
    return hmac.compare_digest(_key(pin, bytes.fromhex(salt), int(n), int(r), int(p)), bytes.fromhex(key))


def _key(pin: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * r * (n + p + 2), dklen=32)
