"""Which words have a clip: prompts.toml, the same file that the clips are made from, as values for phrases.py."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("prompts.toml")


@dataclass(frozen=True, slots=True)
class ClipList:
    """The clips of one language. `words` holds fragments and prompts by what they say, without a full stop."""

    language: str
    digits: dict[str, str]
    letters: dict[str, str]
    numbers: dict[int, str]
    words: dict[str, str]


@cache
def clip_lists() -> dict[str, ClipList]:
    """Language (zh, en) → its clips."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {language: _clip_list(language, table[language]) for language in ("zh", "en")}


def _clip_list(language: str, table: dict[str, Any]) -> ClipList:
    fragments = {words: name for name, words in table["fragments"].items()}
    prompts = {words: f"prompt_{name}" for name, words in table["prompts"].items()}
    return ClipList(
        language,
        digits={digit: f"digit_{digit}" for digit in string.digits},
        letters={letter: f"letter_{letter}" for letter in string.ascii_uppercase},
        numbers={number: f"digit_{number}" for number in range(10)}
        | {int(number): f"number_{number}" for number in table["numbers"]["words"]},
        words=fragments | prompts,
    )
