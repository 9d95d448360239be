"""Where everything stands on a ticket: a slip and a template become a list of blocks, top to bottom. No bytes here.

Sentences come ready in the citizen's language; an empty one leaves no gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from drivers.receipt_printer.charset import columns as width_of
from drivers.receipt_printer.charset import tidy
from drivers.receipt_printer.template import (
    RULES,
    Align,
    Cell,
    CodePlace,
    Line,
    Look,
    Part,
    Row,
    Sentence,
    Space,
    Template,
    values_of,
)
from drivers.receipt_printer.wrapping import wrap
from kiosk.ports.devices import TicketSlip

QUIET = 24  # dots above and below a code, which readers need white


@dataclass(frozen=True, slots=True)
class Text:
    """One line. `wide` and `high` multiply the printer's own character."""

    text: str
    wide: int = 1
    high: int = 1
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Gap:
    dots: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of dashes across the paper, where the ticket on the screen has its perforation."""


@dataclass(frozen=True, slots=True)
class Code:
    data: str


Block = Text | Gap | Rule | Code


def lay_out(slip: TicketSlip, columns: int, template: Template) -> list[Block]:
    return [block for part in template.parts(slip, columns) for block in _blocks(part, slip, columns)]


def _blocks(part: Part, slip: TicketSlip, columns: int) -> Iterator[Block]:
    match part:
        case Sentence():
            yield from _sentence(part, slip, columns)
        case Row():
            yield from _row(part, slip, columns)
        case Space(dots):
            yield Gap(dots)
        case Line():
            yield Rule()
        case CodePlace() if slip.code:
            yield from (Gap(QUIET), Code(slip.code), Gap(QUIET))


def _sentence(sentence: Sentence, slip: TicketSlip, columns: int) -> Iterator[Block]:
    values, several = values_of(slip), RULES in sentence.phrase.fields
    for one in slip.rules if several else ("",):
        yield from _lines(sentence.phrase.filled(values | {RULES: one}), columns, sentence.look)


def _lines(sentence: str, columns: int, look: Look) -> Iterator[Block]:
    if sentence.strip():
        for line in wrap(tidy(sentence.strip()), columns // look.wide):
            yield Text(line, look.wide, look.high, look.bold, look.align)


def _row(row: Row, slip: TicketSlip, columns: int) -> Iterator[Block]:
    widths = [columns * cell.share // 100 for cell in row.cells]
    broken = [_cell(cell, slip, width) for cell, width in zip(row.cells, widths, strict=True)]
    for lines in zip_longest(*broken, fillvalue=""):
        beside = zip(lines, row.cells, widths, strict=True)
        text = "".join(_padded(line, cell.align, width) for line, cell, width in beside)
        yield Text(text.rstrip(), bold=row.bold)


def _cell(cell: Cell, slip: TicketSlip, width: int) -> list[str]:
    text = tidy(cell.phrase.filled(values_of(slip)).strip())
    return wrap(text, width) if text else []


def _padded(line: str, align: Align, width: int) -> str:
    free = width - width_of(line)
    before = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[align]
    return " " * before + line + " " * (free - before)
