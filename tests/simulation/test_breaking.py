"""The short form of `python -m tests.simulation.breaking`: a rule that is broken on purpose is found, and so called."""

from __future__ import annotations

import pytest

from tests.simulation.breaking import BREAKS, Break, found
from tests.simulation.running import in_memory

_FOUND_SOON = [one for one in BREAKS if one.plan.visits < 1000]  # the others need whole days


@pytest.mark.parametrize("one", _FOUND_SOON, ids=lambda one: one.rule)
def test_a_hall_in_which_a_rule_is_broken_is_told_from_a_good_one(one: Break) -> None:
    assert found(one, seeds=4).as_expected


def test_on_the_same_days_nothing_is_said_of_a_good_hall() -> None:
    for plan in {one.plan.trouble: one.plan for one in _FOUND_SOON if one.plan.visits < 100}.values():
        assert in_memory(1, plan).broken == []
