"""Where a sentence may be broken on a page: in Chinese after its punctuation, not in a word nor between 3 and 年; in
English not before a short last word, which would stand alone on its line, as the 6 of "Counters 3, 5, 6".

Chinese has no spaces between words, so a line breaks between any two characters, and leaves 当日有 on one line and 效
on the next. An invisible joiner between two characters of one clause forbids that, as long as the clause fits a line.
"""

from __future__ import annotations

import re
from typing import Any

JOINER, FIRM_SPACE = "\N{WORD JOINER}", "\N{NO-BREAK SPACE}"
_HAN, _LATIN = "\u3400-\u9fff", "0-9A-Za-z"
_INSIDE = re.compile(f"(?<=[{_HAN}])(?=[{_HAN}{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")
_LAST_TWO = re.compile(r"(?<=\S )(\S+) (\S+)$")
_LIST = re.compile(r"(?<=\S )[A-Za-z]+ \d+(?:, \d+)+$")
_PAIR, _WHOLE_LIST = 14, 18  # characters that still fit the narrowest place on one line
_BESIDE_A_FIGURE = re.compile(f"(?<=[{_HAN}]) (?=[{_LATIN}])|(?<=[{_LATIN}]) (?=[{_HAN}])")


def kept_together(words: str) -> str:
    """The same words; a line that holds none of their clauses whole still breaks wherever it must."""
    joined = _BESIDE_A_FIGURE.sub(FIRM_SPACE, _INSIDE.sub(JOINER, words))
    return _firm(_LAST_TWO, _PAIR, _firm(_LIST, _WHOLE_LIST, joined))


def _firm(end: re.Pattern[str], longest: int, words: str) -> str:
    """`words` with the spaces of this end made firm, when the end is short enough."""
    found = end.search(words)
    if found is None or len(found[0]) > longest:
        return words
    return words[: found.start()] + found[0].replace(" ", FIRM_SPACE)


def plain(words: str) -> str:
    """What a person reads there."""
    return words.replace(JOINER, "").replace(FIRM_SPACE, " ")


def readable(face: Any) -> Any:
    """A page's values with every sentence kept together, however deep; codes and figures have nothing to join."""
    if isinstance(face, str):
        return kept_together(face)
    if isinstance(face, dict):
        return {name: readable(value) for name, value in face.items()}
    return [readable(value) for value in face] if isinstance(face, list) else face
