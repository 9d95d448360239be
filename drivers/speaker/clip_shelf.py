"""The clips on disk, read when first needed; the most recent ones stay in memory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drivers.speaker.waves import read_samples

FOLDER = Path(__file__).with_name("clips")
_KEPT = 96  # of 15 to 150 KB each


class ClipShelf:
    """A slow clip that does not exist is taken at the usual pace."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._read = lru_cache(maxsize=_KEPT)(self._from_disk)

    def samples(self, language: str, name: str, *, slow: bool = False) -> bytes | None:
        """None when there is no such clip or its file is damaged."""
        return (self._read(f"{language}-slow/{name}.wav") if slow else None) or self._read(f"{language}/{name}.wav")

    def sign(self, name: str) -> bytes | None:
        return self._read(f"notes/{name}.wav")

    def _from_disk(self, path: str) -> bytes | None:
        return read_samples(self._folder / path)
