"""Which characters the printer's own font can set, and their bytes.

In Chinese mode (FS &; KP-628E's manual and others [A]) a byte from 0x81 on begins a two-byte character, everything else
is ASCII: so a character is one or two columns wide, and what has neither form (GB18030's four-byte codes [C], hanzi
beyond the printer's font) has to be drawn as dots. Whole-text codecs are not asked, because one such character would
spoil its line.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

CELL = 12  # dots of one column; a Chinese character takes two columns and is 24 dots high
LINE = 24


class Charset(StrEnum):
    """What the font of the printer holds. GBK is what the cheapest printers promise and keep."""

    GB2312 = "gb2312"
    GBK = "gbk"
    GB18030 = "gb18030"


@lru_cache(maxsize=8192)
def code_of(char: str, charset: Charset) -> bytes:
    """One byte for ASCII, two in the charset; empty when the printer cannot set it."""
    if " " <= char <= "~":
        return char.encode("ascii")
    try:
        code = char.encode(charset.value)
    except UnicodeEncodeError:
        return b""
    return code if len(code) == 2 and code[0] >= 0x81 else b""


def encode(text: str, charset: Charset) -> bytes | None:
    """The printer's bytes for a line; None when a character of it has to be drawn."""
    codes = [code_of(char, charset) for char in text]
    return b"".join(codes) if all(codes) else None


def columns(text: str) -> int:
    """Width of a line in half-width columns."""
    return sum(1 if " " <= char <= "~" else 2 for char in text)


def tidy(text: str) -> str:
    """Without control characters: a ticket's text may never carry a command."""
    return "".join(" " if char < " " or "\x7f" <= char <= "\x9f" else char for char in text)
