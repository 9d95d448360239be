"""A ticket's template as a value: blocks from top to bottom, each printed when its conditions hold.

Written as TOML (drivers/receipt_printer/template_reading.py); laid out by drivers/receipt_printer/layout.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ports.devices import TicketSlip

RULES = "rules"  # several sentences: a block that names them is printed once for each
FIELDS = (
    *("hall", "label", "item", "department", "kind", "holder", "ahead", "estimate", "where", "taken_at"),
    *("code_caption", RULES),
)
REPRINT, CODE, WIDE, NARROW = "reprint", "code", "wide", "narrow"
CONDITIONS = (*FIELDS, CODE, REPRINT, WIDE, NARROW)
WIDE_FROM = 42  # columns; 58 mm rolls have 32, 80 mm rolls 42 to 48


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Literal text and fields in turn: `(("A ", "label"), ("", "kind"))`; the last field may be empty."""

    parts: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field for _, field in self.parts if field)

    def filled(self, values: Mapping[str, str]) -> str:
        """Empty when it names fields and none of them says anything."""
        if self.fields and not any(values[field].strip() for field in self.fields):
            return ""
        return "".join(literal + (values[field] if field else "") for literal, field in self.parts)


@dataclass(frozen=True, slots=True)
class Look:
    """`wide` and `high` multiply the printer's own character, 1 to 8."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Sentence:
    phrase: Phrase
    look: Look


@dataclass(frozen=True, slots=True)
class Cell:
    """`share`: per cent of the paper's columns."""

    phrase: Phrase
    share: int
    align: Align


@dataclass(frozen=True, slots=True)
class Row:
    """Cells beside each other, each broken into lines of its own width."""

    cells: tuple[Cell, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class Space:
    dots: int


@dataclass(frozen=True, slots=True)
class Line:
    """Dashes across the paper."""


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where the ticket's code stands, with the white that readers need around it; nothing without a code."""


Part = Sentence | Row | Space | Line | CodePlace


@dataclass(frozen=True, slots=True)
class Condition:
    word: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Printed when all of `when` is so."""

    part: Part
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    blocks: tuple[Block, ...]

    def parts(self, slip: TicketSlip, columns: int) -> tuple[Part, ...]:
        there = _there(slip, columns)
        return tuple(block.part for block in self.blocks if all((one.word in there) is one.holds for one in block.when))


def values_of(slip: TicketSlip) -> dict[str, str]:
    """The sentences by name; of the rules, none."""
    return {field: "" if field == RULES else str(getattr(slip, field)) for field in FIELDS}


def _there(slip: TicketSlip, columns: int) -> frozenset[str]:
    """The words that are so."""
    said = {field for field in (*FIELDS, CODE, REPRINT) if getattr(slip, field)}
    return frozenset({*said, WIDE if columns >= WIDE_FROM else NARROW})
