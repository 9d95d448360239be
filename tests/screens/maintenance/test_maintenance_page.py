"""The technician's page says that it is not there yet, and what does the work until then."""

from __future__ import annotations

import pytest

from tests.screens.looking import cut_words, filled_surfaces, overlapping_words, settle, words_of
from tests.screens.maintenance.scenes import Maker, maintenance_scenes

SCENES = list(maintenance_scenes())


@pytest.mark.parametrize("make", [make for _, make in SCENES], ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole_and_names_the_commands(qapp: object, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view) + filled_surfaces(shown.view) + shown.warnings
    words = " ".join(words_of(shown.view.rootObject()))
    shown.close()
    assert not faults
    for command in ("probe id-card", "probe receipt-printer", "check-config", "/var/lib/hall-kiosk/logs"):
        assert command in words
