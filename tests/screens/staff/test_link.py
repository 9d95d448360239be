"""What a screen says about its line: silence is never read as a line that is up."""

from __future__ import annotations

from kiosk.domain.ticket import HallUnreachable
from screens.staff.link import Link, LinkWord

LOST = HallUnreachable.TIMED_OUT


def test_before_anything_was_heard_the_line_is_not_up() -> None:
    assert not Link().up
    assert Link().told(LOST, "09:00").word is LinkWord.CONNECTING


def test_a_lost_line_keeps_the_time_at_which_it_was_lost() -> None:
    lost = Link().told(None, "09:00").told(LOST, "09:54").told(HallUnreachable.NO_CONNECTION, "09:57")
    assert (lost.word, lost.since) == (LinkWord.LOST, "09:54")


def test_a_line_that_came_back_and_went_again_has_a_new_time() -> None:
    again = Link().told(None, "09:00").told(LOST, "09:54").told(None, "09:55").told(LOST, "10:10")
    assert again.since == "10:10"


def test_a_token_that_the_hall_refuses_is_said_even_before_the_first_word() -> None:
    assert Link().told(HallUnreachable.NOT_ALLOWED, "09:00").word is LinkWord.NOT_ALLOWED
