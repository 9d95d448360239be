"""A queue's letter must not be one of its digits when a number is called out or read."""

from __future__ import annotations

from dataclasses import replace

from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import hall_settings_from
from kiosk.domain.spoken_letters import misheard


def test_the_published_hall_has_no_letter_that_is_heard_as_a_digit() -> None:
    assert misheard(hall_settings_from(load_publication()["hall"]).queues) == ()


def test_e_before_digits_is_heard_as_one_and_a_letter_behind_it_saves_it() -> None:
    queue = hall_settings_from(load_publication()["hall"]).queues[0]
    wrong = [replace(queue, prefix=prefix) for prefix in ("E", "AE", "Q", "I", "O")]
    assert misheard([*wrong, replace(queue, prefix="EA"), replace(queue, prefix="Y")]) == tuple(wrong)
