"""Fields that must be readable again are sealed: AES-256-GCM, bound to their place in the tables.

The associated data is `table|key|column`, so a sealed field that is moved to another row does not open. Keys have
versions and live outside the database; each sealed text names its own, so that a new key takes over row by row.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_MARK = b"hall-kiosk: by what a key of fields is known"
_NONCE_BYTES = 12  # NIST SP 800-38D


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed field stands."""

    table: str
    key: str
    column: str

    def bound(self) -> bytes:
        return f"{self.table}|{self.key}|{self.column}".encode()


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """At least one key of 32 bytes by version; the highest seals, every one opens. `repr` shows none."""

    by_version: Mapping[int, bytes] = field(repr=False)

    def seal(self, text: str, place: Place) -> str:
        """`VERSION.` and base64 of nonce and ciphertext."""
        version = max(self.by_version)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _cipher(self.by_version[version]).encrypt(nonce, text.encode(), place.bound())
        return f"{version}.{base64.b64encode(nonce + sealed).decode()}"

    def marks(self) -> dict[int, str]:
        """By what each is known, which tells nothing of it."""
        return {version: hmac.digest(key, _MARK, "sha256").hex() for version, key in self.by_version.items()}

    def open(self, sealed: str, place: Place) -> str | None:
        """None when the key is gone or the field was changed or moved."""
        version, _, body = sealed.partition(".")
        key = self.by_version.get(int(version)) if version.isdecimal() else None
        if key is None:
            return None
        from cryptography.exceptions import InvalidTag

        try:
            raw = base64.b64decode(body, validate=True)
            return _cipher(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.bound()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            return None


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 8 MB that a city without reminders does not pay

    return AESGCM(key)
