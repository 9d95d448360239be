"""Every page of the caller in both languages: no word cut, none on another, nothing outside, Qt has no complaint."""

from __future__ import annotations

import pytest

from tests.screens.caller.scenes import Maker, caller_scenes
from tests.screens.looking import cut_words, filled_surfaces, overlapping_words, settle

SCENES = list(caller_scenes())


@pytest.mark.parametrize("make", [make for _, make in SCENES], ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole(qapp: object, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view)
    surfaces = filled_surfaces(shown.view)
    warnings = list(shown.warnings)
    shown.close()
    assert not faults
    assert not warnings
    assert len(surfaces) <= 1, surfaces
