"""One loudness for all clips, silence trimmed, edges faded, and the product's sample rate."""

from __future__ import annotations

import numpy as np

from drivers.speaker.clip_making.cutting import loudness
from drivers.speaker.clip_making.kokoro import RATE_HZ, Sound
from drivers.speaker.waves import RATE_HZ as HALL_RATE_HZ

LOUDNESS_DB = -20.0  # RMS of what sounds, full scale 0
PEAK = 0.89  # -1 dB
FADE_IN_S, FADE_OUT_S = 0.004, 0.012


def levelled(sound: Sound) -> Sound:
    """RMS of the sounding part at LOUDNESS_DB; less where the peak would pass PEAK."""
    level = loudness(sound)
    sounding = level[level > level.max() - 25]
    now_db = 10 * np.log10(np.mean(10 ** (sounding / 10)))
    gain = 10 ** ((LOUDNESS_DB - now_db) / 20)
    return np.asarray(sound * min(gain, PEAK / np.abs(sound).max()), np.float32)


def trimmed(sound: Sound) -> Sound:
    """10 ms before the first and 30 ms after the last step that sounds."""
    level = loudness(sound)
    loud = np.flatnonzero(level > level.max() - 38)
    step = RATE_HZ // 100
    return sound[max(0, loud[0] - 1) * step : (loud[-1] + 4) * step]


def faded(sound: Sound) -> Sound:
    soft = sound.copy()
    begin, end = int(FADE_IN_S * RATE_HZ), int(FADE_OUT_S * RATE_HZ)
    soft[:begin] *= np.linspace(0, 1, begin, dtype=np.float32)
    soft[-end:] *= np.linspace(1, 0, end, dtype=np.float32)
    return soft


def at_hall_rate(sound: Sound) -> Sound:
    """Band-limited resampling of a whole clip through its spectrum; padded, so that its ends do not wrap around."""
    padded = np.pad(sound, (0, -len(sound) % 160 + 160))
    length = len(padded) * HALL_RATE_HZ // RATE_HZ
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    lower = np.fft.irfft(spectrum, length) * (length / len(padded))
    return np.asarray(lower[: len(sound) * HALL_RATE_HZ // RATE_HZ], np.float32)


def finished(sound: Sound) -> bytes:
    """16-bit mono samples at the hall's rate."""
    ready = np.clip(at_hall_rate(faded(levelled(trimmed(sound)))), -1.0, 1.0)
    return (ready * 32767).astype("<i2").tobytes()
