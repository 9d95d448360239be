"""The line is as slow as its speed says, and not slower because its keeper was late."""

from __future__ import annotations

import pytest

from drivers.far_end.pty_line import Pace

BYTE_S = 10 / 9600


def test_bytes_that_follow_each_other_take_their_time_whoever_comes_late_to_look() -> None:
    pace = Pace(9600)
    ends = [pace.carry(16, since=5.0) for _ in range(45)]
    assert ends[0] == pytest.approx(5.0 + 16 * BYTE_S)
    assert ends[-1] == pytest.approx(5.0 + 45 * 16 * BYTE_S)


def test_after_a_pause_the_line_begins_when_there_is_something_to_carry() -> None:
    pace = Pace(9600)
    pace.carry(16, since=5.0)
    assert pace.carry(1, since=9.0) == pytest.approx(9.0 + BYTE_S)
