"""The list of what to bring, on A4 beside the ticket: what its page knows of it, and that nobody waits in vain."""

from __future__ import annotations

import pytest

from kiosk.domain.ticket import PrintState
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.ports.devices import PrintOutcome, PrintReport
from kiosk.ports.devices.document_printer import PageOutcome
from kiosk.ports.ledger import KeptTicket
from tests.journeys.scenes import OPEN, Visit, ticket

KEPT = KeptTicket(ticket(), PrintState.COMMITTED, "HK1.x.y")


def _with_a_guide() -> Visit:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(OPEN.code), said.Confirm(), said.Took(KEPT))
    visit.give(said.PaperTold("0190-a", PrintReport(PrintOutcome.PRINTED)), said.GuideTold("0190-a"))
    return visit


@pytest.mark.parametrize(
    ("answer", "phase"),
    [
        (PageOutcome.PRINTED, pages.GuidePhase.PRINTED),
        (PageOutcome.FAILED, pages.GuidePhase.FAILED),
        (PageOutcome.UNKNOWN, pages.GuidePhase.UNKNOWN),
        (PageOutcome.CANCELED, pages.GuidePhase.NONE),
    ],
)
def test_the_page_knows_of_the_guide_what_its_printer_answered(answer: PageOutcome, phase: pages.GuidePhase) -> None:
    visit = _with_a_guide()
    assert _guide(visit) is pages.GuidePhase.PRINTING
    visit.give(said.GuideTold("another", PageOutcome.FAILED))
    assert _guide(visit) is pages.GuidePhase.PRINTING
    visit.give(said.AskHelp(), said.GuideTold("0190-a", answer), said.GoBack())
    assert _guide(visit) is phase


def test_nobody_waits_for_a_guide_that_takes_long_and_one_that_comes_then_is_told() -> None:
    visit = _with_a_guide()
    visit.wait(visit.limits.guide_late - 1)
    assert _guide(visit) is pages.GuidePhase.PRINTING
    visit.wait(1)
    assert _guide(visit) is pages.GuidePhase.LATE
    assert not visit.session.warned, "there is time to read it"
    visit.give(said.GuideTold("0190-a", PageOutcome.PRINTED))
    assert _guide(visit) is pages.GuidePhase.PRINTED
    visit.give(said.Reprint())
    assert _guide(visit) is pages.GuidePhase.NONE, "a reprint of the ticket brings no second guide"


def _guide(visit: Visit) -> pages.GuidePhase:
    page = visit.page()
    assert isinstance(page, pages.TicketPage)
    return page.guide
