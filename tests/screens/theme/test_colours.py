"""Can what is painted be read? Computed from the theme's own file."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from screens.theme.colours import HIGH_CONTRAST, LIGHT, Column, contrast

ON_EVERY_GROUND = [(text, ground) for text in ("ink", "ink2", "accent") for ground in ("ground", "surface", "tint")]
ON_THEIR_OWN = [
    ("inkOn", "accent"),
    ("inkOn2", "accent"),
    ("inkOn", "accentEdge"),
    ("ok", "ground"),
    ("ok", "surface"),
    ("ok", "okBg"),
    ("warn", "warnBg"),
    ("warn", "surface"),
    ("bad", "badBg"),
    ("bad", "surface"),
]
COLUMNS = pytest.mark.parametrize("column", [LIGHT, HIGH_CONTRAST], ids=["light", "high contrast"])


@COLUMNS
@pytest.mark.parametrize(("text", "ground"), ON_EVERY_GROUND + ON_THEIR_OWN)
def test_every_text_can_be_read_on_its_ground(column: Column, text: str, ground: str) -> None:
    assert contrast(getattr(column, text), getattr(column, ground)) >= 4.5


@COLUMNS
def test_the_edge_of_what_can_be_touched_stands_out_from_the_page_and_from_its_face(column: Column) -> None:
    assert contrast(column.edge, column.ground) >= 3
    assert contrast(column.edge, column.surface) >= 3


@COLUMNS
def test_the_filled_surface_stands_out_from_the_page(column: Column) -> None:
    assert contrast(column.accent, column.ground) >= 4.5


def test_high_contrast_is_higher_for_every_pair_of_ink_and_ground() -> None:
    for text, ground in ON_EVERY_GROUND:
        light = contrast(getattr(LIGHT, text), getattr(LIGHT, ground))
        assert contrast(getattr(HIGH_CONTRAST, text), getattr(HIGH_CONTRAST, ground)) > light


@COLUMNS
def test_every_colour_is_written_as_six_digits(column: Column) -> None:
    for value in asdict(column).values():
        assert len(value) == 7
        assert int(value[1:], 16) >= 0


def test_the_arithmetic_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#16211F", "#EDF1F0") == pytest.approx(14.5, abs=0.1)
