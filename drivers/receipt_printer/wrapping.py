"""Breaks a sentence into lines of a given width, as few as can be, where it reads best: after punctuation and between
Latin words first, between two hanzi where it must be. No closing mark begins a line and no opening one ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drivers.receipt_printer.charset import columns

_PIECE = re.compile(r" +|[!-~]+|.", re.DOTALL)
_NEVER_FIRST = "，。、；：！？）》】」』”’…·,.;:!?)"
_NEVER_LAST = "（《【「『“‘("
_PAUSES = "，。；：！？,.;:!?"
_A_LINE, _A_FORBIDDEN_PLACE, _INSIDE_A_CLAUSE, _BESIDE_A_FIGURE, _A_SCRAP = 100, 1000, 60, 40, 20
_SCRAP = 4  # columns; two hanzi of a clause alone on their line are missed by the eye


def wrap(text: str, width: int) -> list[str]:
    """At least one line; none wider than `width` columns. Of equally good places the last one that fits is taken."""
    if columns(text) <= width:
        return [text.strip()]
    pieces = _pieces(text, width)
    costs, ends = [0] * (len(pieces) + 1), [0] * len(pieces)  # from each piece to the end; where its line ends best
    for start in reversed(range(len(pieces))):
        choices = [(_cost(pieces, end) + costs[end], -end) for end in _ends(pieces, start, width)]
        costs[start], ends[start] = min(choices)[0], -min(choices)[1]
    return _lines(pieces, ends)


def _pieces(text: str, width: int) -> list[str]:
    """Words, single hanzi and runs of spaces; a word longer than a line is cut."""
    found = _PIECE.findall(text)
    return [piece[at : at + width] for piece in found for at in range(0, len(piece), width)]


def _lines(pieces: Sequence[str], ends: Sequence[int]) -> list[str]:
    lines, start = [], 0
    while start < len(pieces):
        lines.append("".join(pieces[start : ends[start]]).strip())
        start = ends[start]
    return lines or [""]


def _ends(pieces: Sequence[str], start: int, width: int) -> list[int]:
    """Every place where a line that begins at `start` may end; spaces at its end take no room."""
    found, used = [], 0
    for end in range(start + 1, len(pieces) + 1):
        used += columns(pieces[end - 1])
        if used > width and not pieces[end - 1].isspace():
            break
        found.append(end)
    return found


def _cost(pieces: Sequence[str], end: int) -> int:
    """What a line costs that ends there."""
    if end == len(pieces):
        return _A_LINE
    last, following = pieces[end - 1], pieces[end]
    if following[0] in _NEVER_FIRST or last[-1] in _NEVER_LAST or following.isspace():
        return _A_LINE + _A_FORBIDDEN_PLACE
    if last[-1] in _PAUSES:
        return _A_LINE
    if last.isspace():
        words = pieces[end - 2].isascii() and following.isascii()
        return _A_LINE + (0 if words else _BESIDE_A_FIGURE)
    return _A_LINE + _INSIDE_A_CLAUSE + (_A_SCRAP if _leaves_a_scrap(pieces, end) else 0)


def _leaves_a_scrap(pieces: Sequence[str], end: int) -> bool:
    """Whether a clause that is broken here has hardly anything left for the next line."""
    rest = ""
    for piece in pieces[end:]:
        if piece[0] in _NEVER_FIRST:
            break
        rest += piece
    return columns(rest) <= _SCRAP
