"""The hall's four signs without words: done, attention, refused, and the tick of a touched key. Pure sine tones."""

from __future__ import annotations

import numpy as np

from drivers.speaker.clip_making.kokoro import Sound
from drivers.speaker.waves import RATE_HZ

LOUDNESS = 0.30  # peak; a sine at this level is about as loud as the voice
NOTES: dict[str, tuple[tuple[float, float], ...]] = {  # (hertz, seconds) one after the other
    "done": ((660, 0.18), (880, 0.18)),
    "attention": ((520, 0.25),),
    "refused": ((880, 0.18), (660, 0.18)),
    "tick": ((1200, 0.015),),
}


def note(hertz: float, seconds: float) -> Sound:
    """A tone with a soft second harmonic, a short attack and a bell's decay."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    tone = np.sin(2 * np.pi * hertz * at) + 0.2 * np.sin(4 * np.pi * hertz * at)
    attack = np.minimum(1, at / 0.004)
    release = np.minimum(1, (seconds - at) / min(0.02, seconds / 3))
    return np.asarray(tone / 1.2 * attack * release * np.exp(-1.5 * at / seconds), np.float32)


def sign(name: str) -> bytes:
    """16-bit mono samples at the hall's rate."""
    sound = np.concatenate([note(hertz, seconds) for hertz, seconds in NOTES[name]])
    return (sound * LOUDNESS * 32767).astype("<i2").tobytes()
