"""How published data (JSON from the city) becomes values: strictly, and with an error that says where and what.

A hall that starts with half-understood data would send people to counters that do not exist, so nothing is guessed
and nothing is skipped: the first thing that does not fit stops the reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeVar

FORMAT = 1  # the shape of the published files; a reader refuses any other

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


class PublicationError(ValueError):
    """Published data that cannot be used. `path` as in `items[3].queue`; `sentence` says what would be right."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path or 'the publication'}: {sentence}")
        self.path = path
        self.sentence = sentence


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to read, in both languages; neither is ever empty."""

    zh: str
    en: str

    def in_language(self, language: Language | str) -> str:
        """English for `en`, Chinese for everything else."""
        return self.en if language == Language.ENGLISH else self.zh


@dataclass(frozen=True, slots=True)
class Node:
    """One place in published data: what stands there and where that is. Every method raises PublicationError."""

    value: object
    path: str = ""

    def wrong(self, sentence: str) -> PublicationError:
        return PublicationError(self.path, sentence)

    def field(self, name: str) -> Node:
        table = self._table()
        if name not in table:
            raise self.wrong(f"'{name}' is missing")
        return Node(table[name], f"{self.path}.{name}".lstrip("."))

    def has(self, name: str) -> bool:
        return name in self._table()

    def only(self, *names: str) -> Node:
        """Refuses keys nobody reads: a misspelt key would otherwise silently be its default."""
        for key in self._table():
            if key not in names:
                raise self.wrong(f"'{key}' is not known here; known are {', '.join(names)}")
        return self

    def rows(self, least: int = 1) -> tuple[Node, ...]:
        if not isinstance(self.value, list | tuple):
            raise self.wrong(f"a list was expected, found {_kind(self.value)}")
        if len(self.value) < least:
            raise self.wrong(f"at least {least} entries were expected, found {len(self.value)}")
        return tuple(Node(row, f"{self.path}[{n}]") for n, row in enumerate(self.value))

    def text(self, longest: int = 200, pattern: str = "") -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong(f"a text was expected, found {_kind(self.value)}")
        if self.value != self.value.strip() or len(self.value) > longest:
            raise self.wrong(f"at most {longest} characters without blanks around them were expected")
        if pattern and not re.fullmatch(pattern, self.value):
            raise self.wrong(f"'{self.value}' does not have the form {pattern}")
        return self.value

    def both(self, longest: int = 200, longest_en: int = 300) -> Text:
        """A text in both languages: an object with `zh` and `en`."""
        self.only("zh", "en")
        return Text(self.field("zh").text(longest), self.field("en").text(longest_en))

    def whole(self, least: int, most: int) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong(f"a whole number was expected, found {_kind(self.value)}")
        if not least <= self.value <= most:
            raise self.wrong(f"{self.value} is not within {least}–{most}")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong(f"true or false was expected, found {_kind(self.value)}")
        return self.value

    def clock(self) -> time:
        """A time of day, `HH:MM`."""
        try:
            return time.fromisoformat(self.text(5, r"\d\d:\d\d"))
        except ValueError as error:
            if isinstance(error, PublicationError):
                raise
            raise self.wrong(f"'{self.value}' is not a time of day") from error

    def choice(self, kind: type[_Choice]) -> _Choice:
        for member in kind:
            if member.value == self.value:
                return member
        raise self.wrong(f"'{self.value}' is not one of {', '.join(kind)}")

    def _table(self) -> Mapping[str, object]:
        if not isinstance(self.value, Mapping):
            raise self.wrong(f"an object was expected, found {_kind(self.value)}")
        return self.value


def publication(data: Mapping[str, object]) -> Node:
    """The root of a published file, once its format is one we read."""
    root = Node(data)
    root.field("format").whole(FORMAT, FORMAT)
    return root


def without_doubles(values: Iterable[_Value], key: Callable[[_Value], object], path: str) -> tuple[_Value, ...]:
    """The values as a tuple; raises when two have the same key."""
    kept: dict[object, _Value] = {}
    for value in values:
        if key(value) in kept:
            raise PublicationError(path, f"'{key(value)}' stands here twice")
        kept[key(value)] = value
    return tuple(kept.values())


def _kind(value: object) -> str:
    return "nothing" if value is None or value == "" else type(value).__name__
