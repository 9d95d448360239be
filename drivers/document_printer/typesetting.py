"""The process that makes a PDF: `python -m drivers.document_printer.typesetting`, the order as JSON on standard input,
the PDF on standard output. It ends after one page, so that nobody keeps fpdf2 and its tables (some 90 MB) in memory.

The font is the house's own, Noto Sans SC; only the characters that are used go into the file.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from fpdf import FPDF
from fpdf.fonts import TTFFont

HANZI, RARE = "hanzi", "rare"
_DEBIAN = (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2)  # its third face is SC
GETA = "〓"  # the printers' mark for a character that no font has
MOST_PAGES = 4
MOST_MEMORY = 1 << 30
TOO_LONG = 3  # exit code
_POINT_MM = 25.4 / 72
_INK, _GREY, _LINE = 20, 96, 170
_CAPTION_MM = 34.0


class Page(FPDF):
    """An A4 page of marks."""

    def __init__(self, margin_mm: float) -> None:
        super().__init__(format="A4")
        self.set_margin(margin_mm)
        self.c_margin = 0.0  # words begin where rules and boxes do
        self.set_auto_page_break(True, margin_mm)
        self.add_font(HANZI, fname=pylopdf_fonts_zh_cn.sans_path())
        self.set_creator("hall-kiosk")
        self.add_page()

    def with_rare_characters(self) -> None:
        if _DEBIAN[0].is_file():
            self.add_font(RARE, fname=_DEBIAN[0], collection_font_number=_DEBIAN[1])
            self.set_fallback_fonts([RARE])

    def knows(self, letter: str) -> bool:
        return any(ord(letter) in font.cmap for font in self.fonts.values() if isinstance(font, TTFFont))

    def draw(self, mark: Mapping[str, Any]) -> None:
        match mark["kind"]:
            case "gap":
                self.ln(mark["gap_mm"])
            case "rule":
                self.rule()
            case "pair":
                self.pair(mark)
            case "tick":
                self.tick(mark)
            case _:
                self.words(mark["text"], mark)

    def words(self, text: str, mark: Mapping[str, Any]) -> None:
        """Heavier strokes stand in for a bold face, which the house does not ship."""
        size = float(mark["size"])
        self.set_font(HANZI, size=size)
        self.set_text_color(_GREY if mark["grey"] else _INK)
        self.set_draw_color(_INK)
        with self.local_context(text_mode="FILL_STROKE" if mark["bold"] else "FILL", line_width=size / 40 * _POINT_MM):
            self.multi_cell(0, size * _POINT_MM * 1.6, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def pair(self, mark: Mapping[str, Any]) -> None:
        height = self.font_height(mark)
        self.set_text_color(_GREY)
        self.cell(_CAPTION_MM, height, mark["caption"])
        self.set_text_color(_INK)
        self.multi_cell(0, height, mark["text"], align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(height / 5)

    def tick(self, mark: Mapping[str, Any]) -> None:
        height = self.font_height(mark) * 1.15
        side = float(mark["size"]) * _POINT_MM * 0.8
        if self.will_page_break(height):
            self.add_page()
        self.set_draw_color(_GREY)
        self.set_line_width(0.3)
        self.rect(self.get_x(), self.get_y() + (height - side) / 2, side, side)
        self.set_x(self.get_x() + side + 4)
        self.set_text_color(_INK)
        self.multi_cell(0, height, mark["text"], align="L", new_x="LMARGIN", new_y="NEXT")

    def font_height(self, mark: Mapping[str, Any]) -> float:
        """Sets the mark's size; millimetres of a line."""
        self.set_font(HANZI, size=float(mark["size"]))
        return float(mark["size"]) * _POINT_MM * 1.7

    def rule(self) -> None:
        self.set_draw_color(_LINE)
        self.set_line_width(0.2)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())


def typeset(order: Mapping[str, Any]) -> Page:
    page = Page(float(order["margin_mm"]))
    if not all(map(page.knows, _letters(order))):
        page.with_rare_characters()
    for mark in order["marks"]:
        page.draw({**mark, "text": _drawable(page, mark["text"]), "caption": _drawable(page, mark["caption"])})
    return page


def _letters(order: Mapping[str, Any]) -> set[str]:
    return {letter for mark in order["marks"] for letter in mark["text"] + mark["caption"]}


def _drawable(page: Page, text: str) -> str:
    return "".join(letter if page.knows(letter) else GETA for letter in text)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.disable()
    page = typeset(json.load(sys.stdin.buffer))
    if page.page_no() > MOST_PAGES:
        return TOO_LONG
    sys.stdout.buffer.write(page.output())
    return 0


if __name__ == "__main__":
    sys.exit(main())
