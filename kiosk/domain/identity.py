"""Who stands here: the citizen number's arithmetic, a card's contents, and what of them may be shown.

GB 11643 (citizen number) and ISO 7064 MOD 11-2 (its check character). Division codes are advisory only: an unknown
one is never a refusal, because no list is both current and historical.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
LENGTH = 18


class NumberProblem(StrEnum):
    TOO_LONG = "too_long"
    NOT_A_DIGIT = "not_a_digit"
    NO_SUCH_DATE = "no_such_date"
    BORN_TOMORROW = "born_tomorrow"
    CHECK_CHARACTER = "check_character"


class CardKind(StrEnum):
    RESIDENT = "resident"
    HMT_PERMIT = "hmt_permit"  # residence permit for Hong Kong, Macao and Taiwan
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"


class Sex(StrEnum):
    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class CardRecord:
    """What a card says. Lives in memory for one session; `repr` shows nothing of it, so that no log ever can.

    Dates are ISO; `valid_to` is empty for 长期. Fields a kind of card lacks are empty.
    """

    kind: CardKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    birth: date | None = field(repr=False, default=None)
    sex: Sex = field(repr=False, default=Sex.UNKNOWN)
    nation: str = field(repr=False, default="")
    address: str = field(repr=False, default="")
    authority: str = field(repr=False, default="")
    valid_from: date | None = field(repr=False, default=None)
    valid_to: date | None = field(repr=False, default=None)
    long_term: bool = field(repr=False, default=False)
    pass_number: str = field(repr=False, default="")
    english_name: str = field(repr=False, default="")
    nationality: str = field(repr=False, default="")
    old_number: str = field(repr=False, default="")  # of a FOREIGNER_2023 holder who had a card before: 15 characters
    new_address: str = field(repr=False, default="")  # appended to the card later, where it was asked for


def check_character(first17: str) -> str:
    """The 18th character for 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def birth_date(number: str) -> date | None:
    """Digits 7–14 as a date, or None when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def problem_while_typing(typed: str, today: date) -> NumberProblem | None:
    """What is already certainly wrong with a number of 0 to 18 characters; None while it can still become right."""
    if len(typed) > LENGTH:
        return NumberProblem.TOO_LONG
    if not (typed[:17].isascii() and (typed[:17].isdigit() or not typed)):
        return NumberProblem.NOT_A_DIGIT
    if len(typed) >= 14:
        born = birth_date(typed)
        if born is None or born.year < 1900:
            return NumberProblem.NO_SUCH_DATE
        if born > today:
            return NumberProblem.BORN_TOMORROW
    if len(typed) == LENGTH and typed[17].upper() != check_character(typed[:17]):
        return NumberProblem.CHECK_CHARACTER
    return None


def is_number(text: str, today: date) -> bool:
    """A whole, consistent citizen number (or one of the 8… and 9… kinds, which share its arithmetic)."""
    return len(text) == LENGTH and problem_while_typing(text, today) is None


def age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_MOST_STARS = 4


def masked_name(name: str) -> str:
    """张三丰 → 张*丰, 李雷 → 李*, 欧阳娜娜 → 欧**娜; a name of one character or none is hidden whole.

    At most four characters are starred: how long a long name is says who it is, and no page has room for it.
    """
    letters = name.strip()
    if len(letters) <= 1:
        return "*" if letters else ""
    if len(letters) == 2:
        return letters[0] + "*"
    return letters[0] + "*" * min(len(letters) - 2, _MOST_STARS) + letters[-1]


def masked_number(number: str) -> str:
    """First six and last four, as the screen may show it; anything too short is hidden whole."""
    return f"{number[:6]}********{number[-4:]}" if len(number) >= 12 else "*" * len(number)


def tail(number: str) -> str:
    """The last four characters, which is all that a ticket may carry."""
    return number[-4:] if len(number) >= 8 else ""
