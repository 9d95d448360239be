"""The picture of a virtual ticket, dot by dot as the head would burn it, on paper with a torn edge."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from drivers.receipt_printer.printed import Dots, Line, Mark, QrCode, Ticket
from drivers.receipt_printer.raster import line_image

PRINTABLE = 576  # dots of an 80 mm head; 384 at 58 mm
MARGIN = 32  # dots of the roll that the head does not reach, each side (40 at 58 mm, drawn alike)
TOP, BOTTOM = 40, 64
PAPER, INK = 252, 24
TOOTH = 8


def draw(ticket: Ticket, printable: int = PRINTABLE) -> Image.Image:
    """`printable`: dots that the head reaches; what is wider is cut off, as on paper."""
    marks = tuple(ticket.marks)  # it may still be growing
    height = TOP + sum(mark.feed for mark in marks) + BOTTOM
    image = Image.new("L", (printable + 2 * MARGIN, height), PAPER)
    at = TOP
    for mark in marks:
        _draw_mark(image, mark, at)
        at += mark.feed
    _tear(image, ticket.is_cut)
    return image


def save(ticket: Ticket, path: Path, printable: int = PRINTABLE) -> None:
    """Writes a PNG. The picture shows a masked name: it is written only where somebody asked for it."""
    draw(ticket, printable).save(path, "PNG")


def _draw_mark(image: Image.Image, mark: Mark, at: int) -> None:
    match mark:
        case Line():
            _burn(image, _line(mark), mark.align, at, mark.feed)
        case Dots():
            dots = Image.frombytes("1", (mark.width * 8, mark.height), mark.rows)
            _burn(image, dots, mark.align, at, mark.feed)
        case QrCode():
            _burn(image, _code(mark), mark.align, at, mark.feed)
        case _:
            return


def _burn(image: Image.Image, ink: Image.Image, align: int, at: int, feed: int) -> None:
    """Puts dots on the paper; what is wider than the head is not printed."""
    printable = image.width - 2 * MARGIN
    ink = ink.crop((0, 0, min(ink.width, printable), ink.height))
    left = MARGIN + (0, (printable - ink.width) // 2, printable - ink.width)[align]
    image.paste(INK, (left, at + max(0, feed - ink.height) // 2), ink)


def _line(line: Line) -> Image.Image:
    parts = [line_image(span.text, span.look.wide, span.look.high, span.look.bold) for span in line.spans]
    whole = Image.new("1", (sum(part.width for part in parts), max(part.height for part in parts)))
    left = 0
    for part in parts:
        whole.paste(part, (left, whole.height - part.height))
        left += part.width
    return whole


def _code(code: QrCode) -> Image.Image:
    side = len(code.matrix)
    image = Image.new("1", (side, side))
    image.putdata([dot for row in code.matrix for dot in row])
    return image.resize((side * code.module, side * code.module), Image.Resampling.NEAREST)


def _tear(image: Image.Image, cut: bool) -> None:
    """A toothed lower edge; a ticket that was not cut yet ends in a straight one."""
    if not cut:
        return
    draw = ImageDraw.Draw(image)
    for left in range(0, image.width, 2 * TOOTH):
        edge = [(left, image.height), (left + TOOTH, image.height - TOOTH), (left + 2 * TOOTH, image.height)]
        draw.polygon(edge, fill=PAPER - 40)
