"""A board for each test that asks for one, closed afterwards; Qt may have nothing to complain about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.core.answers import BoardView
from tests.screens.board.scenes import BoardStage

Opening = Callable[..., BoardStage]


@pytest.fixture
def open_board(qapp: object, tmp_path: Path) -> Iterator[Opening]:
    opened: list[BoardStage] = []

    def opening(view: BoardView | HallUnreachable, **other: Any) -> BoardStage:
        opened.append(BoardStage(view, tmp_path, **other).open())
        return opened[-1]

    yield opening
    for stage in opened:
        stage.close()
        assert not stage.warnings
