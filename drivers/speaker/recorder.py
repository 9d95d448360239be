"""Keeps each announcement as a wave file, for a journey that nobody hears and for tests."""

from __future__ import annotations

from pathlib import Path


class Recorder:
    """Numbered files in the order of speaking: 0001.wav and on, after those that are already there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last = max((int(file.stem) for file in folder.glob("[0-9]*.wav") if file.stem.isdigit()), default=0)

    def keep(self, wave: bytes) -> bool:
        """Whole or not at all; False when the disk refuses."""
        self._last += 1
        path = self._folder / f"{self._last:04d}.wav"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".new").write_bytes(wave)
            path.with_suffix(".new").replace(path)
        except OSError:
            return False
        return True
