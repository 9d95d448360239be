"""The short form of `make simulate`: two seeds in memory, one day on the real files; and a seed gives the same days."""

from __future__ import annotations

import pytest

from tests.simulation.days import Plan
from tests.simulation.running import in_memory, on_files

SHORT = Plan(days=2, visits=500)


@pytest.mark.parametrize("seed", [1, 2])
def test_two_days_of_trouble_break_no_promise(seed: int) -> None:
    outcome = in_memory(seed, SHORT)
    assert outcome.broken == []
    assert outcome.tickets > SHORT.visits


def test_a_bad_day_on_the_real_books_breaks_no_promise() -> None:
    outcome = on_files(3, Plan(days=1, visits=120))
    assert outcome.broken == []
    assert outcome.tickets > 60


def test_a_seed_gives_the_same_days_again() -> None:
    small = Plan(days=1, visits=100, trouble=3.0)
    assert in_memory(7, small) == in_memory(7, small)
