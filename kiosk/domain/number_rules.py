"""The rest of a hall's number space, as the city publishes it: terminals' own letters, the low-water level, the spare.

A publication of its own beside the hall's settings: a terminal of an older version does not know it and goes on
without. A letter belongs to its terminal from a business day on, and never moves from one terminal straight to another:
the first one may be cut off and still be giving numbers under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.hall_settings import HallSettings
from kiosk.domain.published import Node, PublicationError, publication, without_doubles
from kiosk.domain.spoken_letters import TAKEN_FOR_DIGITS

KIND = "number_rules"  # of the change that brings it
MOST_LETTERS = 3  # before the digits of a label: a queue's one or two and a terminal's


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """A terminal's letter, in force from the business day `since` (ISO) on."""

    terminal: str
    letter: str  # one or two capitals
    since: str


@dataclass(frozen=True, slots=True)
class NumberRules:
    """`own_digits` 2–4: least digits behind a terminal's letter. `low_water`: numbers left when the staff are told.
    `open_spare`: a queue whose own part is used up goes on in the spare part."""

    version: str = ""
    letters: tuple[OwnLetter, ...] = ()
    own_digits: int = 2
    low_water: int = 0
    open_spare: bool = False

    def letter_of(self, terminal: str, day: str) -> str:
        """The terminal's letter on a business day; empty when it has none."""
        return self.letters_on(day).get(terminal, "")

    def letters_on(self, day: str) -> Mapping[str, str]:
        """By terminal, what is in force on a business day."""
        return {one.terminal: one.letter for one in self.letters if one.since <= day}


NOTHING_PUBLISHED = NumberRules()


def number_rules_from(data: Mapping[str, object]) -> NumberRules:
    """Raises PublicationError for anything missing, doubled or unknown."""
    root = publication(data)
    root.only("format", "version", "note", "own_digits", "terminals", "low_water", "open_spare")
    rows = (_letter(row) for row in root.field("terminals").rows(0))
    letters = without_doubles(rows, lambda one: one.terminal, "terminals")
    without_doubles(letters, lambda one: one.letter, "terminals")
    return NumberRules(
        root.field("version").text(20),
        letters,
        root.field("own_digits").whole(2, 4),
        root.field("low_water").whole(0, 10_000),
        root.field("open_spare").flag(),
    )


def check_with(rules: NumberRules, hall: HallSettings) -> None:
    """Whether labels of terminals stay short enough to be called. Raises PublicationError."""
    longest = max((len(queue.prefix) for queue in hall.queues), default=0)
    for at, one in enumerate(rules.letters):
        if longest + len(one.letter) > MOST_LETTERS:
            sentence = f"with a queue's {longest} letters, '{one.letter}' makes more than {MOST_LETTERS}"
            raise PublicationError(f"terminals[{at}].letter", sentence)


def check_succession(before: Iterable[OwnLetter], after: NumberRules) -> None:
    """Whether a new publication may follow letters that are in force. Raises PublicationError."""
    held = {one.letter: one.terminal for one in before}
    for at, one in enumerate(after.letters):
        holder = held.get(one.letter, one.terminal)
        if holder != one.terminal:
            sentence = f"'{one.letter}' is terminal {holder}'s; take it out in one version and give it in a later one"
            raise PublicationError(f"terminals[{at}].letter", sentence)


def _letter(node: Node) -> OwnLetter:
    node.only("id", "letter", "since")
    letter = node.field("letter")
    written = letter.text(2, r"[A-Z]{1,2}")
    for one in written:
        if one in TAKEN_FOR_DIGITS:
            raise letter.wrong(f"'{one}' is taken for the digit {TAKEN_FOR_DIGITS[one]}")
    return OwnLetter(node.field("id").text(40), written, _day(node.field("since")))


def _day(node: Node) -> str:
    try:
        return date.fromisoformat(node.text(10, r"\d{4}-\d\d-\d\d")).isoformat()
    except PublicationError:
        raise
    except ValueError as error:
        raise node.wrong(f"'{node.value}' is no date") from error
