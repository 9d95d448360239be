"""Whose card is gone, of that person nothing more is known; what a page says of a number or a way on stays."""

from __future__ import annotations

from dataclasses import replace

from kiosk.journeys import effects as do
from kiosk.journeys import pages
from kiosk.journeys.session import Result, Session

_OF_A_NUMBER = pages.TicketPage | pages.AlreadyWaiting | pages.PassedRecently
_OF_CHOOSING = pages.Home | pages.HotItems | pages.Departments | pages.Items
_OF_NOBODY = pages.Failure | pages.GoToCounter | pages.Help | pages.Complaint | pages.ComplaintKept


def stays(page: pages.Page) -> bool:
    """It is there to be read, and says nothing of a person once `forgotten` has been over it."""
    return isinstance(page, _OF_A_NUMBER | _OF_NOBODY)


def forgotten(session: Session) -> Result:
    """The person's card was lifted: the person goes, the page stays until its time is over.

    返回 leads to nothing that knew the person: from 核对 a number would be taken for nobody.
    """
    trail = tuple(_of_nobody(page) for page in session.trail if stays(page) or isinstance(page, _OF_CHOOSING))
    return replace(session, identified=None, page=_of_nobody(session.page), trail=trail), (do.Wipe(),)


def answered(session: Session, todo: tuple[do.Effect, ...]) -> Result:
    """After the answer to a wish: whoever lifted the card meanwhile is forgotten now. The paper is the person's own."""
    person = session.identified
    if person is None or not person.by_card or session.card_present:
        return session, todo
    after, wiped = forgotten(session)
    return after, (*todo, *wiped)


def _of_nobody(page: pages.Page) -> pages.Page:
    if not isinstance(page, _OF_A_NUMBER):
        return page
    known = replace(page.ticket, name="", tail="")
    return replace(page, ticket=known, wiped=page.wiped or bool(page.ticket.tail))
