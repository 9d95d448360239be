"""Every state of the bench in both languages: no word cut, none on another, one filled surface at most."""

from __future__ import annotations

import pytest

from tests.screens.bench.scenes import Maker, bench_scenes
from tests.screens.looking import cut_words, filled_surfaces, overlapping_words, settle

SCENES = list(bench_scenes())


@pytest.mark.parametrize("make", [make for _, make in SCENES], ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole(qapp: object, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view) + list(shown.warnings)
    surfaces = filled_surfaces(shown.view)
    shown.close()
    assert not faults
    assert len(surfaces) <= 1, surfaces
