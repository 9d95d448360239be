"""Numbers: disjoint parts, no number twice, none given again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hall_settings import NumberRange, NumberSpace
from kiosk.domain.numbering import DaySpace, day_space_from, next_number, number_of

SPACE = DaySpace("social", "A", NumberSpace(3, NumberRange(1, 499), NumberRange(500, 799), NumberRange(800, 999)))


def test_the_first_number_of_a_day_is_the_first_of_the_sequencers_part() -> None:
    assert next_number(SPACE.numbers.sequencer, 0) == 1
    assert next_number(NumberRange(100, 200), 0) == 100


def test_the_next_number_follows_the_highest_ever_seen() -> None:
    assert next_number(SPACE.numbers.sequencer, 41) == 42


def test_a_used_up_part_gives_no_number_of_another_issuer() -> None:
    assert next_number(SPACE.numbers.sequencer, 498) == 499
    assert next_number(SPACE.numbers.sequencer, 499) is None


def test_a_label_is_written_with_leading_zeros_and_read_back() -> None:
    assert SPACE.label(7) == "A007"
    assert number_of("A007", SPACE) == 7
    assert number_of("A800", SPACE) == 800


@pytest.mark.parametrize("label", ["", "A", "A7", "A0007", "B007", "A000", "A00x", "A-07", "A007 ", "A٠٠٧"])
def test_a_label_nobody_here_could_have_given_has_no_number(label: str) -> None:
    assert number_of(label, SPACE) is None


@given(st.integers(2, 6), st.integers(1, 30))
def test_a_days_space_survives_being_written_into_the_first_event(digits: int, size: int) -> None:
    parts = NumberRange(1, size), NumberRange(size + 1, 2 * size), NumberRange(2 * size + 1, 3 * size)
    space = DaySpace("exit-entry", "DX", NumberSpace(digits, *parts))
    assert day_space_from(space.text()) == space


@pytest.mark.parametrize("text", ["", "a:b:c", "a:A:3:1-2:3-4", "a:A:x:1-2:3-4:5-6", "a:A:3:1-2:3-4:5-6:7-8"])
def test_a_damaged_space_is_no_space(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_space_from(text)
