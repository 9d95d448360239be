"""A ticket looks as it was looked at and found good, at 80 mm and at 58 mm, set by the printer or drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from tests.drivers.receipt_printer.pictures import ROLLS, SLIPS, TICKETS, golden, picture
from tests.drivers.stage import SLIP

UNLIKE = 0.001  # of all dots: another build of the font library may set a dot otherwise; a line of text is far more


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The part of the dots that differ; 1 where the pictures are not of one size."""
    if one.size != other.size:
        return 1.0
    apart = ImageChops.difference(one.convert("L"), other.convert("L")).point(lambda grey: 255 if grey > 100 else 0)
    return apart.histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize(("roll", "slip"), TICKETS)
def test_a_ticket_looks_as_its_golden_picture(roll: str, slip: str) -> None:
    with Image.open(golden(roll, slip)) as kept:
        assert unlike(picture(roll, slip), kept) <= UNLIKE


@pytest.mark.parametrize(("roll", "slip"), TICKETS)
def test_its_code_is_read_and_nothing_reaches_over_the_edge(roll: str, slip: str) -> None:
    drawn = picture(roll, slip)
    (code,) = zxingcpp.read_barcodes(drawn)
    assert code.text == SLIP.code
    assert drawn.width == ROLLS[roll].dots + 64
    edges = (drawn.crop((0, 0, 32, drawn.height - 8)), drawn.crop((drawn.width - 32, 0, drawn.width, drawn.height - 8)))
    assert all(edge.getextrema() == (252, 252) for edge in edges)


def test_one_other_word_is_another_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SLIPS, "usual", replace(SLIP, ahead="前面等候 7 人", label="A018"))
    with Image.open(golden("58mm", "usual")) as kept:
        assert unlike(picture("58mm", "usual"), kept) > UNLIKE
