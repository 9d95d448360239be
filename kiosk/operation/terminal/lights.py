"""Which light beside an opening flashes for a page: the one where the hand goes next, and no other."""

from __future__ import annotations

from kiosk.journeys.pages import CardPrompt, Page, PaperPhase, ScanCode, TakeYourCard, TicketPage, View
from kiosk.ports.devices.signal_board import Flash, Light, SignalBoard


def lights(page: Page) -> dict[Light, Flash]:
    """Of all three; slow asks for something, quick says that something must be taken."""
    lit = dict.fromkeys(Light, Flash.OFF)
    match page:
        case CardPrompt(failure=None, reading=reading, left_lying=left):
            lit[Light.CARD] = Flash.QUICK if left else Flash.CONTINUOUS if reading else Flash.SLOW
        case TakeYourCard():
            lit[Light.CARD] = Flash.QUICK
        case ScanCode(problem=None):
            lit[Light.SCANNER] = Flash.SLOW
        case TicketPage(paper=PaperPhase.PRINTING):
            lit[Light.TICKET] = Flash.CONTINUOUS
        case TicketPage(paper=PaperPhase.PRINTED):
            lit[Light.TICKET] = Flash.QUICK
    return lit


class PageLights:
    """Follows the pages. `show` is called on the core's thread and never waits."""

    def __init__(self, board: SignalBoard) -> None:
        self._board = board

    def show(self, view: View) -> None:
        for light, flash in lights(view.page).items():
            self._board.light(light, flash)
