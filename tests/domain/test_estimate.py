"""The wait that is shown: a range, honest about what is not known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.estimate import (
    ENOUGH,
    LONGEST_MINUTES,
    SOON_MINUTES,
    UNKNOWN,
    Counters,
    Estimate,
    Pace,
    estimate,
    pace_of,
)

MINUTE = 60_000
TWO = Counters(2)


def test_without_any_service_today_the_items_typical_minutes_count() -> None:
    assert pace_of([], 10) == Pace(7 * MINUTE, 13 * MINUTE)
    assert pace_of([MINUTE] * (ENOUGH - 1), 10) == pace_of([], 10)


def test_a_queue_that_goes_quickly_today_shows_a_shorter_wait() -> None:
    slow, quick = pace_of([], 10), pace_of([2 * MINUTE] * 20, 10)
    assert estimate(10, quick, TWO).high < estimate(10, slow, TWO).low


def test_one_long_case_does_not_frighten_everybody() -> None:
    usual = [5 * MINUTE] * 19
    assert pace_of([*usual, 90 * MINUTE], 10) == pace_of([*usual, 5 * MINUTE], 10)


def test_six_people_and_two_counters_at_five_minutes_each() -> None:
    assert estimate(6, Pace(4 * MINUTE, 6 * MINUTE), TWO) == Estimate(12, 21)


def test_nobody_ahead_and_every_counter_taken_still_means_up_to_one_service() -> None:
    assert estimate(0, Pace(4 * MINUTE, 6 * MINUTE), Counters(1)) == Estimate(0, 6)


def test_a_free_counter_calls_soon_however_long_a_service_takes() -> None:
    slow = Pace(20 * MINUTE, 40 * MINUTE)
    assert estimate(0, slow, Counters(3, free=1)) == Estimate(0, SOON_MINUTES)
    assert estimate(1, slow, Counters(3, free=1)).high > SOON_MINUTES


def test_people_of_other_queues_at_the_same_counter_lengthen_the_long_case_only() -> None:
    pace = Pace(4 * MINUTE, 6 * MINUTE)
    alone, shared = estimate(6, pace, Counters(2)), estimate(6, pace, Counters(2, rivals=1.5))
    assert shared.low == alone.low
    assert shared.high > alone.high


def test_without_an_open_counter_nobody_can_tell() -> None:
    assert estimate(6, Pace(4 * MINUTE, 6 * MINUTE), Counters(0)) == UNKNOWN


def test_a_long_wait_is_told_in_steps_of_five_minutes() -> None:
    wait = estimate(26, Pace(4 * MINUTE, 6.5 * MINUTE), TWO)
    assert wait == Estimate(50, 90)


@given(
    st.integers(0, 20_000),
    st.lists(st.integers(0, 10**9), max_size=20),
    st.integers(1, 240),
    st.integers(0, 50),
)
def test_the_range_is_never_upside_down_nor_endless(ahead: int, recent: list[int], typical: int, counters: int) -> None:
    wait = estimate(ahead, pace_of(recent, typical), Counters(counters, counters // 3, ahead * 0.5))
    assert 0 <= wait.low <= wait.high <= LONGEST_MINUTES
