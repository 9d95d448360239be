"""Joining by a code, pure: what the two machines send each other, and what each may believe after it.

    device -> hall   hello    plate, sid, share
    hall -> device   reply    share, proof       the device knows: this hall made the code, this is its key
    device -> hall   finish   proof              the hall knows: this is the machine where the code was typed
    hall -> device   token

The hall's key goes into the exchange as each side sees it: the hall its own, the device that of whoever holds the other
end of its TLS connection. With a stranger in between the two differ, and the hall's proof fails at the device before
that has sent anything that belongs to the code. A stranger has one guess in a hundred million each time it is tried.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from kiosk.trust import cpace

CHANNEL = b"hall-kiosk enrolment 1"


@dataclass(frozen=True, slots=True)
class Hello:
    plate: str
    sid: bytes
    share: bytes


@dataclass(frozen=True, slots=True)
class Proofs:
    """Each side sends its own and compares the other's."""

    hall: bytes = field(repr=False)
    device: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """The device's side, between its hello and the hall's reply."""

    hello: Hello
    scalar: bytes = field(repr=False)


def begin(plate: str, stretched: bytes, sid: bytes, scalar: bytes) -> Begun:
    point = cpace.generator(stretched, CHANNEL, sid)
    return Begun(Hello(plate, sid, cpace.share(scalar, point)), scalar)


def reply(hello: Hello, stretched: bytes, scalar: bytes, own_pin: str) -> tuple[bytes, Proofs] | None:
    """The hall's share and the proofs; None for a share that no honest device sends."""
    point = cpace.met(scalar, hello.share)
    if point is None:
        return None
    own = cpace.share(scalar, cpace.generator(stretched, CHANNEL, hello.sid))
    return own, _proofs(hello, point, own, own_pin)


def heard(begun: Begun, share: bytes, seen_pin: str) -> Proofs | None:
    """The proofs as the device sees it, `seen_pin` being the key at the other end of its connection."""
    point = cpace.met(begun.scalar, share)
    return None if point is None else _proofs(begun.hello, point, share, seen_pin)


def is_same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)


def _proofs(hello: Hello, point: bytes, share: bytes, pin: str) -> Proofs:
    key = cpace.agreed(hello.sid, point, (hello.share, hello.plate.encode()), (share, bytes.fromhex(pin)))
    return Proofs(_proof(key, b"hall"), _proof(key, b"device"))


def _proof(key: bytes, whose: bytes) -> bytes:
    return hmac.new(key, CHANNEL + b" " + whose, hashlib.sha256).digest()
