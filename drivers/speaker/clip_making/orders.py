"""Reads prompts.toml as a list of things to speak: which file, whose voice, after which lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drivers.speaker.clip_making import phonemes
from drivers.speaker.clip_making.cutting import Sentence

SLOW = 0.8  # the elder mode's pace
_SPOKEN = {"zh": phonemes.of_mandarin, "en": phonemes.of_english}


@dataclass(frozen=True, slots=True)
class Order:
    folder: str  # zh, zh-slow, en, en-slow
    name: str  # the file's name without its ending
    words: str
    sentences: tuple[Sentence, ...]  # the same piece after each lead
    mix: dict[str, float]
    speed: float
    pace: float = 1.0


def orders(table: dict[str, Any]) -> Iterator[Order]:
    """Every clip. Only prompts are spoken slowly too: elder mode hears no calls."""
    for language in ("zh", "en"):
        for name, words, sounds in _pieces(table, language):
            voice = _voice(table, language, "-letters" if sounds else "-pieces")
            sounds = sounds or _phonemes(language, words)
            sentences = tuple(Sentence(lead, sounds) for lead in _leads(table, language))
            yield Order(language, name, words, sentences, voice["mix"], voice["speed"])
        for key, words in table[language]["prompts"].items():
            voice = table["voices"][language]
            sentences = (Sentence("", _phonemes(language, words)),)
            for folder, pace in ((language, 1.0), (f"{language}-slow", SLOW)):
                yield Order(folder, f"prompt_{key}", words, sentences, voice["mix"], voice["speed"], pace)


def _voice(table: dict[str, Any], language: str, kind: str) -> Any:
    return table["voices"].get(language + kind, table["voices"][language])


def _phonemes(language: str, words: str) -> str:
    return _SPOKEN[language](words).rstrip(". ")


def _pieces(table: dict[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    """Name, words, and phonemes where the words themselves do not tell them."""
    mine = table[language]
    for digit, words in enumerate(mine["digits"]["words"]):
        yield f"digit_{digit}", words, ""
    for number, words in mine["numbers"]["words"].items():
        yield f"number_{number}", words, ""
    for letter, sounds in table["letters"].items():
        yield f"letter_{letter}", letter, sounds
    for name, words in mine["fragments"].items():
        yield name, words, ""


def _leads(table: dict[str, Any], language: str) -> tuple[str, ...]:
    return tuple(f"{_SPOKEN[language](lead).rstrip(', ')}, " for lead in table[language]["leads"])
