"""How a node's file is kept: where its keys lie, what is reserved on the disk, how often it is copied, when rows go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from offline_cache.field_encryption import FieldCipher

_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Keeping:
    """Sizes in bytes, 0 switches off; times in seconds or days."""

    keys: Path
    cipher: FieldCipher = FieldCipher.AES_256_GCM
    key_days: int = 90
    low_bytes: int = 64 * _MB
    reserve_bytes: int = 8 * _MB
    backup_every_s: float = 3600.0
    backups_kept: int = 4
    sent_days: int = 30


def plain_keeping(book: Path) -> Keeping:
    """For a file that is used alone, such as a measurement's: its keys beside it, nothing reserved."""
    return Keeping(book.with_name(f"{book.name}.keys"), low_bytes=0, reserve_bytes=0)
