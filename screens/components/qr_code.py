"""A QR code for a page, as the outline that Qt Quick fills: nothing of it is a Python object in the window.

An item of our own in Python was kept for ever with each page that showed it (PySide 6.11: 30 KB a ticket).
"""

from __future__ import annotations

from itertools import groupby

import segno


def qr_code(text: str) -> dict[str, int | str]:
    """`side` in modules and `outline` as an SVG path on a grid of one unit a module, without a quiet zone.

    Byte mode, error correction M. An empty text gives side 0 and no outline.
    """
    rows = segno.make_qr(text, error="m").matrix if text else ()
    return {"side": len(rows), "outline": "".join(_bars(y, bytes(row)) for y, row in enumerate(rows))}


def _bars(y: int, row: bytes) -> str:
    """One bar for each run of dark modules in a row."""
    bars, x = [], 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            bars.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(bars)
