"""Numbers: disjoint parts, no number twice, none given again."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hall_settings import NumberRange, NumberSpace
from kiosk.domain.numbering import (
    MOST_OWN,
    DaySpace,
    Issuer,
    Numbered,
    Part,
    day_space_from,
    left_in,
    next_number,
    number_of,
    numbered,
    own_label,
)

SPACE = DaySpace("social", "A", NumberSpace(3, NumberRange(1, 499), NumberRange(500, 799), NumberRange(800, 999)))
HALLS = (Part.SEQUENCER, Part.STANDBY, Part.SPARE, Part.STANDBY_SPARE)


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
    assert numbered(label, SPACE) is None


@given(st.integers(2, 6), st.integers(1, 30))
def test_a_days_space_survives_being_written_into_the_first_event(digits: int, size: int) -> None:
    parts = NumberRange(1, size), NumberRange(size + 1, 2 * size), NumberRange(2 * size + 1, 3 * size)
    space = DaySpace("exit-entry", "DX", NumberSpace(digits, *parts))
    assert day_space_from(space.text()) == space


@pytest.mark.parametrize("text", ["", "a:b:c", "a:A:3:1-2:3-4", "a:A:x:1-2:3-4:5-6", "a:A:3:1-2:3-4:5-6:7-8"])
def test_a_damaged_space_is_no_space(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_space_from(text)


# the two nodes of a hall, and the spare


def test_two_nodes_in_doubt_at_once_have_a_half_of_the_spare_each() -> None:
    assert SPACE.part(Issuer.SEQUENCER.spare) == NumberRange(800, 899)
    assert SPACE.part(Issuer.STANDBY.spare) == NumberRange(900, 999)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 199))
def test_every_number_belongs_to_one_issuer_or_to_none(sequencer: int, standby: int, spare: int) -> None:
    last = sequencer + standby
    space = DaySpace(
        "q",
        "A",
        NumberSpace(
            3, NumberRange(1, sequencer), NumberRange(sequencer + 1, last), NumberRange(last + 1, last + spare)
        ),
    )
    for number in range(last + spare + 2):
        holders = [part for part in HALLS if number in space.part(part)]
        assert len(holders) <= 1
        assert space.part_of(number) == (holders[0] if holders else None)
    for one, other in combinations(HALLS, 2):
        first, second = space.part(one), space.part(other)
        assert first.last < second.first or second.last < first.first


def test_a_part_says_how_much_it_still_has() -> None:
    assert left_in(NumberRange(10, 20), 0) == 11
    assert left_in(NumberRange(10, 20), 12) == 8
    assert left_in(NumberRange(10, 20), 25) == 0


# a terminal's own letter


def test_a_terminals_own_number_carries_queue_and_terminal() -> None:
    assert own_label("A", "C", 7, 2) == "AC07"
    assert numbered("AC07", SPACE) == Numbered(Part.OWN, 7, "C")
    assert numbered("A007", SPACE) == Numbered(Part.SEQUENCER, 7)


def test_own_numbers_grow_a_digit_instead_of_running_out() -> None:
    assert own_label("A", "C", 100, 2) == "AC100"
    assert numbered("AC100", SPACE) == Numbered(Part.OWN, 100, "C")


@pytest.mark.parametrize("label", ["AC7", "AC00", "AC12345", "Ac07", "ACDE07", "C07", "AC", "AC07 ", "AC٠٧"])
def test_what_only_looks_like_an_own_number_is_none(label: str) -> None:
    assert numbered(label, SPACE) is None


@given(st.sampled_from(("C", "D", "CD")), st.integers(1, MOST_OWN), st.integers(2, 4))
def test_every_own_number_is_read_back_and_is_no_number_of_a_hall(letter: str, number: int, digits: int) -> None:
    label = own_label("A", letter, number, digits)
    assert numbered(label, SPACE) == Numbered(Part.OWN, number, letter)
    assert number_of(label, SPACE) is None
