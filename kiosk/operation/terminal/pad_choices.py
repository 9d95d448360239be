"""What a page offers to somebody who does not see it: its head and its choices, in words to be heard. Pure.

Nothing of a person is among them: a hall hears what a loudspeaker says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.catalogue import Item, Text
from kiosk.domain.ticket import TicketView
from kiosk.journeys import intents as said
from kiosk.journeys import pages as of
from kiosk.journeys.pages import View
from kiosk.operation.terminal.slip import sentence
from kiosk.ports.devices import DeviceState

_SCANS = (DeviceState.ONLINE, DeviceState.BUSY)


@dataclass(frozen=True, slots=True)
class Choice:
    """`first`: the one that the confirming key takes."""

    name: str
    wish: said.Intent
    first: bool = False


def head(view: View) -> str:
    """What this page is about; empty where the journey itself says it."""
    find = _HEADS.get(type(view.page))
    return find(view) if find is not None else ""


def said_by_journey(view: View) -> str:
    """What the journey said itself when this page came, for whoever asks for it again."""
    key = _SAID.get(type(view.page), "")
    if isinstance(view.page, of.CardPrompt) and view.page.failure is not None:
        key = "card_not_read"
    return sentence(f"say_{key}", view.language) if key else ""


def choices(view: View) -> tuple[Choice, ...]:
    """In the order in which the page shows them."""
    find = _CHOICES.get(type(view.page))
    return find(view) if find is not None else ()


def _say(view: View, key: str, **values: object) -> str:
    return sentence(f"pad_{key}", view.language, **values)


def _named(view: View, text: Text) -> str:
    return text.in_language(view.language)


def _one(view: View, key: str, wish: said.Intent, *, first: bool = False) -> Choice:
    return Choice(_say(view, key), wish, first)


def _home(view: View) -> tuple[Choice, ...]:
    scans = view.knowledge.scanner.device in _SCANS
    ready = view.knowledge.catalogue is not None and view.knowledge.settings is not None
    return (
        *((_one(view, "take", said.ShowDepartments()), _one(view, "hot", said.ShowHot())) if ready else ()),
        *((_one(view, "scan", said.ShowScan()),) if scans else ()),
        _one(view, "help", said.AskHelp()),
    )


def _items(view: View, items: tuple[Item, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(_named(view, item.name), said.ChooseItem(item.code)) for item in items)


def _hot(view: View) -> tuple[Choice, ...]:
    catalogue = view.knowledge.catalogue
    return _items(view, catalogue.hot() if catalogue else ())


def _departments(view: View) -> tuple[Choice, ...]:
    catalogue = view.knowledge.catalogue
    found = [one for one in (catalogue.departments if catalogue else ()) if catalogue and catalogue.items_of(one.code)]
    return tuple(Choice(_named(view, one.name), said.ChooseDepartment(one.code)) for one in found)


def _of_department(view: View) -> tuple[Choice, ...]:
    catalogue, page = view.knowledge.catalogue, view.page
    code = page.department if isinstance(page, of.Items) else ""
    return _items(view, catalogue.items_of(code) if catalogue else ())


def _card(view: View) -> tuple[Choice, ...]:
    failed = isinstance(view.page, of.CardPrompt) and view.page.failure is not None
    again = (_one(view, "retry", said.RetryCard(), first=True),) if failed else ()
    return (*again, _one(view, "type", said.UseKeypad()), _one(view, "decline", said.Decline()))


def _there(view: View) -> tuple[Choice, ...]:
    return _one(view, "agree", said.Agree(), first=True), _one(view, "decline", said.Decline())


def _complaint(view: View) -> tuple[Choice, ...]:
    settings = view.knowledge.settings
    reasons = settings.complaint_reasons if settings else ()
    return tuple(Choice(_named(view, one.text), said.ChooseComplaint(one.code)) for one in reasons)


def _help(view: View) -> tuple[Choice, ...]:
    called = isinstance(view.page, of.Help) and view.page.called
    call = () if called else (_one(view, "call", said.CallStaff(), first=True),)
    return *call, _one(view, "complain", said.Complain()), _one(view, "home", said.GoHome(), first=called)


def _stuck(view: View) -> tuple[Choice, ...]:
    return (
        _one(view, "home", said.GoHome(), first=True),
        _one(view, "help", said.AskHelp()),
        _one(view, "complain", said.Complain()),
    )


def _ticket(view: View) -> tuple[Choice, ...]:
    again = isinstance(view.page, of.TicketPage) and view.page.may_reprint
    reprint = (_one(view, "reprint", said.Reprint()),) if again else ()
    return _one(view, "done", said.Exit(), first=True), *reprint


def _code(view: View) -> tuple[Choice, ...]:
    problem = isinstance(view.page, of.ScanCode) and view.page.problem is not None
    again = (_one(view, "scan_again", said.ShowScan(), first=True),) if problem else ()
    return *again, _one(view, "home", said.GoHome())


_CHOICES: dict[type[of.Page], Callable[[View], tuple[Choice, ...]]] = {
    of.Home: _home,
    of.HotItems: _hot,
    of.Departments: _departments,
    of.Items: _of_department,
    of.CardPrompt: _card,
    of.CardThere: _there,
    of.ScanCode: _code,
    of.Check: lambda view: (_one(view, "confirm", said.Confirm(), first=True),),
    of.TicketPage: _ticket,
    of.AlreadyWaiting: lambda view: (
        _one(view, "reprint", said.Reprint(), first=True),
        _one(view, "done", said.Exit()),
    ),
    of.PassedRecently: lambda view: (
        _one(view, "restore", said.Restore(), first=True),
        _one(view, "done", said.Exit()),
    ),
    of.Failure: _stuck,
    of.GoToCounter: _stuck,
    of.Help: _help,
    of.Complaint: _complaint,
    of.ComplaintKept: lambda view: (_one(view, "home", said.GoHome(), first=True),),
}


def _department(view: View) -> str:
    catalogue, page = view.knowledge.catalogue, view.page
    found = catalogue.department(page.department) if catalogue and isinstance(page, of.Items) else None
    return _say(view, "head_items", department=_named(view, found.name) if found else "")


def _checked(view: View) -> str:
    item = view.knowledge.catalogue.item(view.item) if view.knowledge.catalogue else None
    return _say(view, "head_check", item=_named(view, item.name) if item else "")


def _number(view: View, key: str, ticket: TicketView) -> str:
    """A number is called aloud anyway."""
    return _say(view, key, label=ticket.label)


def _of_ticket(view: View) -> str:
    page = view.page
    if isinstance(page, of.TicketPage):
        return _number(view, "head_ticket", page.ticket)
    if isinstance(page, of.AlreadyWaiting):
        return _number(view, "head_already", page.ticket)
    return _number(view, "head_passed", page.ticket) if isinstance(page, of.PassedRecently) else ""


def _of_scan(view: View) -> str:
    failed = isinstance(view.page, of.ScanCode) and view.page.problem is not None
    return _say(view, "head_scan_failed" if failed else "head_scan")


_SAID: dict[type[of.Page], str] = {
    of.CardPrompt: "place_card",
    of.Failure: "failed",
    of.TakeYourCard: "take_card",
}

_HEADS: dict[type[of.Page], Callable[[View], str]] = {
    of.Home: lambda view: _say(view, "head_home"),
    of.HotItems: lambda view: _say(view, "head_hot"),
    of.Departments: lambda view: _say(view, "head_departments"),
    of.Items: _department,
    of.ScanCode: _of_scan,
    of.CardThere: lambda view: _say(view, "head_there"),
    of.TypeNumber: lambda view: _say(view, "head_type"),
    of.Check: _checked,
    of.TicketPage: _of_ticket,
    of.AlreadyWaiting: _of_ticket,
    of.PassedRecently: _of_ticket,
    of.GoToCounter: lambda view: _say(view, "head_counter"),
    of.Help: lambda view: _say(view, "head_help"),
    of.Complaint: lambda view: _say(view, "head_complaint"),
    of.ComplaintKept: lambda view: _say(view, "head_kept"),
}
