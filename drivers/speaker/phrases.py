"""An announcement's text as pieces: 请A001号到3号窗口办理 → 请 A 零 零 一 号到 三 号窗口办理.

Pure. What has a clip is a Clip; what has none is Speech for the synthesizer. A ticket's characters are spoken one by
one; a counter, a floor or a number of people as a number up to 99. A text may begin with a sign: 「♪attention 请…」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from drivers.speaker.clip_list import ClipList

SIGNS = ("done", "attention", "refused", "tick")
CLAUSE_MS, SENTENCE_MS, CHARACTER_MS = 160, 300, 60

_SIGN = re.compile(rf"\s*♪({'|'.join(SIGNS)})\s*")
_LABEL = {
    "zh": re.compile(r"[A-Z]{1,3}[0-9]{1,7}|(?<![A-Za-z])[A-Z]+(?![a-z])|[0-9]{3,7}(?=号)"),
    "en": re.compile(r"\b[A-Z]{1,3}[0-9]{1,7}\b|\b[0-9]{3,7}(?=,? please)"),
}
_COUNTED = {"zh": re.compile(r"[0-9]{1,2}(?=号窗口|人|楼|、[0-9])"), "en": re.compile(r"\b[0-9]{1,2}\b(?![:.,]?[0-9])")}
_PAUSES = {"，": CLAUSE_MS, "、": CLAUSE_MS, ",": CLAUSE_MS, "。": SENTENCE_MS, ".": SENTENCE_MS, "？": SENTENCE_MS}
_MARKS = frozenset((*_PAUSES, "！", "?", "!", " "))
# Too short to stand between other words in another voice: only next to a ticket's or a counter's number.
_SHORT = {
    "请": re.compile(r"请(?=[A-Z]{0,3}[0-9]+号)"),
    "号": re.compile(r"(?<=[0-9])号"),
    "人": re.compile(r"(?<=[0-9])人"),
    "楼": re.compile(r"(?<=[0-9])楼"),
    "两": re.compile(r"(?!)"),  # only for the figure 2 before people
}


@dataclass(frozen=True, slots=True)
class Clip:
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class Speech:
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    ms: int


Piece = Clip | Speech | Pause


def sign_and_words(text: str) -> tuple[str, str]:
    """The sign that a text begins with (empty when none), and the rest."""
    found = _SIGN.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def language_of(text: str) -> str:
    """zh when there is a Chinese character in it, else en."""
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in text) else "en"


def pieces(text: str, clips: ClipList) -> tuple[Piece, ...]:
    """The pieces in order; silences at the end are left out."""
    whole = text.strip().rstrip("。.？?！!")
    if whole in clips.words:
        return (Clip(clips.language, clips.words[whole]),)
    found = _joined(_scan(whole, clips), clips.language)
    return found[:-1] if found and isinstance(found[-1], Pause) else found


def _scan(text: str, clips: ClipList) -> Iterator[Piece | str]:
    """Pieces, and single characters that nothing is known about."""
    at = 0
    while at < len(text):
        length, known = _at(text, at, clips)
        yield from known or (text[at],)
        at += length


def _at(text: str, at: int, clips: ClipList) -> tuple[int, tuple[Piece, ...]]:
    """How many characters are known from `at` on, and what says them; one unknown character gives nothing."""
    if words := _known_words(text, at, clips):
        return len(words[0]), (Clip(clips.language, words[1]),)
    if counted := _COUNTED[clips.language].match(text, at):
        return len(counted[0]), _number(int(counted[0]), text[counted.end() :], clips)
    if label := _LABEL[clips.language].match(text, at):
        return len(label[0]), _one_by_one(label[0], clips)
    return 1, (Pause(_PAUSES[text[at]]),) if text[at] in _PAUSES else ()


def _known_words(text: str, at: int, clips: ClipList) -> tuple[str, str] | None:
    for words in _longest_first(tuple(clips.words)):
        end, name = at + len(words), clips.words[words]
        if text[at:end].lower() != words.lower():
            continue
        if _stands_alone(text, at, end) if name.startswith("prompt_") else _fits(words, text, at):
            return words, name
    return None


def _fits(fragment: str, text: str, at: int) -> bool:
    return fragment not in _SHORT or _SHORT[fragment].match(text, at) is not None


def _stands_alone(text: str, at: int, end: int) -> bool:
    """Whether a whole sentence stands between marks: 请稍候 in 请稍候再试 does not."""
    return (at == 0 or text[at - 1] in _MARKS) and (end == len(text) or text[end] in _MARKS)


@lru_cache(maxsize=4)
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _number(number: int, after: str, clips: ClipList) -> tuple[Piece, ...]:
    """12 → 十二, 24 → 二十 四; two people are 两人."""
    if number == 2 and after.startswith("人"):
        return (Clip(clips.language, clips.words["两"]),)
    parts = (number,) if number in clips.numbers else (number // 10 * 10, number % 10)
    return tuple(Clip(clips.language, clips.numbers[part]) for part in parts)


def _one_by_one(label: str, clips: ClipList) -> tuple[Piece, ...]:
    said: list[Piece] = []
    for sign in label:
        said += [Clip(clips.language, (clips.digits | clips.letters)[sign]), Pause(CHARACTER_MS)]
    return tuple(said)


def _joined(scanned: Iterator[Piece | str], language: str) -> tuple[Piece, ...]:
    """Neighbouring unknown characters as one text; spaces between known pieces are nothing."""
    pieces: list[Piece] = []
    unknown = ""
    for one in (*scanned, Pause(0)):
        if isinstance(one, str):
            unknown += one
            continue
        if unknown.strip():
            pieces.append(Speech(language, unknown.strip()))
        unknown = ""
        pieces.append(one)
    return tuple(pieces[:-1])
