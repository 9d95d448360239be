"""Which QML file shows which page of the journey, and the words on it. A new page is a new line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.journeys import pages as of
from screens.citizen.pages import card, check, choose, home, message, number, scan, ticket
from screens.citizen.pages.wording import Face, Wording


@dataclass(frozen=True, slots=True)
class Shown:
    """`name` tells one page from another (a new one slides in); `file` draws it; `face` is what stands on it."""

    name: str
    file: str
    face: Face


_Words = Callable[[Any, Wording], Face]
_PAGES: dict[type[of.Page], tuple[str, _Words]] = {
    of.Home: ("Home", home.face),
    of.HotItems: ("Choose", choose.hot_items),
    of.Departments: ("Choose", choose.departments),
    of.Items: ("Choose", choose.items),
    of.ScanCode: ("ScanCode", scan.prompt),
    of.CardPrompt: ("CardPrompt", card.prompt),
    of.CardThere: ("CardPrompt", card.there),
    of.TypeNumber: ("TypeNumber", number.face),
    of.Check: ("Check", check.face),
    of.Working: ("Working", ticket.working),
    of.TicketPage: ("Ticket", ticket.ticket),
    of.AlreadyWaiting: ("Standing", ticket.already_waiting),
    of.PassedRecently: ("Standing", ticket.passed_recently),
    of.Failure: ("Message", message.failure),
    of.GoToCounter: ("Message", message.go_to_counter),
    of.Help: ("Message", message.help_page),
    of.Complaint: ("Choose", choose.complaint),
    of.ComplaintKept: ("Message", message.complaint_kept),
    of.TakeYourCard: ("TakeYourCard", card.take_your_card),
}


def shown(view: of.View) -> Shown:
    """The page of this view in words. Raises KeyError for a page that nobody has drawn."""
    page, words = view.page, Wording(view)
    if isinstance(page, of.Home) and view.elder:
        return Shown("ElderHome", "ElderHome", home.elder_face(page, words))
    if isinstance(page, of.ScanCode) and page.problem is not None:
        return Shown(f"ScanCode:{page.problem}", "Message", scan.problem(page, words))
    file, say = _PAGES[type(page)]
    return Shown(_name(page), file, say(page, words))


def _name(page: of.Page) -> str:
    name = type(page).__name__
    return f"{name}:{page.department}" if isinstance(page, of.Items) else name
