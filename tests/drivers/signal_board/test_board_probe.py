"""A technician asks the signal board, through the real driver."""

from __future__ import annotations

import io

from drivers.signal_board.board import NAME
from drivers.signal_board.probe import probe_signal_board
from tests.drivers.stage import Stage


def test_a_board_that_answers_tells_its_door_and_its_lights_are_off_again_afterwards(stage: Stage) -> None:
    said = io.StringIO()
    stage.do("board_input", number=1, high=True)
    assert probe_signal_board(stage.port(NAME), True, False, said, seconds=0.05) == 0
    assert said.getvalue().strip() == "The board answers; its door is open."
    assert stage.do("state")["state"][NAME]["lights"] == [0, 0, 0, 0]


def test_a_silent_board_is_told_as_silent(stage: Stage) -> None:
    stage.do("silence", device=NAME)
    said = io.StringIO()
    assert probe_signal_board(stage.port(NAME), False, False, said) == 3
    assert "is silent" in said.getvalue()
