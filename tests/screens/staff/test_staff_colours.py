"""Staff pages paint with the theme's colours only, and the pairs that only they use can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import screens
from screens.theme.colours import HIGH_CONTRAST, LIGHT, Column, contrast

ROOMS = ("staff", "caller", "board", "evaluator", "bench", "maintenance")
OWN_COLOUR = re.compile(r'"#[0-9A-Fa-f]{3,8}"|color:\s*"(?!transparent)')


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_has_a_colour_of_its_own(room: str) -> None:
    for page in sorted((Path(screens.__file__).parent / room).glob("*.qml")):
        assert not OWN_COLOUR.search(page.read_text(encoding="utf-8")), page.name


@pytest.mark.parametrize("column", [LIGHT, HIGH_CONTRAST], ids=["light", "high contrast"])
@pytest.mark.parametrize(
    ("text", "ground"), [("bad", "ground"), ("ink2", "warnBg"), ("ink", "warnBg"), ("ok", "ground")]
)
def test_what_only_staff_see_can_be_read(column: Column, text: str, ground: str) -> None:
    assert contrast(getattr(column, text), getattr(column, ground)) >= 4.5
