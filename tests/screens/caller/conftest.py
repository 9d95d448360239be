"""A caller for each test that asks for one, closed afterwards; Qt may have nothing to complain about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.hall.client import CounterReply
from tests.screens.caller.scenes import CallerStage

Opening = Callable[..., CallerStage]


@pytest.fixture
def open_caller(qapp: object) -> Iterator[Opening]:
    opened: list[CallerStage] = []

    def opening(view: CounterReply, language: str = "zh", link_up: bool = True) -> CallerStage:
        opened.append(CallerStage(view, language, link_up).open())
        return opened[-1]

    yield opening
    for stage in opened:
        stage.close()
        assert not stage.warnings
