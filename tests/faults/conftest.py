"""One hall for most tests, one terminal a test; both as whole and as real as on one machine.

Where a test kills, damages or searches everything, its module has a hall of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.faults.visiting import open_terminal
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, whole_hall


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHall]:
    with whole_hall(tmp_path_factory.mktemp("hall")) as house:
        yield house


@pytest.fixture
def terminals(hall: WholeHall) -> Iterator[Callable[[Wishes], Terminal]]:
    """Makes ready terminals; each is closed at the end, and everybody who still waits is served."""
    hall.work("reset")
    made: list[Terminal] = []

    def make(wishes: Wishes) -> Terminal:
        made.append(open_terminal(hall, wishes))
        return made[-1]

    yield make
    for terminal in made:
        terminal.close()
    hall.work("reset")
    hall.call_everybody()


@pytest.fixture
def terminal(terminals: Callable[[Wishes], Terminal]) -> Terminal:
    return terminals(Wishes())
