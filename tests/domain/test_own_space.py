"""No two lives of a terminal give the same number of its letter, whatever its disk remembers."""

from __future__ import annotations

from itertools import pairwise

from kiosk.domain.hall_settings import NumberRange
from kiosk.domain.numbering import MOST_OWN
from kiosk.domain.own_space import BLOCK, BLOCKS, STEP_MS, own_number, own_space

DAY_MS = 24 * 3_600_000


def test_a_counted_life_begins_with_its_block_and_goes_on_with_the_time() -> None:
    assert own_space(1, 0, 60_000) == (NumberRange(1, 40), NumberRange(1001, 1006))
    assert own_space(2, 0, 5_000) == (NumberRange(41, 80),), "the time has none yet"
    space = own_space(2, 0, 60_000)
    assert [own_number(space, after) for after in (1, 60, 81, 1006, 1007)] == [41, 60, 1001, 1006, None]


def test_a_life_that_nobody_counted_has_the_time_alone() -> None:
    assert own_space(0, 90_000, 115_000) == (NumberRange(1010, 1011),)
    assert own_space(BLOCKS + 1, 90_000, 115_000) == own_space(0, 90_000, 115_000), "so often it did not start well"
    assert own_space(0, 90_000, 99_999) == ()
    assert own_number((), 1) is None


def test_a_life_that_began_the_day_before_has_the_whole_day() -> None:
    assert own_space(0, -DAY_MS, 30_000) == (NumberRange(1001, 1003),)


def test_the_day_ends_before_the_letter() -> None:
    assert own_space(0, 0, DAY_MS + 3_600_000)[-1].last <= MOST_OWN
    assert own_space(BLOCKS, 0, 0)[0].last < own_space(0, 0, STEP_MS)[0].first


def test_what_one_life_can_have_given_lies_below_where_any_later_one_begins() -> None:
    for began in range(0, 200_000, 3_700):
        for ended in range(began, began + 120_000, 4_300):
            mine, later = own_space(0, began, ended), own_space(0, ended, ended + 60_000)
            assert not mine or mine[-1].last < later[0].first


def test_blocks_of_two_lives_never_meet() -> None:
    blocks = [own_space(nth, 0, 0)[0] for nth in range(1, BLOCKS + 1)]
    assert [block.first for block in blocks] == list(range(1, BLOCK * BLOCKS, BLOCK))
    assert all(before.last < after.first for before, after in pairwise(blocks))
