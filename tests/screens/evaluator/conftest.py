"""An evaluator for each test that asks for one, closed afterwards; Qt may have nothing to complain about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.screens.evaluator.scenes import EvaluatorStage

Opening = Callable[..., EvaluatorStage]


@pytest.fixture
def open_evaluator(qapp: object) -> Iterator[Opening]:
    opened: list[EvaluatorStage] = []

    def opening(language: str = "zh", link_up: bool = True) -> EvaluatorStage:
        opened.append(EvaluatorStage(language, link_up).open())
        return opened[-1]

    yield opening
    for stage in opened:
        stage.close()
        assert not stage.warnings
