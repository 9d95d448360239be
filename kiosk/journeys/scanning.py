"""扫码: a code held before the scanner finds a ticket to print again, or the item that was booked.

A code names a ticket or a booking and proves nobody: a ticket is shown without its holder, and a booking only chooses
the item, as a finger would; the card decides after that whether it is theirs.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.ticket import TicketState
from kiosk.journeys import choosing, pages
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys.pages import ScanProblem
from kiosk.journeys.session import Result, Scene, Session, turn_to


def show_scan(session: Session, _: said.ShowScan, scene: Scene) -> Result:
    """From the first page, and again after a code that led nowhere."""
    again = isinstance(session.page, pages.ScanCode) and session.page.problem is not None
    if not again and not isinstance(session.page, pages.Home):
        return session, ()
    return turn_to(session, pages.ScanCode()), (do.Hush(), do.LookForCode())


def found_ticket(session: Session, found: said.FoundTicket, scene: Scene) -> Result:
    if not isinstance(session.page, pages.ScanCode):
        return session, ()
    ticket = replace(found.ticket, name="", tail="")
    match ticket.state:
        case TicketState.WAITING | TicketState.RESERVED:
            return turn_to(session, pages.AlreadyWaiting(ticket, code=found.code), remember=False), (do.Hush(),)
        case TicketState.PASSED if ticket.restorable:
            return turn_to(session, pages.PassedRecently(ticket), remember=False), (do.Hush(),)
        case TicketState.CALLED | TicketState.SERVING:
            return failed(session, said.ScanFailed(ScanProblem.TICKET_CALLED, ticket.counter), scene)
        case _:
            return failed(session, said.ScanFailed(ScanProblem.TICKET_OVER), scene)


def found_booking(session: Session, found: said.FoundBooking, scene: Scene) -> Result:
    if not isinstance(session.page, pages.ScanCode):
        return session, ()
    after, todo = choosing.choose_item(session, said.ChooseItem(found.item), scene)
    unknown = said.ScanFailed(ScanProblem.BOOKING_UNKNOWN)
    return (after, todo) if after is not session else failed(session, unknown, scene)


def failed(session: Session, told: said.ScanFailed, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.ScanCode):
        return session, ()
    return replace(session, page=pages.ScanCode(told.problem, told.detail)), (do.Hush(),)
