"""Speaks a piece after a lead, and cuts it off behind the pause between the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from drivers.speaker.clip_making.kokoro import FRAME, RATE_HZ, Kokoro, Sound

STEP = RATE_HZ // 100  # loudness is looked at every 10 ms
QUIET_DB = -42.0
PAUSES = (16.0, 13.0, 19.0, 11.0)  # frames that the comma is stretched to; which of them falls silent varies
EARLY = 17  # steps before its place that a piece may sound; earlier than that is a rest of the lead


@dataclass(frozen=True, slots=True)
class Sentence:
    """Phonemes of the lead (ends with a comma and a space; empty for a whole sentence) and of the piece."""

    lead: str
    piece: str

    @property
    def whole(self) -> str:
        return self.lead + self.piece + "."


@dataclass(frozen=True, slots=True)
class Cut:
    sound: Sound
    start_db: float  # how silent the pause before the piece was; 0 when it never was


def loudness(sound: Sound) -> Sound:
    """dB full scale of each 10 ms."""
    whole = sound[: len(sound) // STEP * STEP].reshape(-1, STEP)
    return np.asarray(20 * np.log10(np.sqrt((whole**2).mean(axis=1)) + 1e-6), np.float32)


def whole(voice: Kokoro, sentence: Sentence, style: Sound, speed: float, pace: float) -> Cut:
    """A sentence without a lead. `pace` below 1 stretches every phoneme: the model's own slow speech begins with a
    syllable that is not in the text.
    """
    frames = voice.durations(sentence.whole, style, speed)
    ends = np.round(np.cumsum(frames[1:-1]) / pace)
    frames[1:-1] = np.diff(ends, prepend=0)
    sound = voice.speak(sentence.whole, style, speed, frames)
    level = loudness(sound)
    first = int(np.argmax(level > QUIET_DB))
    return Cut(sound[max(0, first - 2) * STEP : (_fallen_silent(level) + 2) * STEP], float(level[0]))


def cut(voice: Kokoro, sentences: Iterable[Sentence], style: Sound, speed: float) -> Cut:
    """The piece alone, from the first sentence and pause that fall silent before it, or else from the most silent."""
    tries: list[Cut] = []
    for sentence in sentences:
        natural = voice.durations(sentence.whole, style, speed)
        for pause in PAUSES:
            frames = _stretched(natural, sentence, pause)
            tries.append(_behind_pause(voice.speak(sentence.whole, style, speed, frames), sentence, frames))
            if tries[-1].start_db < QUIET_DB:
                return tries[-1]
    return min(tries, key=lambda one: one.start_db)


def _behind_pause(sound: Sound, sentence: Sentence, frames: Sound) -> Cut:
    edges = np.concatenate(([0], np.cumsum(frames))) * FRAME // STEP
    level = loudness(sound)
    first, start_db = _start(level, sentence, edges)
    return Cut(sound[max(0, first - 2) * STEP : (_fallen_silent(level) + 2) * STEP], start_db)


def _stretched(frames: Sound, sentence: Sentence, pause: float) -> Sound:
    longer = frames.copy()
    longer[len(sentence.lead) - 1] = pause
    longer[len(sentence.lead)] = 4.0
    return longer


def _start(level: Sound, sentence: Sentence, edges: Sound) -> tuple[int, float]:
    """The first step that sounds after the quietest one before the piece, and how quiet that was."""
    comma, place = int(edges[len(sentence.lead) - 1]), int(edges[len(sentence.lead) + 1])
    low, high = max(comma, place - 40), place - 5
    quiet = low + int(level[low:high].argmin())
    sounds = quiet + int(np.argmax(level[quiet:] > QUIET_DB))
    return sounds, float(level[quiet]) if sounds > place - EARLY else 0.0


def _fallen_silent(level: Sound) -> int:
    """The first quiet step after the last 50 ms of sound; a lone crackle is no sound."""
    at = len(level) - 1
    while at > 5 and not bool((level[at - 5 : at] > QUIET_DB - 3).all()):
        at -= 1
    return at
