"""Sound as the hall's speaker knows it: 16-bit mono samples at one rate, joined into one wave file.

22,050 Hz is espeak-ng's own rate, so that nothing is resampled while a hall is open.
"""

from __future__ import annotations

import io
import struct
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path

RATE_HZ = 22_050
SAMPLE_BYTES = 2


def silence(ms: int) -> bytes:
    return bytes(RATE_HZ * ms // 1000 * SAMPLE_BYTES)


def seconds(pcm: bytes) -> float:
    return len(pcm) / (RATE_HZ * SAMPLE_BYTES)


def louder(pcm: bytes, gain: float) -> bytes:
    """`gain` 0 to 1: 0.5 is 6 dB quieter. Never louder than recorded."""
    if gain >= 1.0:
        return pcm
    return array("h", [int(sample * gain) for sample in array("h", pcm)]).tobytes()


def wave_file(pieces: Iterable[bytes]) -> bytes:
    """A whole WAV file of the pieces, without a gap between them."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(RATE_HZ)
        file.writeframes(b"".join(pieces))
    return buffer.getvalue()


def samples_of(data: bytes) -> bytes | None:
    """The samples of a WAV file of the hall's form; None when it is cut short or of another form."""
    try:
        with wave.open(io.BytesIO(data), "rb") as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            pcm = file.readframes(file.getnframes())
            return pcm if form == (1, SAMPLE_BYTES, RATE_HZ) and len(pcm) % SAMPLE_BYTES == 0 else None
    except (wave.Error, EOFError, RuntimeError, struct.error):  # the library's own, and two that it lets through
        return None


def read_samples(path: Path) -> bytes | None:
    """None when there is no such file or it is not of the hall's form."""
    try:
        return samples_of(path.read_bytes())
    except OSError:
        return None
