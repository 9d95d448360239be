"""The keys that the city seals telephone numbers with: in a file of their own in `secrets/`, never in the database.

Every worker of a city needs the same file. A key is never removed by itself: what it sealed would be lost.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import secrets
from enum import StrEnum
from pathlib import Path

from kiosk.city.field_keys import KEY_BYTES, FieldKeys
from kiosk.operation.state_folder import private
from kiosk.operation.tokens import write_privately

NAME = "city-field-keys.json"


class KeyFileProblem(StrEnum):
    """Why there are no keys: then no telephone number is kept, and nobody is reminded."""

    OPEN_TO_OTHERS = "open_to_others"
    BROKEN = "broken"


def ensure_field_keys(folder: Path) -> FieldKeys | KeyFileProblem:
    """The keys of the file, made with a first one when there is none. Two workers may do so at once."""
    path = private(folder) / NAME
    with path.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not path.exists():
            _write(path, {1: secrets.token_bytes(KEY_BYTES)})
        return _read(path)


def _read(path: Path) -> FieldKeys | KeyFileProblem:
    try:
        if path.stat().st_mode & 0o077:
            return KeyFileProblem.OPEN_TO_OTHERS
        listed = json.loads(path.read_text(encoding="utf-8"))["keys"]
        keys = {int(version): base64.b64decode(key, validate=True) for version, key in listed.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return KeyFileProblem.BROKEN
    whole = bool(keys) and all(len(key) == KEY_BYTES for key in keys.values())
    return FieldKeys(keys) if whole else KeyFileProblem.BROKEN


def _write(path: Path, keys: dict[int, bytes]) -> None:
    listed = {str(version): base64.b64encode(key).decode() for version, key in keys.items()}
    write_privately(path, json.dumps({"version": 1, "keys": listed}, indent=1) + "\n")
