"""The light beside the opening where the hand goes next, and no other."""

from __future__ import annotations

import pytest

from kiosk.journeys import pages
from kiosk.operation.terminal.lights import lights
from kiosk.ports.devices import ReadFailure
from kiosk.ports.devices.signal_board import Flash, Light
from tests.journeys.scenes import ticket

PAPER = pages.PaperPhase


@pytest.mark.parametrize(
    ("page", "lit"),
    [
        (pages.CardPrompt(), (Light.CARD, Flash.SLOW)),
        (pages.CardPrompt(reading=True), (Light.CARD, Flash.CONTINUOUS)),
        (pages.CardPrompt(left_lying=True), (Light.CARD, Flash.QUICK)),
        (pages.TakeYourCard(), (Light.CARD, Flash.QUICK)),
        (pages.ScanCode(), (Light.SCANNER, Flash.SLOW)),
        (pages.TicketPage(ticket(), paper=PAPER.PRINTING), (Light.TICKET, Flash.CONTINUOUS)),
        (pages.TicketPage(ticket(), paper=PAPER.PRINTED), (Light.TICKET, Flash.QUICK)),
    ],
)
def test_one_light_says_where_the_hand_goes(page: pages.Page, lit: tuple[Light, Flash]) -> None:
    assert {light: flash for light, flash in lights(page).items() if flash is not Flash.OFF} == dict([lit])


@pytest.mark.parametrize(
    "page",
    [
        pages.Home(),
        pages.Check(),
        pages.CardThere(),
        pages.CardPrompt(failure=ReadFailure.READER_GONE),
        pages.ScanCode(pages.ScanProblem.SCANNER),
        pages.TicketPage(ticket(), paper=PAPER.FAILED),
    ],
)
def test_where_the_hand_goes_nowhere_all_are_dark(page: pages.Page) -> None:
    assert set(lights(page).values()) == {Flash.OFF}
