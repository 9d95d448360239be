"""Speech for words that have no clip: espeak-ng in a short-lived process with a time limit.

Mandarin goes through the voice `cmn-latn-pinyin`, fed with pinyin from a process of its own, because the voice `cmn` of
Debian 12 reads Latin text as English. espeak-ng writes 22,050 Hz, 16 bits, mono [A, tried].
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from drivers.children import NotRun, Programs
from drivers.speaker.numerals import chinese, one_by_one
from drivers.speaker.waves import samples_of

USUAL_SPEED = {"zh": 150, "en": 155}  # words a minute, espeak-ng's own measure
AMPLITUDE = 72  # as loud as the clips: -20 dB RMS
_VOICES = {"zh": "cmn-latn-pinyin", "en": "en"}
_PINYIN = Path(__file__).with_name("pinyin.py")


class SynthesisFailure(StrEnum):
    NO_ENGINE = "no_engine"  # espeak-ng is not installed
    TOO_SLOW = "engine_too_slow"
    BROKEN = "engine_failed"
    NOT_WANTED = "no_clip"  # only clips are allowed here


_FAILURES = {
    NotRun.ABSENT: SynthesisFailure.NO_ENGINE,
    NotRun.REFUSED: SynthesisFailure.BROKEN,
    NotRun.LATE: SynthesisFailure.TOO_SLOW,
    NotRun.UNWANTED: SynthesisFailure.BROKEN,
}


@dataclass(frozen=True, slots=True)
class Synthesis:
    """`limit_s` seconds for one text, both processes together."""

    program: str = "espeak-ng"
    limit_s: float = 6.0
    programs: Programs = field(default_factory=Programs, repr=False, compare=False)

    def samples(self, language: str, text: str, *, slow: bool = False) -> bytes | SynthesisFailure:
        until = time.monotonic() + self.limit_s
        readable: bytes | SynthesisFailure = spelled(text).encode() if language == "zh" else text.encode()
        if language == "zh" and isinstance(readable, bytes):
            readable = self._told([sys.executable, "-I", str(_PINYIN)], readable, until)
        if isinstance(readable, SynthesisFailure):
            return readable
        wave = self._told(self._command(language, slow), readable, until)
        return wave if isinstance(wave, SynthesisFailure) else samples_of(wave) or SynthesisFailure.BROKEN

    def close(self) -> None:
        """Ends, from any thread, what is under way; nothing is synthesized from now on."""
        self.programs.close()

    def _told(self, command: list[str], text: bytes, until: float) -> bytes | SynthesisFailure:
        ran = self.programs.run(command, text, until - time.monotonic())
        if isinstance(ran, NotRun):
            return _FAILURES[ran]
        return ran.out if ran.code == 0 else SynthesisFailure.BROKEN

    def _command(self, language: str, slow: bool) -> list[str]:
        speed = round(USUAL_SPEED[language] * (0.8 if slow else 1.0))
        return [self.program, "-v", _VOICES[language], "-s", str(speed), "-a", str(AMPLITUDE), "--stdin", "--stdout"]


def spelled(text: str) -> str:
    """Ticket numbers one by one, other numbers as numbers, times as 点 and 分: what the pinyin is made from."""
    text = re.sub(r"([A-Z])([0-9]+)", lambda label: label[1] + one_by_one(label[2]), text)
    text = re.sub(r"([0-9]{1,2}):([0-9]{2})", lambda time: f"{chinese(int(time[1]))}点{_minutes(time[2])}", text)
    return re.sub(r"[0-9]+", _number, text)


def _minutes(minutes: str) -> str:
    return "" if minutes == "00" else f"{chinese(int(minutes))}分"


def _number(found: re.Match[str]) -> str:
    digits = found[0]
    return one_by_one(digits) if digits.startswith("0") or len(digits) > 4 else chinese(int(digits))
