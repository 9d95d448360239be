"""From a template and a guide to what is drawn, line for line; pure, and plain enough to be handed to a process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from drivers.document_printer.template import LISTS, Block, Template
from kiosk.ports.devices.document_printer import Guide

MOST_LETTERS = 20_000  # of a whole page; more is no guide
_HOLE = re.compile(r"\{([^{}]*)\}")


class Kind(StrEnum):
    TEXT = "text"
    PAIR = "pair"  # a caption and its words
    TICK = "tick"  # a line with a box to tick off
    RULE = "rule"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Mark:
    """`size` in points, `gap_mm` in millimetres."""

    kind: Kind
    text: str = ""
    caption: str = ""
    size: float = 12.0
    gap_mm: float = 0.0
    bold: bool = False
    grey: bool = False


def order(template: Template, guide: Guide) -> dict[str, object]:
    """What the process that makes the PDF is told. Raises ValueError for a guide that is too long."""
    marks = [asdict(mark) for block in template.block for mark in _marks(block, guide)]
    if sum(len(mark["text"]) + len(mark["caption"]) for mark in marks) > MOST_LETTERS:
        raise ValueError("the guide is too long")
    return {"margin_mm": template.margin_mm, "marks": marks}


def _marks(block: Block, guide: Guide) -> Iterator[Mark]:
    if block.rule:
        yield Mark(Kind.RULE)
    elif block.gap_mm:
        yield Mark(Kind.GAP, gap_mm=block.gap_mm)
    elif block.pairs:
        for caption, words in guide.facts:
            yield Mark(Kind.PAIR, _one_line(words), _one_line(caption), block.size)
    else:
        kind = Kind.TICK if block.checklist else Kind.TEXT
        for line in _lines(block.checklist or block.text, guide):
            yield Mark(kind, line, size=block.size, bold=block.bold, grey=block.grey)


def _lines(words: str, guide: Guide) -> Iterator[str]:
    """A list gives a line each; a sentence all of whose words are empty gives none."""
    name = words[1:-1]
    if name in LISTS:
        yield from filter(None, map(_one_line, getattr(guide, name)))
        return
    holes = _HOLE.findall(words)
    if not holes or any(getattr(guide, hole) for hole in holes):
        yield _one_line(_HOLE.sub(lambda hole: str(getattr(guide, hole[1])), words))


def _one_line(text: str) -> str:
    """Control characters become blanks."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
