"""A citizen takes a number: the whole visit as one pure function of (session, input, scene).

Two ways lead to 核对: item first, then the card; or the card first, then the item. Input that does not fit the
present page changes nothing, which is what makes a double tap harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.journeys import assistance, choosing, guide, identifying, leaving, scanning, taking
from kiosk.journeys import intents as said
from kiosk.journeys.ending import tick, warned_touch
from kiosk.journeys.session import Result, Scene, Session, fresh_deadline


def step(session: Session, given: said.Input, scene: Scene) -> Result:
    """The next session, and what to do for it, in order."""
    if isinstance(given, said.Tick):
        return tick(guide.late(session, scene), scene)
    touched = type(given) in _TOUCHES
    if touched and session.warned:
        return warned_touch(session, given, scene)
    after, todo = _HANDLERS[type(given)](session, given, scene)
    if touched or after.page is not session.page:
        after = fresh_deadline(after, scene)
    return after, todo


_Handler = Callable[[Session, Any, Scene], Result]
_HANDLERS: dict[type[object], _Handler] = {
    said.ShowHot: choosing.show_hot,
    said.ShowDepartments: choosing.show_departments,
    said.ChooseDepartment: choosing.choose_department,
    said.ChooseItem: choosing.choose_item,
    said.ShowScan: scanning.show_scan,
    said.Agree: identifying.agree,
    said.RetryCard: identifying.retry_card,
    said.UseKeypad: identifying.use_keypad,
    said.Decline: identifying.decline,
    said.TypeKey: identifying.type_key,
    said.EraseKey: identifying.erase_key,
    said.SubmitNumber: identifying.submit_number,
    said.Confirm: taking.confirm,
    said.Reprint: taking.reprint,
    said.Restore: taking.restore,
    said.AskHelp: assistance.ask_help,
    said.CallStaff: assistance.call_staff,
    said.Complain: assistance.complain,
    said.ChooseComplaint: assistance.choose_complaint,
    said.Extend: assistance.extend,
    said.GoBack: leaving.go_back,
    said.GoHome: leaving.go_home,
    said.Exit: leaving.leave,
    said.ReadAloud: assistance.read_aloud,
    said.SetLanguage: assistance.set_language,
    said.SetElder: assistance.set_elder,
    said.SetContrast: assistance.set_contrast,
    said.SetLow: assistance.set_low,
}
_TOUCHES = frozenset(_HANDLERS)
_HANDLERS |= {
    said.CardLaid: identifying.card_laid,
    said.CardLying: identifying.card_lying,
    said.CardRemoved: identifying.card_removed,
    said.Identified: identifying.identified,
    said.CardFailed: identifying.card_failed,
    said.ReaderReturned: identifying.reader_returned,
    said.IdentityFailed: identifying.identity_failed,
    said.PrinterReturned: taking.printer_returned,
    said.FoundTicket: scanning.found_ticket,
    said.FoundBooking: scanning.found_booking,
    said.ScanFailed: scanning.failed,
    said.Took: taking.took,
    said.NotTaken: taking.not_taken,
    said.PaperTold: taking.paper_told,
    said.GuideTold: guide.told,
    said.RestoreTold: taking.restore_told,
    said.ComplaintStored: assistance.complaint_stored,
    said.Stumbled: leaving.stumbled,
}
