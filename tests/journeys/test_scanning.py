"""扫码: what a code leads to, and that it proves nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.ticket import TicketState
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.pages import ScanProblem
from screens.citizen.faces import shown
from tests.journeys.scenes import NAMED, Visit, ticket

CODE = "HK1.body.mac"


def scanning() -> Visit:
    visit = Visit()
    assert do.LookForCode() in visit.give(said.ShowScan())
    assert visit.page() == pages.ScanCode()
    return visit


def test_a_waiting_ticket_is_shown_without_its_holder_and_printed_again_with_the_scanned_code() -> None:
    visit = scanning()
    visit.give(said.FoundTicket(ticket(), CODE))
    page = visit.page()
    assert isinstance(page, pages.AlreadyWaiting)
    assert (page.ticket.label, page.ticket.ahead, page.ticket.name, page.ticket.tail) == ("A017", 6, "", "")
    todo = visit.give(said.Reprint())
    assert todo == (do.Print(page.ticket, CODE, reprint=True),)


def test_a_ticket_that_was_passed_over_lately_may_come_back() -> None:
    visit = scanning()
    visit.give(said.FoundTicket(replace(ticket(), state=TicketState.PASSED, restorable=True), CODE))
    assert isinstance(visit.page(), pages.PassedRecently)
    assert do.RestoreTicket("0190-a") in visit.give(said.Restore())


@pytest.mark.parametrize(
    ("state", "problem", "detail"),
    [
        (TicketState.CALLED, ScanProblem.TICKET_CALLED, "5"),
        (TicketState.SERVING, ScanProblem.TICKET_CALLED, "5"),
        (TicketState.DONE, ScanProblem.TICKET_OVER, ""),
        (TicketState.PASSED, ScanProblem.TICKET_OVER, ""),
        (TicketState.VOID, ScanProblem.TICKET_OVER, ""),
    ],
)
def test_of_a_ticket_that_no_longer_waits_the_page_says_what_to_do(
    state: TicketState, problem: ScanProblem, detail: str
) -> None:
    visit = scanning()
    visit.give(said.FoundTicket(replace(ticket(), state=state, counter="5"), CODE))
    assert visit.page() == pages.ScanCode(problem, detail)
    assert visit.give(said.Reprint()) == ()


def test_a_booking_chooses_its_item_and_the_card_says_whose_it_is() -> None:
    visit = scanning()
    todo = visit.give(said.FoundBooking(NAMED.code))
    assert isinstance(visit.page(), pages.CardPrompt)
    assert visit.session.item == NAMED.code
    assert visit.session.identified is None
    assert do.ReadCard() in todo


def test_a_booking_of_an_item_that_is_gone_is_told() -> None:
    visit = scanning()
    visit.give(said.FoundBooking("gone"))
    assert visit.page() == pages.ScanCode(ScanProblem.BOOKING_UNKNOWN)


def test_after_a_refused_code_nothing_is_looked_for_until_somebody_asks_again() -> None:
    visit = scanning()
    assert do.LookForCode() not in visit.give(said.ScanFailed(ScanProblem.NOT_READ))
    assert do.LookForCode() in visit.give(said.ShowScan())
    assert visit.page() == pages.ScanCode()


@pytest.mark.parametrize("way_out", [said.GoBack(), said.GoHome(), said.Exit()])
def test_every_way_out_ends_the_look_and_a_late_code_changes_nothing(way_out: said.Intent) -> None:
    visit = scanning()
    assert do.CancelRead() in visit.give(way_out)
    assert visit.give(said.FoundTicket(ticket(), CODE)) == ()
    assert visit.page() == pages.Home()


def test_nobody_scans_in_the_middle_of_another_way() -> None:
    visit = Visit()
    visit.give(said.ShowHot(), said.ChooseItem(NAMED.code))
    assert visit.give(said.ShowScan()) == ()
    assert isinstance(visit.page(), pages.CardPrompt)


def test_a_page_left_alone_ends_and_forgets() -> None:
    visit = scanning()
    visit.wait(61)
    assert visit.page() == pages.Home()
    assert do.Wipe() in visit.asked


@pytest.mark.parametrize("problem", ScanProblem)
@pytest.mark.parametrize("detail", ["", "2026-11-23 09:00"])
def test_every_refused_code_gets_a_sentence_and_a_way_on(problem: ScanProblem, detail: str) -> None:
    visit = scanning()
    told = detail if problem in (ScanProblem.TICKET_CALLED, ScanProblem.BOOKING_EARLY) else ""
    visit.give(said.ScanFailed(problem, told))
    face = shown(visit.view()).face
    assert face["question"] and face["sentence"]
    assert [key["wish"] for key in face["keys"] if key["primary"]]
    assert {"home", "scan"} == {key["wish"] for key in face["keys"]}
