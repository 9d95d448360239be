"""One cell of the file encrypted under a key of this node, and bound to the place where it stands.

A cell: one byte of version, four of the key's id, twelve of nonce, the cipher text with its sixteen bytes of tag. The
associated data is `table|key|column`: a value that somebody moves to another row or column cannot be read there.
AES-GCM is NIST SP 800-38D, SM4-GCM RFC 8998; both from the `cryptography` library.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
ID_BYTES, NONCE_BYTES, TAG_BYTES = 4, 12, 16
_HEAD = len(VERSION) + ID_BYTES + NONCE_BYTES


class FieldCipher(StrEnum):
    AES_256_GCM = "aes-256-gcm"
    SM4_GCM = "sm4-gcm"


KEY_BYTES = {FieldCipher.AES_256_GCM: 32, FieldCipher.SM4_GCM: 16}


class Unreadable(StrEnum):
    """Why a cell gives nothing."""

    NOT_ENCRYPTED = "not_encrypted"  # no cell of this form
    UNKNOWN_KEY = "unknown_key"  # its key is not among this node's
    WRONG_KEY = "wrong_key"  # the key of that id does not open it: another key, another place, or changed bytes


@dataclass(frozen=True, slots=True)
class FieldKey:
    """`id` four bytes; `key` 32 bytes for AES, 16 for SM4."""

    id: bytes
    cipher: FieldCipher
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: the table, the row's key, the column."""

    table: str
    key: str
    column: str

    def associated(self) -> bytes:
        return f"{self.table}|{self.key}|{self.column}".encode()


def encrypt(key: FieldKey, place: Place, plain: bytes) -> bytes:
    """The cell that stands at `place`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + key.id + nonce + closed(key, nonce, place.associated(), plain)


def decrypt(keys: Mapping[bytes, FieldKey], place: Place, cell: bytes) -> bytes | Unreadable:
    if len(cell) < _HEAD + TAG_BYTES or cell[:1] != VERSION:
        return Unreadable.NOT_ENCRYPTED
    key = keys.get(key_id(cell))
    if key is None:
        return Unreadable.UNKNOWN_KEY
    try:
        return opened(key, cell[_HEAD - NONCE_BYTES : _HEAD], place.associated(), cell[_HEAD:])
    except InvalidTag:
        return Unreadable.WRONG_KEY


def key_id(cell: bytes) -> bytes:
    return cell[1 : 1 + ID_BYTES]


def closed(key: FieldKey, nonce: bytes, associated: bytes, plain: bytes) -> bytes:
    """Cipher text and tag, as the standards' test vectors give them. A nonce is used once with a key."""
    if key.cipher is FieldCipher.AES_256_GCM:
        return AESGCM(key.key).encrypt(nonce, plain, associated)
    sealing = Cipher(algorithms.SM4(key.key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(associated)
    return sealing.update(plain) + sealing.finalize() + sealing.tag


def opened(key: FieldKey, nonce: bytes, associated: bytes, text: bytes) -> bytes:
    """Raises InvalidTag."""
    if key.cipher is FieldCipher.AES_256_GCM:
        return AESGCM(key.key).decrypt(nonce, text, associated)
    mode = modes.GCM(nonce, text[-TAG_BYTES:])
    opening = Cipher(algorithms.SM4(key.key), mode).decryptor()
    opening.authenticate_additional_data(associated)
    return opening.update(text[:-TAG_BYTES]) + opening.finalize()
