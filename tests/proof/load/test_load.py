"""The short form of `make load`: a few seconds of each; nothing is refused, lost, given or sold twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.operation.benchmark.children import Helper
from kiosk.operation.benchmark.wire import Answer, request
from tests.city.conftest import server
from tests.city.grounds import Server
from tests.proof.load.__main__ import PARTS
from tests.proof.load.arrivals import Arrivals, Ask
from tests.proof.load.cities import loaded_city
from tests.proof.load.part import Extent, LoadedCity, Part

__all__ = ["server"]


@pytest.fixture(scope="module")
def city(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoadedCity]:
    """One for all parts: starting it costs more than what they do there."""
    with loaded_city(tmp_path_factory.mktemp("city"), 2, 25, Extent(True, judged=False, server=server)) as node:
        yield node


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", PARTS)
def test_under_load_everybody_is_answered_and_nothing_happens_twice(
    name: str, tmp_path: Path, city: LoadedCity
) -> None:
    part = PARTS[name](tmp_path, Extent(quick=True, judged=False, city=city))
    assert part.failures == []
    assert part.figures


def test_whoever_comes_while_another_is_served_is_timed_from_the_moment_he_came() -> None:
    """One connection for three who come together: the last one's time is all three's."""
    times: list[float] = []

    def take(answer: Answer) -> None:
        assert answer.status == 200
        times.append(answer.seconds)

    with Helper("kiosk.operation.benchmark.empty_post") as empty:
        door = Arrivals(int(empty.line()), most=1)
        door.add(*(Ask(0.0, request("POST", "/empty", "nobody", b" "), take) for _ in range(3)))
        door.run()
        door.close()
    assert door.most_at_once == 1
    assert times == sorted(times) and len(times) == 3


def test_a_bound_that_is_missed_fails_a_judged_run_and_is_only_told_otherwise() -> None:
    for judged in (True, False):
        part = Part("a day", Extent(quick=False, judged=judged))
        part.times("a number", [0.1] * 90 + [0.5] * 10, 200.0)
        assert bool(part.failures) is judged
        assert part.figures[0].value == "500.0 ms"
