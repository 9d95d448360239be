"""Every page of the evaluator in both languages: no word cut, none on another, nothing filled to choose."""

from __future__ import annotations

import pytest

from screens.theme.panel import panel_of
from tests.screens.evaluator.conftest import Opening
from tests.screens.evaluator.scenes import Maker, evaluator_scenes
from tests.screens.looking import cut_words, filled_surfaces, named, overlapping_words, settle

SCENES = list(evaluator_scenes())


@pytest.mark.parametrize(("name", "make"), SCENES, ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole(qapp: object, name: str, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view)
    surfaces, warnings = filled_surfaces(shown.view), list(shown.warnings)
    shown.close()
    assert not faults
    assert not warnings
    assert len(surfaces) == (1 if "reasons" in name or "unsent" in name else 0), surfaces


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_grades_are_as_large_as_a_finger_asks_for(open_evaluator: Opening, language: str) -> None:
    stage = open_evaluator(language)
    stage.invite()
    stage.view.grabWindow()
    density = panel_of(stage.engine).density
    for value in range(6):
        cell = named(stage.view.rootObject(), f"grade-{value}")
        assert cell.width() / density >= 64
        assert cell.height() / density >= 33
