"""The keys under which a node encrypts cells: in a file of their own in `secrets/`, never in the book they open.

The file is for its owner only. Whoever has the disk has both, so this protects copies of the book, backups and what a
disk gives away after a file is gone; a TPM or the kernel's key ring would protect the machine and are not used here.
"""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from kiosk.trust.private_file import make_private_folder, write_privately
from offline_cache.field_encryption import (
    ID_BYTES,
    KEY_BYTES,
    FieldCipher,
    FieldKey,
    Place,
    Unreadable,
    decrypt,
    encrypt,
)

_FORM = 1


class KeyFileProblem(StrEnum):
    OPEN_TO_OTHERS = "open_to_others"


class FieldKeys:
    """Oldest first; the newest encrypts, all decrypt. Written by one thread, used by any."""

    def __init__(self, path: Path, keys: tuple[FieldKey, ...], made: str) -> None:
        self.path = path
        self._keys = keys
        self._made = made

    def __repr__(self) -> str:
        return f"FieldKeys({len(self._keys)})"

    @property
    def ids(self) -> tuple[bytes, ...]:
        return tuple(key.id for key in self._keys)

    @property
    def newest(self) -> FieldKey:
        return self._keys[-1]

    def age_days(self) -> int:
        """Whole days since the newest key was made, by the wall clock; 0 when the clock says earlier."""
        return max(0, (datetime.now(UTC) - datetime.fromisoformat(self._made)).days)

    def encrypt(self, place: Place, plain: bytes) -> bytes:
        return encrypt(self.newest, place, plain)

    def decrypt(self, place: Place, cell: bytes) -> bytes | Unreadable:
        return decrypt({key.id: key for key in self._keys}, place, cell)

    def add(self, cipher: FieldCipher) -> None:
        """A new key from now on; on the disk before its first use. Raises OSError."""
        self._made = _now()
        self._write((*self._keys, _new_key(cipher)))

    def forget_older(self) -> None:
        """Drops every key but the newest: what they encrypted is unreadable for ever. Raises OSError."""
        self._write(self._keys[-1:])

    def forget(self) -> None:
        """From here on this process can read nothing that any of the keys encrypted."""
        self._keys = (_new_key(self.newest.cipher),)

    def _write(self, keys: tuple[FieldKey, ...]) -> None:
        write_privately(self.path, _text(keys, self._made), wipe=True)
        self._keys = keys


def load_keys(path: Path, cipher: FieldCipher) -> FieldKeys | KeyFileProblem:
    """The keys of this file; made when there is none. A file that makes no sense is moved aside. Raises OSError."""
    try:
        if path.stat().st_mode & 0o077:
            return KeyFileProblem.OPEN_TO_OTHERS
        return _read(path)
    except FileNotFoundError:
        pass
    except (ValueError, KeyError, TypeError):
        path.replace(path.with_name(f"{path.name}.broken"))
    make_private_folder(path.parent)
    keys = FieldKeys(path, (), _now())
    keys.add(cipher)
    return keys


def _read(path: Path) -> FieldKeys:
    told = json.loads(path.read_bytes())
    listed = [
        FieldKey(bytes.fromhex(k["id"]), FieldCipher(k["cipher"]), base64.b64decode(k["key"])) for k in told["keys"]
    ]
    if not listed or any(len(k.key) != KEY_BYTES[k.cipher] or len(k.id) != ID_BYTES for k in listed):
        raise ValueError("a key of the wrong length")
    datetime.fromisoformat(told["made"])
    return FieldKeys(path, tuple(listed), told["made"])


def _text(keys: tuple[FieldKey, ...], made: str) -> bytes:
    listed = [{"id": k.id.hex(), "cipher": k.cipher.value, "key": base64.b64encode(k.key).decode()} for k in keys]
    return json.dumps({"form": _FORM, "made": made, "keys": listed}, indent=1).encode() + b"\n"


def _new_key(cipher: FieldCipher) -> FieldKey:
    return FieldKey(os.urandom(ID_BYTES), cipher, os.urandom(KEY_BYTES[cipher]))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
