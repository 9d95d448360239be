"""Every state of the board in both languages, lying and upright: no word cut, none on another, Qt does not complain."""

from __future__ import annotations

import pytest
from PySide6.QtQuick import QQuickItem

from screens.theme.panel import panel_of
from tests.screens.board.conftest import Opening
from tests.screens.board.scenes import Maker, board, board_scenes
from tests.screens.looking import cut_words, filled_surfaces, named, overlapping_words, settle

SCENES = list(board_scenes())


@pytest.mark.parametrize("make", [make for _, make in SCENES], ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole(qapp: object, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view)
    surfaces, warnings = filled_surfaces(shown.view), list(shown.warnings)
    shown.close()
    assert not faults
    assert not warnings
    assert len(surfaces) <= 1, surfaces


def test_the_sizes_are_those_for_eight_metres(open_board: Opening) -> None:
    stage = open_board(board())
    root, density = stage.view.rootObject(), panel_of(stage.engine).density
    assert _capital_mm(named(root, "called-number"), density) >= 174
    assert _capital_mm(named(root, "recent-number"), density) >= 42
    assert named(root, "notice").property("font").pixelSize() * 0.92 / density >= 23


def _capital_mm(text: QQuickItem, density: float) -> float:
    return float(text.property("font").pixelSize()) * 0.733 / density
