"""Draws the golden tickets: as the far end of the wire takes the bytes, on an 80 mm and on a 58 mm roll.

`python -m tests.drivers.receipt_printer.pictures` draws them anew; look at them before you keep them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from drivers.receipt_printer.codec import Paper, Qr, ticket
from drivers.receipt_printer.escpos_stream import EscPosStream
from drivers.receipt_printer.interpreter import Interpreter
from drivers.receipt_printer.printed import Ticket
from drivers.receipt_printer.ticket_picture import draw
from drivers.receipt_printer.virtual import Sensors
from tests.drivers.stage import SLIP

GOLDEN = Path(__file__).with_name("golden")
ROLLS = {"80mm": Paper(), "58mm": Paper(columns=32, dots=384)}
SLIPS = {
    "usual": SLIP,
    "drawn": replace(
        SLIP, holder="王*𬭩  尾号5030", reprint=True, item="城乡居民基本养老保险待遇领取资格认证与关系转移接续"
    ),
}
TICKETS = [(roll, slip) for roll in ROLLS for slip in SLIPS]


def picture(roll: str, slip: str) -> Image.Image:
    """The drawn one has its code as dots too."""
    paper = replace(ROLLS[roll], qr=Qr.RASTER if slip == "drawn" else Qr.NATIVE)
    piece = Ticket(1)
    printer = Interpreter(piece.marks.append, lambda kind, wire: None, Sensors())
    for token in EscPosStream().feed(ticket(SLIPS[slip], paper)):
        printer.carry_out(token)
    assert printer.unknown == []
    return draw(piece, paper.dots)


def golden(roll: str, slip: str) -> Path:
    return GOLDEN / f"{roll}-{slip}.png"


if __name__ == "__main__":
    for one in TICKETS:
        picture(*one).quantize(8).save(golden(*one), "PNG", optimize=True)
