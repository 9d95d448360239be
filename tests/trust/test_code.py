"""The code that a person reads on one screen and types on another."""

from __future__ import annotations

import pytest

from kiosk.trust.code import Code, code_of, read_code


def test_a_code_is_read_as_it_was_shown_however_it_is_typed() -> None:
    code = code_of(19360554, 482)
    assert len(code.shown()) == 14
    for typed in (code.shown(), code.shown().replace("-", ""), f" {code.shown().replace('-', ' ')} "):
        assert read_code(typed) == code
    full_width = code.shown().translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert read_code(full_width) == code


def test_every_single_slip_of_the_finger_is_noticed() -> None:
    digits = code_of(19360554, 482).shown().replace("-", "")
    for at, right in enumerate(digits):
        for wrong in set("0123456789") - {right}:
            assert read_code(digits[:at] + wrong + digits[at + 1 :]) is None


@pytest.mark.parametrize("typed", ["", "1234", "4827-1936-05541", "4827-1936-055x", "四八二七一九三六零五五四"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_is_not_shown_by_accident_and_is_stretched_with_its_plate() -> None:
    one, other = code_of(5, 1), code_of(5, 2)
    assert "00000005" not in repr(one)
    assert one == Code("001", "00000005")
    assert one.stretched() != other.stretched()
    assert one.stretched() == code_of(5, 1).stretched()
