"""A pin: by what a machine's key is known again, 64 hexadecimal digits.

It is the SHA-256 of the public key as it stands in the certificate (SubjectPublicKeyInfo, RFC 7469, 2.4), so a
certificate may be made anew for the same key; its name, its dates and who signed it say nothing to us.
"""

from __future__ import annotations

import hashlib
import re

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_FORM = re.compile(r"[0-9a-f]{64}")


def is_pin(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def pin_of(certificate: x509.Certificate) -> str:
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key).hexdigest()


def pin_of_der(certificate: bytes) -> str:
    """Raises ValueError when these bytes are no certificate."""
    return pin_of(x509.load_der_x509_certificate(certificate))


def shown(pin: str) -> str:
    """For people who compare two screens: groups of four."""
    return " ".join(pin[at : at + 4] for at in range(0, len(pin), 4))
