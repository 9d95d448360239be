"""A card left on the reader: said, shown, reported to the staff, never read for the next citizen, and cleared."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kiosk.hall.core.answers import CounterView, NoticeKind, StaffNotice
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.session import Limits
from tests.faults.killed_terminal import Factory
from tests.faults.visiting import choose, invented_number, lay, numbered, open_terminal, type_in, waits_once
from tests.journeys.whole_hall import ITEM, Terminal, WholeHall, Wishes, until

pytestmark = pytest.mark.timeout(120)
QUICK = Limits(forgotten_report=2, forgotten_repeat=1, forgotten_says=3)
TAKE, LEFT = "请取走您的身份证", "您的身份证还在机器上，请取走"


@pytest.fixture
def terminal(terminals: Callable[[Wishes], Terminal]) -> Terminal:
    return terminals(Wishes(limits=QUICK))


def notices(hall: WholeHall) -> list[StaffNotice]:
    view = hall.counter.view()
    assert isinstance(view, CounterView)
    return [notice for notice in view.notices if notice.kind is NoticeKind.CARD_FORGOTTEN]


def is_reported(hall: WholeHall, terminal: Terminal) -> None:
    terminal.see(pages.TakeYourCard, lambda page: page.reported)
    assert "通知工作人员" in terminal.says()
    assert terminal.has_logged("card_forgotten")["level"] == "warning"
    (notice,) = until(lambda: notices(hall), "the caller's staff are told")
    assert notice.terminal == "T1"


def is_cleared(hall: WholeHall, terminal: Terminal) -> None:
    assert terminal.has_logged("card_collected")
    until(lambda: not notices(hall), "the staff hear that it was taken")


def forget(hall: WholeHall, terminal: Terminal, card: str) -> None:
    """Somebody takes a number, leaves, and leaves the card."""
    lay(hall, terminal, card)
    waits_once(hall, numbered(terminal))
    terminal.touch(said.Exit())
    terminal.see(pages.TakeYourCard)
    assert terminal.view is not None and terminal.view.person is None
    assert terminal.listener.said[-1] == TAKE


def test_it_is_said_a_few_times_shown_and_reported_and_cleared_when_it_is_taken(
    hall: WholeHall, terminal: Terminal
) -> None:
    forget(hall, terminal, "ordinary")
    until(lambda: terminal.listener.begun_again == 1, "the visit is over, and with it how loud it was")
    assert notices(hall) == []
    until(lambda: terminal.listener.said.count(LEFT) == 2, "it is said again")
    is_reported(hall, terminal)
    time.sleep(1.2)
    assert terminal.listener.said.count(LEFT) == 2, "and then there is silence"
    hall.work("lift_card")
    terminal.see(pages.Home)
    is_cleared(hall, terminal)
    hall.call_everybody()


def test_it_is_not_read_for_the_next_citizen_who_lays_another(hall: WholeHall, terminal: Terminal) -> None:
    forget(hall, terminal, "two_characters")
    terminal.touch(said.GoHome())  # the next citizen does not wait
    terminal.see(pages.Home)
    until(lambda: notices(hall), "the staff are told at once")
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    terminal.see(pages.CardPrompt, lambda page: page.left_lying)
    assert "取走" in terminal.says()
    time.sleep(0.6)
    assert isinstance(terminal.view and terminal.view.page, pages.CardPrompt)
    assert terminal.view is not None and terminal.view.person is None
    hall.work("lift_card")
    terminal.see(pages.CardPrompt, lambda page: not page.left_lying)
    is_cleared(hall, terminal)
    hall.work("lay_card", card="rare_characters")
    terminal.see(pages.Check)
    assert terminal.view.person is not None and terminal.view.person.name.startswith("王")
    assert not any("乔" in str(page) for page in terminal.pages[-4:])
    waits_once(hall, numbered(terminal))
    hall.work("lift_card")
    terminal.touch(said.Exit())
    terminal.see(pages.Home)
    hall.call_everybody()


def test_the_next_citizen_may_type_and_the_staff_still_hear_when_the_card_is_taken(
    hall: WholeHall, terminal: Terminal
) -> None:
    forget(hall, terminal, "elderly")
    is_reported(hall, terminal)
    terminal.touch(said.GoHome())
    choose(terminal)
    type_in(terminal, invented_number())
    waits_once(hall, numbered(terminal))
    terminal.touch(said.Exit())
    terminal.see(pages.TakeYourCard, lambda page: page.reported)
    assert len(notices(hall)) == 1
    hall.work("lift_card")
    terminal.see(pages.Home)
    is_cleared(hall, terminal)
    hall.call_everybody()


def test_nobody_comes_back_and_the_visit_ends_with_the_card_announced(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    terminal = terminals(Wishes(limits=Limits(page=3, warning=2, forgotten_report=1, forgotten_repeat=1)))
    lay(hall, terminal, "foreigner")
    until(lambda: terminal.view and terminal.view.warning, "the warning comes")
    assert terminal.view is not None and terminal.view.person is None, "and blanks who stands there"
    terminal.see(pages.TakeYourCard)
    is_reported(hall, terminal)
    hall.work("lift_card")
    terminal.see(pages.Home)
    is_cleared(hall, terminal)
    hall.call_everybody()


def test_a_card_still_lying_after_a_restart_is_announced_reported_and_read_for_nobody(hall: WholeHall) -> None:
    hall.work("reset")
    factory = Factory(hall)
    killed = factory.start()
    killed.touch(said.ShowHot(), said.ChooseItem(ITEM))
    killed.see(pages.CardPrompt)
    hall.work("lay_card", card="hmt_permit")
    killed.see(pages.Check)
    assert killed.name.startswith("陈")
    killed.kill()
    again = open_terminal(hall, Wishes(limits=QUICK))
    try:
        again.see(pages.TakeYourCard)
        assert again.listener.said[0] == TAKE
        is_reported(hall, again)
        again.touch(said.GoHome(), said.ShowHot(), said.ChooseItem(ITEM))
        again.see(pages.CardPrompt, lambda page: page.left_lying)
        time.sleep(0.6)
        assert not any(isinstance(page, pages.Check) for page in again.pages)
        hall.work("lift_card")
        again.see(pages.CardPrompt, lambda page: not page.left_lying)
        is_cleared(hall, again)
    finally:
        again.close()
        factory.close()


@pytest.mark.parametrize("lifted", ["while the terminal was down", "afterwards"])
def test_the_staff_hear_that_a_reported_card_is_gone_also_across_a_restart(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal], lifted: str
) -> None:
    first = terminals(Wishes(limits=QUICK))
    lay(hall, first, "foreigner_2017")
    first.touch(said.Exit())
    is_reported(hall, first)
    first.close()
    if lifted != "afterwards":
        hall.work("lift_card")
    again = terminals(Wishes(limits=QUICK))
    if lifted == "afterwards":
        again.see(pages.TakeYourCard, lambda page: page.reported)
        hall.work("lift_card")
    again.see(pages.Home)
    is_cleared(hall, again)
    assert again.logged("card_forgotten") == [], "one card is reported once"


def test_a_card_that_was_never_read_before_a_restart_is_read_only_after_its_owner_agreed(hall: WholeHall) -> None:
    hall.work("reset")
    factory = Factory(hall)
    killed = factory.start()
    hall.work("lay_card", card="longest")
    killed.see(pages.CardThere)
    killed.kill()
    again = open_terminal(hall, Wishes(limits=QUICK))
    try:
        until(lambda: isinstance(again.view and again.view.page, pages.CardThere | pages.TakeYourCard), "it is noticed")
        again.touch(said.GoHome())
        time.sleep(0.5)
        again.touch(said.GoHome(), said.ShowHot(), said.ChooseItem(ITEM))
        again.see(pages.CardPrompt, lambda page: page.left_lying)
        time.sleep(0.5)
        assert not any(isinstance(page, pages.Check) for page in again.pages)
        hall.work("lift_card")
        again.see(pages.CardPrompt, lambda page: not page.left_lying)
    finally:
        again.close()
        factory.close()
