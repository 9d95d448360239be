"""Where everything stands on a ticket: a slip becomes a list of blocks, top to bottom. No bytes here.

The number is the hero, three times the text's size; then what it is for, then what happens next, then the code.
Sentences come ready in the citizen's language; an empty one leaves no gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drivers.receipt_printer.charset import tidy
from drivers.receipt_printer.wrapping import wrap
from kiosk.ports.devices import TicketSlip

REPRINT = "补打 Reprint"  # the mark stays Chinese in every language: clerks look for it
LABEL_SIZE = 3
QUIET = 24  # dots above and below a code, which readers need white


@dataclass(frozen=True, slots=True)
class Text:
    """One line. `wide` and `high` multiply the printer's own character."""

    text: str
    wide: int = 1
    high: int = 1
    bold: bool = False
    centred: bool = False


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


def lay_out(slip: TicketSlip, columns: int) -> list[Block]:
    return [*_head(slip, columns), *_purpose(slip, columns), Rule(), *_waiting(slip, columns), *_code(slip, columns)]


def _head(slip: TicketSlip, columns: int) -> Iterator[Block]:
    yield from _lines(slip.hall, columns, bold=True, centred=True)
    yield Rule()
    if slip.reprint:
        yield from _lines(REPRINT, columns, wide=2, high=2, bold=True, centred=True)
    yield Gap(12)
    yield from _lines(slip.label, columns, wide=LABEL_SIZE, high=LABEL_SIZE, bold=True, centred=True)
    yield Gap(12)


def _purpose(slip: TicketSlip, columns: int) -> Iterator[Block]:
    yield from _lines(slip.kind, columns, bold=True, centred=True)
    yield from _lines(slip.item, columns, bold=True, centred=True)
    yield from _lines(slip.department, columns, centred=True)


def _waiting(slip: TicketSlip, columns: int) -> Iterator[Block]:
    yield from _lines(slip.where, columns, bold=True)
    for sentence in (slip.ahead, slip.estimate, slip.holder, slip.taken_at):
        yield from _lines(sentence, columns)
    yield Rule()


def _code(slip: TicketSlip, columns: int) -> Iterator[Block]:
    if slip.code:
        yield Gap(QUIET)
        yield Code(slip.code)
        yield Gap(QUIET)
        yield from _lines(slip.code_caption, columns, centred=True)
        yield Gap(12)
    for sentence in slip.rules:
        yield from _lines(sentence, columns)


def _lines(
    sentence: str, columns: int, wide: int = 1, high: int = 1, bold: bool = False, centred: bool = False
) -> Iterator[Block]:
    if sentence.strip():
        for line in wrap(tidy(sentence.strip()), columns // wide):
            yield Text(line, wide, high, bold, centred)
