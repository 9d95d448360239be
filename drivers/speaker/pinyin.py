"""Reads Chinese text on standard input and writes its pinyin: a program of its own, run by synthesis.py.

The dictionary takes 58 MB and a fifth of a second, which no window of a hall should carry; so nothing of this house is
imported here, and nobody imports this.
"""

from __future__ import annotations

import re
import sys

from pypinyin import Style, lazy_pinyin

# How Chinese speakers say the Latin letters; the synthesizer would read them as syllables.
_SPOKEN = (
    "ei1,bi4,xi1,di4,yi4,ai2 fu5,ji4,ai2 chi5,ai4,zhei4,kei4,ai2 lou5,ai2 mu5,"
    "en1,ou1,pi4,ke5 you1,a4,ai2 si5,ti4,you1,wei1,da2 bu5 liu5,ai2 ke5 si5,wai4,zei4"
)
LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _SPOKEN.split(","), strict=True))


def pinyin(text: str) -> str:
    spelled = re.sub("[A-Z]", lambda letter: f" {LETTERS[letter[0]]} ", text)
    return " ".join(lazy_pinyin(spelled, style=Style.TONE3, neutral_tone_with_five=True))


if __name__ == "__main__":
    sys.stdout.buffer.write(pinyin(sys.stdin.buffer.read().decode()).encode())
