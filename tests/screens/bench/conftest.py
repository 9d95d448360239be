"""A bench for each test that asks for one, closed afterwards; Qt may have nothing to complain about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.screens.bench.scenes import BenchStage

Opening = Callable[..., BenchStage]


@pytest.fixture
def open_bench(qapp: object) -> Iterator[Opening]:
    opened: list[BenchStage] = []

    def opening(language: str = "zh", devices: bool = True) -> BenchStage:
        opened.append(BenchStage(language, devices).open())
        return opened[-1]

    yield opening
    for stage in opened:
        stage.close()
        assert not stage.warnings
