"""How long somebody will wait, in words: their own kind's wait, and no more than is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.journeys import pages as of
from screens.citizen.faces import shown
from screens.citizen.pages.wording import Face
from tests.screens.citizen.scenes import PERSON, dressed, knowledge, published, scenes, view


def check(now: of.QueueNow, *, green: bool, language: str = "zh") -> Face:
    item = published()[0].item(scenes()["check"].item)
    assert item is not None
    known = replace(knowledge(), queues={item.queue: now})
    page = view(of.Check(), step=of.Step.CHECK, person=replace(PERSON, green=green), knowledge=known)
    return shown(dressed(page, language=language)).face


def test_each_kind_of_person_reads_the_wait_of_their_kind() -> None:
    now = of.QueueNow(9, 30, 45, 3, 8)
    assert (check(now, green=True)["wait"], check(now, green=False)["wait"]) == ("3–8", "30–45")


def test_before_there_is_a_number_nobody_is_said_to_be_before_anybody() -> None:
    """Whoever waits already is one of those nine."""
    face = check(of.QueueNow(9, 30, 45, 3, 8), green=False)
    assert (face["aheadHead"], face["ahead"]) == ("现在等候", "9")
    assert shown(scenes()["ticket-printed"]).face["aheadHead"] == "前面等候"


@pytest.mark.parametrize(("language", "words"), [("zh", ("", "5", "分钟内")), ("en", ("", "5", "min or less"))])
def test_a_wait_without_a_lower_end_is_at_most_so_long(language: str, words: tuple[str, str, str]) -> None:
    face = check(of.QueueNow(0, 0, 5, 0, 5), green=False, language=language)
    assert (face["waitBefore"], face["wait"], face["waitUnit"]) == words


def test_a_wait_that_nobody_knows_is_said_to_be_unknown() -> None:
    face = check(of.QueueNow(3, 0, 0, 0, 0), green=True)
    assert (face["wait"], face["waitUnit"]) == ("", "暂无估计")


def test_nobody_is_said_to_be_before_a_number_that_was_passed_over() -> None:
    face = shown(scenes()["passed-recently"]).face
    assert [face[name] for name in ("aheadHead", "ahead", "aheadUnit", "waitHead", "wait", "waitUnit")] == [""] * 6
