"""What every visit of the fault tests is made of."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printing import Patience
from kiosk.domain.identity import check_character
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from tests.journeys.whole_hall import ITEM, Terminal, WholeHall, Wishes, until

QUICK_PRINTER = PrinterSettings(patience=Patience(confirm=3.0, echo=1.0, trouble=0.4))
_PEOPLE = itertools.count()
_A_DAY = 900  # serial numbers of one birthday


def open_terminal(hall: WholeHall, wishes: Wishes) -> Terminal:
    terminal = hall.terminal(wishes)
    until(terminal.is_ready, "the terminal knows settings, keys and hall")
    return terminal


def invented_number() -> str:
    """The ID number of somebody who came for the first time; its division code is no county's."""
    day, serial = divmod(next(_PEOPLE), _A_DAY)
    first = f"110199{date(1993, 4, 1) + timedelta(days=day):%Y%m%d}{100 + serial}"
    return first + check_character(first)


def choose(terminal: Terminal) -> pages.CardPrompt:
    terminal.see(pages.Home)
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    return terminal.see(pages.CardPrompt)


def lay(hall: WholeHall, terminal: Terminal, card: str) -> pages.Check:
    """From the home page to 核对 with a card."""
    choose(terminal)
    hall.work("lay_card", card=card)
    return terminal.see(pages.Check)


def type_in(terminal: Terminal, number: str) -> pages.Check:
    """From the card's page to 核对 with a typed number."""
    terminal.press("keypad")
    terminal.see(pages.TypeNumber)
    terminal.touch(*(said.TypeKey(key) for key in number), said.SubmitNumber())
    return terminal.see(pages.Check)


def numbered(terminal: Terminal) -> pages.TicketPage:
    """取号, until the printer has said what became of the paper."""
    terminal.touch(said.Confirm())
    return paper_told(terminal)


def paper_told(terminal: Terminal) -> pages.TicketPage:
    return terminal.see(pages.TicketPage, lambda page: page.paper is not pages.PaperPhase.PRINTING)


def leave(hall: WholeHall, terminal: Terminal) -> None:
    """The citizen goes, with the card if there is one."""
    terminal.touch(said.Exit())
    if hall.work("state")["state"]["id-card"]["card"]:
        terminal.see(pages.TakeYourCard)
        hall.work("lift_card")
    terminal.see(pages.Home)


def waits_once(hall: WholeHall, ticket: pages.TicketPage) -> None:
    """The number is in the queue, confirmed, once; and was given to nobody else."""
    label = ticket.ticket.label
    until(lambda: "taken" in hall.kinds(ticket.ticket.ticket_id), "the terminal confirms its number")
    assert [person.label for person in hall.waiting()].count(label) == 1
    assert hall.labels().count(label) == 1
    assert hall.kinds(ticket.ticket.ticket_id)[:2] == ["reserved", "taken"]


def papers_of(hall: WholeHall, label: str) -> list[dict[str, object]]:
    return [paper for paper in hall.papers() if label in str(paper["label"])]
