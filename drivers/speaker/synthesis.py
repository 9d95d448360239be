"""Speech for texts that have no clips: espeak-ng in a process of its own, which ends by itself or is ended.

Mandarin goes through the voice `cmn-latn-pinyin` fed with pinyin, because espeak-ng's own `cmn` of Debian 12 reads
pinyin as English. The pinyin is made in that process too, so that a window never carries its dictionary.
Run as `python -m drivers.speaker.synthesis zh 160`: text on standard input, a WAV file on standard output.
"""

from __future__ import annotations

import re
import subprocess
import sys
from enum import StrEnum

from drivers.speaker.phrases import language_of
from drivers.speaker.waves import samples_of

LIMIT_S = 8.0
USUAL_SPEED = 165  # words a minute, espeak-ng's own measure
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_VOICES = {"zh": "cmn-latn-pinyin", "en": "en"}


class SynthesisFailure(StrEnum):
    NO_ENGINE = "no_engine"  # espeak-ng is not installed
    TOO_SLOW = "too_slow"
    BROKEN = "broken"


def synthesize(text: str, slowness: float = 1.0) -> bytes | SynthesisFailure:
    """16-bit samples at 22,050 Hz. `slowness` 1.25 speaks a quarter slower. Waits at most `LIMIT_S` seconds."""
    command = [sys.executable, "-m", "drivers.speaker.synthesis", language_of(text), str(round(USUAL_SPEED / slowness))]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return SynthesisFailure.TOO_SLOW
    if done.returncode == _NO_ENGINE:
        return SynthesisFailure.NO_ENGINE
    samples = samples_of(done.stdout) if done.returncode == 0 else None
    return samples or SynthesisFailure.BROKEN


_NO_ENGINE = 3


def _speak(language: str, speed: str, text: str) -> int:
    command = ["espeak-ng", "-v", _VOICES[language], "-s", speed, "--stdout", _readable(language, text)]
    try:
        spoken = subprocess.run(command, capture_output=True, timeout=LIMIT_S, check=False)
    except FileNotFoundError:
        return _NO_ENGINE
    sys.stdout.buffer.write(_whole(spoken.stdout))
    return spoken.returncode


def _readable(language: str, text: str) -> str:
    if language != "zh":
        return text
    from pypinyin import Style, lazy_pinyin  # 0.3 s and 30 MB: only here

    spelled = re.sub("[0-9]", lambda digit: _DIGITS[digit[0]], text)
    return " ".join(lazy_pinyin(spelled, style=Style.TONE3, neutral_tone_with_five=True))


def _whole(wave: bytes) -> bytes:
    """espeak-ng writes a stream whose header claims an endless length; the true one is put in its place."""
    if len(wave) < 44:
        return wave
    size = len(wave)
    return wave[:4] + (size - 8).to_bytes(4, "little") + wave[8:40] + (size - 44).to_bytes(4, "little") + wave[44:]


if __name__ == "__main__":
    sys.exit(_speak(sys.argv[1], sys.argv[2], sys.stdin.buffer.read().decode()))
