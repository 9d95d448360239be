"""The technician's page says that it is not there yet, and which commands do the work on this machine."""

from __future__ import annotations

import pytest

from tests.screens.looking import cut_words, filled_surfaces, overlapping_words, settle, tap, until, words_of
from tests.screens.maintenance.scenes import PORT, Maker, Opened, maintenance_scenes

SCENES = list(maintenance_scenes())


@pytest.mark.parametrize("make", [make for _, make in SCENES], ids=[name for name, _ in SCENES])
def test_the_page_can_be_read_whole(qapp: object, make: Maker) -> None:
    shown = make()
    settle()
    shown.view.grabWindow()
    faults = cut_words(shown.view) + overlapping_words(shown.view) + filled_surfaces(shown.view) + shown.warnings
    shown.close()
    assert not faults


def test_the_commands_are_those_of_this_machine_and_the_page_can_be_left(qapp: object) -> None:
    shown = Opened("zh")()
    words = words_of(shown.view.rootObject())
    assert "python main.py probe id-card --port place:1-2:1.0" in words
    assert f"python main.py probe receipt-printer --port {PORT} --test-page" in words
    assert "python main.py check-config --config /etc/hall-kiosk/kiosk.toml" in words
    assert "/var/lib/hall-kiosk/logs" in words
    tap(shown.view, "close")
    until(lambda: not shown.view.isVisible())
    shown.close()
