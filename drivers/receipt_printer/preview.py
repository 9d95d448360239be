"""How a template looks: the invented tickets as a picture, drawn anew whenever the file changes.

    python -m drivers.receipt_printer.preview FILE --picture build/ticket.png [--paper 58] [--once]

The picture is what the far end of the wire makes of the bytes that a printer would get. A mistake in the file is told
and the last good picture stays, so that an editor and a picture viewer that reloads are all it needs.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from PIL import Image

from drivers.receipt_printer.codec import ROLLS, Paper, Qr, ticket
from drivers.receipt_printer.escpos_stream import EscPosStream
from drivers.receipt_printer.interpreter import Interpreter
from drivers.receipt_printer.printed import Ticket
from drivers.receipt_printer.samples import SAMPLES
from drivers.receipt_printer.template import Template
from drivers.receipt_printer.template_reading import USUAL, TemplateProblem, file_of, names, read_template
from drivers.receipt_printer.ticket_picture import draw
from drivers.receipt_printer.virtual import Sensors
from kiosk.ports.devices import TicketSlip

LOOK_EVERY_S = 0.3
APART = 24  # dots between two tickets


def picture(slip: TicketSlip, paper: Paper) -> Image.Image:
    """Raises ValueError when the bytes hold an instruction that the far end does not know."""
    piece = Ticket(1)
    printer = Interpreter(piece.marks.append, lambda kind, wire: None, Sensors())
    for token in EscPosStream().feed(ticket(slip, paper)):
        printer.carry_out(token)
    if printer.unknown:
        raise ValueError(printer.unknown)
    return draw(piece, paper.dots)


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    width = sum(one.width + APART for one in pictures) + APART
    whole = Image.new("L", (width, max(one.height for one in pictures) + 2 * APART), 160)
    left = APART
    for one in pictures:
        whole.paste(one, (left, APART))
        left += one.width + APART
    return whole


def show(template: Template, roll: str, wanted: Iterable[str], target: Path) -> None:
    """Writes the picture whole or not at all: a viewer may be reading it."""
    columns, dots = ROLLS[roll]
    paper = Paper(columns=columns, dots=dots, qr=Qr.NATIVE, template=template)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}")
    side_by_side([picture(SAMPLES[name], paper) for name in wanted]).save(unfinished, "PNG")
    unfinished.replace(target)


def look(file: Path, roll: str, wanted: Sequence[str], target: Path, out: TextIO) -> bool:
    """Draws the file once; False when it is wrong, and says why."""
    template = read_template(file)
    if isinstance(template, TemplateProblem):
        print(*template.sentences, sep="\n", file=out, flush=True)
        return False
    show(template, roll, wanted, target)
    print(f"{target} shows {file}", file=out, flush=True)
    return True


def follow(
    file: Path, roll: str, wanted: Sequence[str], target: Path, out: TextIO, until: threading.Event | None = None
) -> None:
    """Looks again and again until it is ended, and draws whenever the file has changed."""
    seen, ended = None, until or threading.Event()
    while not ended.wait(LOOK_EVERY_S if seen else 0):
        now = _mark(file)
        if now != seen:
            seen = now
            look(file, roll, wanted, target, out)


def _mark(file: Path) -> tuple[int, int]:
    """Editors write a new file in the old one's place; while there is none, it counts as another."""
    try:
        state = file.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_ino


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    parser = argparse.ArgumentParser(prog="ticket-preview", description="Draws a ticket's template as a picture.")
    shipped = f"a template's file, or the name of a shipped one: {', '.join(names())} (default: {USUAL})"
    parser.add_argument("template", nargs="?", default=USUAL, help=shipped)
    parser.add_argument("--picture", type=Path, default=Path("build/ticket.png"), help="default: %(default)s")
    parser.add_argument("--paper", choices=ROLLS, default="80", help="width of the roll in mm (default: %(default)s)")
    parser.add_argument("--ticket", choices=SAMPLES, action="append", help="only this kind; may be said again")
    parser.add_argument("--once", action="store_true", help="draw once and end; 1 when the template is wrong")
    given = parser.parse_args(arguments)
    file, wanted = file_of(given.template), given.ticket or list(SAMPLES)
    if given.once:
        return 0 if look(file, given.paper, wanted, given.picture, out) else 1
    try:
        follow(file, given.paper, wanted, given.picture, out)
    except KeyboardInterrupt:
        print(file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
