"""A technician asks one strip, through the real driver."""

from __future__ import annotations

import io

from drivers.counter_display.device import Care
from drivers.counter_display.displays import NAME
from drivers.counter_display.probe import probe_strip
from tests.drivers.counter_display.strips import texts
from tests.drivers.stage import Stage

CARE = Care(answer_s=0.15)


def test_a_strip_that_answers_shows_the_text_and_one_that_is_not_there_is_silent(stage: Stage) -> None:
    said = io.StringIO()
    assert probe_strip(stage.port(NAME), 2, "A017", False, said, 115200, CARE) == 0
    assert texts(stage)["2"] == "A017"
    assert "Strip 2 answers" in said.getvalue()
    assert probe_strip(stage.port(NAME), 77, "", False, said, 115200, CARE) == 3


def test_a_port_that_is_not_there_is_a_wrong_port(stage: Stage) -> None:
    assert probe_strip(str(stage.folder / "nothing"), 1, "", True, io.StringIO(), care=CARE) == 2
