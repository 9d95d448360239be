"""Dots for what a printer cannot set: a line with a rare name, or a QR code on heads without the command.

Pictures cost wire time (a full line is 1.7 kB, 0.15 s at 115200), so they are only as wide as what they show.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from drivers.receipt_printer.charset import CELL, LINE, columns
from drivers.receipt_printer.fonts import GETA, face_for

BASELINE = 21  # dots from the top of a line, where hanzi and letters stand
LATIN = 20  # em in dots at which the widest ASCII letters of the face fit a 12-dot cell


@dataclass(frozen=True, slots=True)
class Bitmap:
    """`rows` top to bottom, `width` bytes each, a set bit is a black dot, the highest bit is the left one."""

    width: int
    height: int
    rows: bytes


def of_image(image: Image.Image) -> Bitmap:
    """`image` in mode 1 with ink as 1; widened to whole bytes on the right."""
    width = (image.width + 7) // 8
    if image.width != width * 8:
        wider = Image.new("1", (width * 8, image.height))
        wider.paste(image)
        image = wider
    return Bitmap(width, image.height, image.tobytes())


def line_image(text: str, wide: int = 1, high: int = 1, bold: bool = False) -> Image.Image:
    """One line on the printer's own grid, every dot `wide` by `high`; ink is 1."""
    image = Image.new("1", (max(1, columns(text)) * CELL, LINE))
    draw = ImageDraw.Draw(image)
    column = 0
    for char in text:
        width = columns(char)
        _draw_char(draw, char, column * CELL, width * CELL, bold)
        column += width
    return image.resize((image.width * wide, image.height * high), Image.Resampling.NEAREST)


def _draw_char(draw: ImageDraw.ImageDraw, char: str, left: int, width: int, bold: bool) -> None:
    face = face_for(char, LINE if width > CELL else LATIN)
    if face is None:
        char, face = GETA, face_for(GETA, LINE)
    centre = left + width // 2
    for shift in (0, 1) if bold else (0,):
        draw.text((centre + shift, BASELINE), char, fill=1, font=face, anchor="ms")


def text_bitmap(text: str, wide: int, high: int, bold: bool) -> Bitmap:
    return of_image(line_image(text, wide, high, bold))


def qr_image(data: str, module: int) -> Image.Image:
    """Level M with a quiet zone of four modules; ink is 1. Any mask is readable; choosing the best costs 15 ms."""
    import segno  # 35 ms at a terminal's start, and most printers draw their own codes

    code = segno.make_qr(data, error="m", boost_error=False, mask=3)
    matrix = [bytes(row) for row in code.matrix_iter(border=4)]
    image = Image.new("1", (len(matrix), len(matrix)))
    image.putdata([dot for row in matrix for dot in row])
    return image.resize((image.width * module, image.height * module), Image.Resampling.NEAREST)


def qr_bitmap(data: str, module: int) -> Bitmap:
    return of_image(qr_image(data, module))
