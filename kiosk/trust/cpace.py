"""Two machines that were told the same short code agree on a strong key, and a stranger between them learns nothing.

CPace over X25519 with SHA-512 (draft-irtf-cfrg-cpace, revision 21, sections 6.2 and 7.2; test vectors: its appendix
B.1). Whoever tries it may test one guess of the code an exchange and can compute nothing from what was said. The map
onto the curve is in plain integers: its time may tell something about a code to a program on the same machine, for as
long as that code is good.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

BYTES = 32  # of a scalar, a share and a shared point
SID_BYTES = 16

_DSI = b"CPace255"
_HASH_BLOCK = 128  # SHA-512's input block
_P = 2**255 - 19
_A = 486662
_Z = 2  # a non-square; RFC 9380, 6.7.1


def generator(code: bytes, channel: bytes, sid: bytes) -> bytes:
    """The point both sides start from; without the code nobody else can make it."""
    text = generator_string(code, channel, sid)
    hashed = hashlib.sha512(text).digest()[:BYTES]
    field = int.from_bytes(hashed, "little") & ((1 << 255) - 1)
    return _onto_curve(field).to_bytes(BYTES, "little")


def generator_string(code: bytes, channel: bytes, sid: bytes) -> bytes:
    padding = max(0, _HASH_BLOCK - len(_with_length(code)) - len(_with_length(_DSI)) - 1)
    return _joined(_DSI, code, bytes(padding), channel, sid)


def share(scalar: bytes, point: bytes) -> bytes:
    """What one side sends: its secret scalar times the generator."""
    return X25519PrivateKey.from_private_bytes(scalar).exchange(X25519PublicKey.from_public_bytes(point))


def met(scalar: bytes, other: bytes) -> bytes | None:
    """The point that both reach; None when the other side sent one of the few that give the secret away."""
    try:
        return share(scalar, other)
    except ValueError:
        return None


def agreed(sid: bytes, point: bytes, first: tuple[bytes, bytes], second: tuple[bytes, bytes]) -> bytes:
    """The key (64 bytes). `first` and `second`: share and associated data of who began and of who answered."""
    transcript = _joined(*first) + _joined(*second)
    return hashlib.sha512(_joined(_DSI + b"_ISK", sid, point) + transcript).digest()


def _onto_curve(field: int) -> int:
    """Elligator 2 for curve25519, the u-coordinate only (RFC 9380, 6.7.1)."""
    v = (-_A) * pow(1 + _Z * field * field, _P - 2, _P) % _P
    on_curve = pow(v * v * v + _A * v * v + v, (_P - 1) // 2, _P) in (0, 1)
    return v if on_curve else (-v - _A) % _P


def _joined(*parts: bytes) -> bytes:
    return b"".join(_with_length(part) for part in parts)


def _with_length(part: bytes) -> bytes:
    """The length in LEB128, then the bytes."""
    length, head = len(part), bytearray()
    while length > 127:
        head.append(length & 127 | 128)
        length >>= 7
    head.append(length)
    return bytes(head) + part
