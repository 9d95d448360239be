"""An announcement's text as the clips that say it: 请A001号到3号窗口办理 → please A 0 0 1 number_to 3 counter_handle.

Pure. A ticket's characters are spoken one by one; a counter's number as a number up to 99, digit by digit beyond.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

_CALL = re.compile(r"请([A-Z]{1,3})([0-9]{1,7})号到([0-9]{1,4})号窗口办理")
_CALL_EN = re.compile(r"(?:Ticket|Number) ([A-Z]{1,3})([0-9]{1,7}), please go to counter ([0-9]{1,4})")

Pieces = tuple[str, ...]


def pieces(text: str) -> tuple[str, Pieces] | None:
    """The language and the names of the clips, in order; None when the text has to be synthesized."""
    words = text.strip().rstrip("。.")
    if called := _CALL.fullmatch(words):
        return "zh", ("please", *_ticket(called[1], called[2]), "number_to", *number(called[3]), "counter_handle")
    if called := _CALL_EN.fullmatch(words):
        return "en", ("ticket", *_ticket(called[1], called[2]), "go_to_counter", *number(called[3]))
    for language, known in _prompts().items():
        if words in known:
            return language, (f"prompt_{known[words]}",)
    return None


def language_of(text: str) -> str:
    """zh when there is a Chinese character in it, else en."""
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in text) else "en"


def number(digits: str) -> Pieces:
    """12 → 十二, 24 → 二十 四, 100 and more digit by digit."""
    value = int(digits)
    if value < 10:
        return (f"digit_{value}",)
    if value < 20 or (value < 100 and value % 10 == 0):
        return (f"number_{value}",)
    if value < 100:
        return (f"number_{value // 10 * 10}", f"digit_{value % 10}")
    return tuple(f"digit_{digit}" for digit in digits)


def _ticket(letters: str, digits: str) -> Pieces:
    return (*(f"letter_{letter}" for letter in letters), *(f"digit_{digit}" for digit in digits))


@cache
def _prompts() -> dict[str, dict[str, str]]:
    """Language → sentence → its key, from the same file that the clips were made from."""
    table = tomllib.loads(resources.files("drivers.speaker").joinpath("prompts.toml").read_text("utf-8"))
    return {language: {text: key for key, text in table[language]["prompts"].items()} for language in ("zh", "en")}
