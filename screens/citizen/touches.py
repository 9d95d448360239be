"""What a finger on a named key means to the journey. A key nobody knows is a bug and raises KeyError."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.catalogue import Language
from kiosk.journeys import intents as said
from kiosk.journeys.pages import View

_PLAIN: dict[str, said.Intent] = {
    "hot": said.ShowHot(),
    "departments": said.ShowDepartments(),
    "scan": said.ShowScan(),
    "agree": said.Agree(),
    "retry": said.RetryCard(),
    "keypad": said.UseKeypad(),
    "decline": said.Decline(),
    "erase": said.EraseKey(),
    "clear": said.EraseKey(whole=True),
    "submit": said.SubmitNumber(),
    "take": said.Confirm(),
    "reprint": said.Reprint(),
    "restore": said.Restore(),
    "help": said.AskHelp(),
    "call-staff": said.CallStaff(),
    "complain": said.Complain(),
    "extend": said.Extend(),
    "back": said.GoBack(),
    "home": said.GoHome(),
    "exit": said.Exit(),
    "aloud": said.ReadAloud(),
}
_WITH_ARGUMENT: dict[str, Callable[[str], said.Intent]] = {
    "department": said.ChooseDepartment,
    "item": said.ChooseItem,
    "digit": said.TypeKey,
    "complaint": said.ChooseComplaint,
}
_SWITCHES: dict[str, Callable[[View], said.Intent]] = {
    "language": lambda view: said.SetLanguage(
        Language.CHINESE if view.language is Language.ENGLISH else Language.ENGLISH
    ),
    "elder": lambda view: said.SetElder(not view.elder),
    "contrast": lambda view: said.SetContrast(not view.contrast),
    "low": lambda view: said.SetLow(not view.low),
}


def intent(name: str, argument: str, view: View) -> said.Intent:
    """The journey's word for a touch on the key `name` while `view` was shown."""
    if name in _PLAIN:
        return _PLAIN[name]
    if name in _SWITCHES:
        return _SWITCHES[name](view)
    return _WITH_ARGUMENT[name](argument)
