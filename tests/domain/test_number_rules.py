"""Letters of terminals, low water and the spare as published: what is refused, and what may follow what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import hall_settings_from
from kiosk.domain.number_rules import (
    NOTHING_PUBLISHED,
    NumberRules,
    OwnLetter,
    check_succession,
    check_with,
    number_rules_from,
)
from kiosk.domain.published import PublicationError

GOOD: dict[str, Any] = {
    "format": 1,
    "version": "1",
    "own_digits": 2,
    "low_water": 20,
    "open_spare": True,
    "terminals": [
        {"id": "T1", "letter": "C", "since": "2026-11-01"},
        {"id": "T2", "letter": "D", "since": "2026-11-24"},
    ],
}


def rules(*letters: tuple[str, str]) -> NumberRules:
    return NumberRules("2", tuple(OwnLetter(terminal, letter, "2026-11-01") for terminal, letter in letters))


def test_what_the_package_publishes_can_be_read_and_fits_its_hall() -> None:
    published = load_publication()
    found = number_rules_from(published["number_rules"])
    check_with(found, hall_settings_from(published["hall"]))
    assert found.letter_of("T1", "2026-11-23") == "C"


def test_a_letter_is_in_force_from_its_business_day_on() -> None:
    found = number_rules_from(GOOD)
    assert found.letters_on("2026-11-23") == {"T1": "C"}
    assert found.letters_on("2026-11-24") == {"T1": "C", "T2": "D"}
    assert found.letter_of("T2", "2026-11-23") == ""
    assert NOTHING_PUBLISHED.letter_of("T1", "2026-11-23") == ""


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("terminals", [GOOD["terminals"][0], {**GOOD["terminals"][1], "letter": "C"}]),
        ("terminals", [GOOD["terminals"][0], {**GOOD["terminals"][1], "id": "T1"}]),
        ("terminals[0].letter", [{**GOOD["terminals"][0], "letter": "I"}]),
        ("terminals[0].letter", [{**GOOD["terminals"][0], "letter": "O"}]),
        ("terminals[0].letter", [{**GOOD["terminals"][0], "letter": "c"}]),
        ("terminals[0].letter", [{**GOOD["terminals"][0], "letter": "CDF"}]),
        ("terminals[0].letter", [{**GOOD["terminals"][0], "letter": ""}]),
        ("terminals[0].since", [{**GOOD["terminals"][0], "since": "2026-02-30"}]),
        ("terminals[0].since", [{**GOOD["terminals"][0], "since": "tomorrow"}]),
        ("terminals[0]", [{**GOOD["terminals"][0], "until": "2026-12-01"}]),
    ],
)
def test_letters_that_two_could_share_or_nobody_could_read_are_refused(path: str, changed: list[Any]) -> None:
    with pytest.raises(PublicationError) as refused:
        number_rules_from({**GOOD, "terminals": changed})
    assert refused.value.path == path


@pytest.mark.parametrize("field", ["own_digits", "low_water", "open_spare", "terminals", "version"])
def test_nothing_is_guessed(field: str) -> None:
    with pytest.raises(PublicationError):
        number_rules_from({key: value for key, value in GOOD.items() if key != field})


def test_a_label_of_more_than_three_letters_is_refused() -> None:
    hall = hall_settings_from(load_publication()["hall"])
    check_with(rules(("T1", "CD")), hall)
    long = replace(hall, queues=(replace(hall.queues[0], prefix="AX"), *hall.queues[1:]))
    with pytest.raises(PublicationError, match="more than 3"):
        check_with(rules(("T1", "CD")), long)


def test_a_letter_never_moves_straight_from_one_terminal_to_another() -> None:
    before = rules(("T1", "C"), ("T2", "D"))
    check_succession(before.letters, rules(("T1", "C"), ("T3", "F")))
    check_succession(before.letters, rules(("T1", "F"), ("T2", "D")))
    with pytest.raises(PublicationError, match="terminal T1's"):
        check_succession(before.letters, rules(("T3", "C")))
    with pytest.raises(PublicationError, match="terminal T2's"):
        check_succession(before.letters, rules(("T1", "D"), ("T2", "C")))
