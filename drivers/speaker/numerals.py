"""Numbers as Mandarin says them: 12 十二, 108 一百零八; and digit by digit, as in a ticket's number."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def chinese(number: int) -> str:
    """0 to 9,999; larger numbers digit by digit."""
    if not 0 < number <= 9_999:
        return one_by_one(str(number))
    said, places = "", str(number)
    for place, digit in zip(reversed(range(len(places))), places, strict=True):
        if digit != "0":
            said += DIGITS[int(digit)] + _UNITS[place]
        elif said and not said.endswith("零"):
            said += "零"
    said = said.rstrip("零")
    return said.removeprefix("一") if said.startswith("一十") else said


def one_by_one(digits: str) -> str:
    """`digits` holds 0 to 9 only."""
    return "".join(DIGITS[int(digit)] for digit in digits)
