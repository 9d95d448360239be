"""A card that somebody left lying: it is said, the staff hear of it, and nobody else's visit ever reads it."""

from __future__ import annotations

from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from tests.journeys.scenes import NAMED, Visit
from tests.journeys.test_take_ticket import at_check, at_ticket


def test_a_forgotten_card_is_announced_reported_and_never_read_for_the_next_citizen() -> None:
    visit = at_ticket()
    assert do.Say(do.Prompt.TAKE_CARD) in visit.give(said.Exit())
    assert visit.page() == pages.TakeYourCard() and visit.session.identified is None
    visit.wait(16)
    assert do.ReportForgotten() in visit.asked and do.Say(do.Prompt.CARD_LEFT) in visit.asked
    visit.give(said.GoHome())
    visit.asked.clear()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code))
    assert isinstance(page := visit.page(), pages.CardPrompt) and page.left_lying
    assert do.ReadCard() not in visit.asked
    assert visit.give(said.CardRemoved()) == (do.ReportCollected(), do.ReadCard())


def test_the_staff_hear_that_a_reported_card_is_gone_also_when_another_visit_lay_between() -> None:
    visit = at_ticket()
    visit.give(said.Exit())
    visit.wait(16)
    visit.give(said.GoHome(), said.ShowHot(), said.ChooseItem(NAMED.code))
    visit.asked.clear()
    visit.give(said.Exit())
    assert visit.page() == pages.TakeYourCard(reported=True)
    visit.wait(60)
    assert do.ReportForgotten() not in visit.asked
    assert visit.give(said.CardRemoved()) == (do.Hush(), do.ReportCollected())
    assert visit.page() == pages.Home()


def test_a_card_that_lay_there_before_the_terminal_started_is_somebody_elses() -> None:
    visit = Visit()
    assert do.Say(do.Prompt.TAKE_CARD) in visit.give(said.CardLying())
    assert visit.page() == pages.TakeYourCard()
    visit.give(said.GoHome(), said.ShowHot(), said.ChooseItem(NAMED.code))
    assert isinstance(page := visit.page(), pages.CardPrompt) and page.left_lying
    assert do.ReadCard() not in visit.asked


def test_a_card_found_lying_while_somebody_is_asked_for_theirs_is_not_read_for_them() -> None:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code))
    assert do.CancelRead() in visit.give(said.CardLying())
    assert isinstance(page := visit.page(), pages.CardPrompt) and page.left_lying
    assert visit.give(said.CardRemoved()) == (do.ReadCard(),)


def test_a_card_that_was_seen_being_laid_is_not_found_lying_again() -> None:
    visit = at_check()
    before = visit.session
    assert visit.give(said.CardLying()) == ()
    assert visit.session == before


def test_a_forgotten_card_is_said_a_few_times_and_then_silence() -> None:
    visit = at_ticket()
    visit.give(said.Exit())
    visit.wait(600)
    said_often = sum(effect == do.Say(do.Prompt.CARD_LEFT) for effect in visit.asked)
    assert said_often == visit.limits.forgotten_says - 1
    assert visit.give(said.CardRemoved()) == (do.Hush(), do.ReportCollected())
    assert visit.page() == pages.Home()
