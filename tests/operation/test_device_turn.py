"""When a device is looked at again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.operation.device_turn import beat_after

PACES = st.sampled_from([0.05, 0.08, 0.2, 0.25, 0.4, 1.0, 5.0])


@given(st.floats(0, 1e7), PACES)
def test_never_later_than_its_pace_and_never_at_once(began_s: float, every_s: float) -> None:
    assert 0.9 * 0.01 * every_s < beat_after(began_s, every_s) - began_s <= 1.011 * every_s  # one that woke early


@given(st.floats(0, 1e6), st.floats(0, 1e6), PACES)
def test_two_of_one_pace_meet_whenever_they_began(one_s: float, other_s: float, every_s: float) -> None:
    apart = abs(beat_after(one_s, every_s) - beat_after(other_s, every_s)) / every_s
    assert apart == pytest.approx(round(apart), abs=1e-3)


def test_a_thread_that_wakes_a_little_before_its_time_is_not_due_again_at_once() -> None:
    assert beat_after(4.9999, 1.0) == 6.0
