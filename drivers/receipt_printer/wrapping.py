"""Breaks a sentence into lines of a given width: between hanzi anywhere, between Latin words at spaces."""

from __future__ import annotations

import re

from drivers.receipt_printer.charset import columns

_PIECE = re.compile(r" +|[!-~]+|.", re.DOTALL)
_NEVER_FIRST = "，。、；：！？）》】」』…·,.;:!?)"


def wrap(text: str, width: int) -> list[str]:
    """At least one line; none wider than `width` columns, none begins with a closing mark if that can be helped."""
    lines = [""]
    for piece in _pieces(text, width):
        if columns(lines[-1]) + columns(piece) <= width:
            lines[-1] += piece
        else:
            lines = _break(lines, piece, width)
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: int) -> list[str]:
    """Words, single hanzi and runs of spaces; a word longer than a line is cut."""
    found = _PIECE.findall(text)
    return [piece[at : at + width] for piece in found for at in range(0, len(piece), width)]


def _break(lines: list[str], piece: str, width: int) -> list[str]:
    last = lines[-1]
    if piece.isspace():
        return [*lines, ""] if last else lines
    if piece[0] in _NEVER_FIRST and len(last) > 1 and columns(last[-1] + piece) <= width:
        return [*lines[:-1], last[:-1], last[-1] + piece]
    return [*lines, piece]
