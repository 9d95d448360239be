"""Draws the golden tickets: as the far end of the wire takes the bytes, on an 80 mm and on a 58 mm roll.

`python -m tests.drivers.receipt_printer.pictures` draws them anew; look at them before you keep them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from drivers.receipt_printer.codec import ROLLS as WIDTHS
from drivers.receipt_printer.codec import Paper, Qr
from drivers.receipt_printer.preview import picture as drawn
from drivers.receipt_printer.samples import SAMPLES
from drivers.receipt_printer.template_reading import template_named

GOLDEN = Path(__file__).with_name("golden")
ROLLS = {f"{width}mm": Paper(columns=columns, dots=dots) for width, (columns, dots) in WIDTHS.items()}
SLIPS = {
    "usual": SAMPLES["usual"],
    "drawn": replace(SAMPLES["drawn"], reprint=True),
    "short": SAMPLES["usual"],
}
TICKETS = [(roll, slip) for roll in ROLLS for slip in SLIPS]


def picture(roll: str, slip: str) -> Image.Image:
    """The drawn one has its code as dots too; the short one is of another template."""
    template = template_named("short" if slip == "short" else "ticket")
    return drawn(SLIPS[slip], replace(ROLLS[roll], qr=Qr.RASTER if slip == "drawn" else Qr.NATIVE, template=template))


def golden(roll: str, slip: str) -> Path:
    return GOLDEN / f"{roll}-{slip}.png"


if __name__ == "__main__":
    for one in TICKETS:
        picture(*one).quantize(8).save(golden(*one), "PNG", optimize=True)
