"""Counters are read as numbers, tickets digit by digit."""

from __future__ import annotations

import pytest

from drivers.speaker.numerals import chinese, one_by_one


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"), (3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (2026, "二千零二十六"), (9000, "九千"), (9010, "九千零一十"), (12345, "一二三四五"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_people_say_it(number: int, said: str) -> None:
    assert chinese(number) == said


def test_a_tickets_digits_are_said_one_by_one_with_their_zeros() -> None:
    assert one_by_one("012") == "零一二"
