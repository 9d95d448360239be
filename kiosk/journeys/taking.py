"""取号: the number, its paper, 补打 and 恢复排队."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.ticket import HallUnreachable, Holder, Refused, TakeRefusal, TicketView
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.card_lifted import answered
from kiosk.journeys.guide import still_told
from kiosk.journeys.pages import FailureReason, PaperPhase
from kiosk.journeys.session import Result, Scene, Session, ticket_of, turn_to
from kiosk.ports.devices import PrintOutcome
from kiosk.ports.ledger import LedgerFailure


def confirm(session: Session, _given: object, _scene: Scene) -> Result:
    """取号: once. A second tap finds another page and does nothing."""
    if not isinstance(session.page, pages.Check) or not session.item:
        return session, ()
    holder = session.identified.holder if session.identified else Holder()
    return turn_to(session, pages.Working(), remember=False), (do.Hush(), do.Take(session.item, holder))


def took(session: Session, took: said.Took, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.Working):
        return session, ()
    page = pages.TicketPage(took.ticket.view, took.ticket.code, PaperPhase.PRINTING)
    session = replace(session, page=page, trail=(), reprints=0)
    return answered(session, (do.Say(do.Prompt.PRINTING), do.Print(took.ticket.view, took.ticket.code, reprint=False)))


def not_taken(session: Session, answer: said.NotTaken, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.Working):
        return session, ()
    session = replace(session, trail=())
    why = answer.why
    if isinstance(why, Refused) and why.ticket and why.reason is TakeRefusal.ALREADY_WAITING:
        return answered(turn_to(session, pages.AlreadyWaiting(why.ticket)), ())
    if isinstance(why, Refused) and why.ticket and why.reason is TakeRefusal.PASSED_RECENTLY:
        return answered(turn_to(session, pages.PassedRecently(why.ticket)), ())
    return answered(turn_to(session, pages.Failure(reason_of(why))), (do.Say(do.Prompt.FAILED),))


def reason_of(why: Refused | HallUnreachable | LedgerFailure) -> FailureReason:
    """What the citizen is told about a failure of the world."""
    key = why.reason if isinstance(why, Refused) else why
    return _REASONS.get(key, FailureReason.TRY_AGAIN)


_REASONS: dict[TakeRefusal | HallUnreachable | LedgerFailure, FailureReason] = {
    TakeRefusal.NUMBERS_EXHAUSTED: FailureReason.NUMBERS_EXHAUSTED,
    TakeRefusal.QUEUE_CLOSED: FailureReason.QUEUE_CLOSED,
    TakeRefusal.UNKNOWN_ITEM: FailureReason.ITEM_GONE,
    TakeRefusal.VOIDED: FailureReason.TRY_AGAIN,
    HallUnreachable.NO_CONNECTION: FailureReason.HALL_UNREACHABLE,
    HallUnreachable.TIMED_OUT: FailureReason.HALL_UNREACHABLE,
    HallUnreachable.NOT_ALLOWED: FailureReason.HALL_OUT_OF_SERVICE,
    HallUnreachable.REVOKED: FailureReason.HALL_OUT_OF_SERVICE,
    HallUnreachable.ANOTHER_MACHINE: FailureReason.HALL_UNREACHABLE,
    HallUnreachable.BROKEN_ANSWER: FailureReason.HALL_OUT_OF_SERVICE,
    HallUnreachable.OUT_OF_SERVICE: FailureReason.HALL_OUT_OF_SERVICE,
    LedgerFailure.LOCKED: FailureReason.STORAGE_LOCKED,
    LedgerFailure.DISK_LOW: FailureReason.STORAGE_FULL,
    LedgerFailure.DISK_FULL: FailureReason.STORAGE_FULL,
    LedgerFailure.NEWER_VERSION: FailureReason.STORAGE_DAMAGED,
    LedgerFailure.KEYS_UNUSABLE: FailureReason.STORAGE_DAMAGED,
    LedgerFailure.REVOKED: FailureReason.STORAGE_DAMAGED,
    LedgerFailure.READ_ONLY: FailureReason.STORAGE_DAMAGED,
    LedgerFailure.DAMAGED: FailureReason.STORAGE_DAMAGED,
    LedgerFailure.BROKEN_DISK: FailureReason.STORAGE_DAMAGED,
}


def paper_told(session: Session, told: said.PaperTold, _scene: Scene) -> Result:
    page = session.page
    if not isinstance(page, pages.TicketPage) or page.ticket.ticket_id != told.ticket_id:
        return replace(session, trail=tuple(_told(seen, told) for seen in session.trail)), ()
    paper, outcome = PaperPhase(told.report.outcome.value), told.report.outcome
    prompt = do.Prompt.TAKE_TICKET if outcome is PrintOutcome.PRINTED else do.Prompt.NO_TICKET
    page = replace(page, paper=paper, reason=told.report.reason)
    if outcome is PrintOutcome.FAILED and told.report.reason in _NO_PAPER_MOVED and session.reprints:
        session, page = replace(session, reprints=session.reprints - 1), replace(page, may_reprint=True)
    return replace(session, page=page), (do.Say(prompt),)


def _told(page: pages.Page, told: said.PaperTold) -> pages.Page:
    """The ticket's page while its reader looks at another one: what the printer said stands there on the way back."""
    if not isinstance(page, pages.TicketPage) or page.ticket.ticket_id != told.ticket_id:
        return page
    return replace(page, paper=PaperPhase(told.report.outcome.value), reason=told.report.reason)


_NO_PAPER_MOVED = ("paper_out", "cover_open")  # a try that costs nothing is not counted


def printer_returned(session: Session, _: said.PrinterReturned, _scene: Scene) -> Result:
    """补打 is offered, never begun: what hung in the printer may have come out by itself meanwhile."""
    page = session.page
    if not isinstance(page, pages.TicketPage) or page.paper is not PaperPhase.FAILED or page.printer_back:
        return session, ()
    return replace(session, page=replace(page, printer_back=True)), ()


def reprint(session: Session, _: said.Reprint, scene: Scene) -> Result:
    """补打: only at a touch, marked so, and a few times at most."""
    page, ticket = session.page, ticket_of(session)
    busy = isinstance(page, pages.TicketPage) and page.paper is PaperPhase.PRINTING
    if ticket is None or busy or session.reprints >= scene.limits.reprints:
        return session, ()
    code = getattr(page, "code", "")
    wiped = getattr(page, "wiped", False)
    count = session.reprints + 1
    more, guide = count < scene.limits.reprints, still_told(page)
    shown = pages.TicketPage(ticket, code, PaperPhase.PRINTING, may_reprint=more, wiped=wiped, again=True, guide=guide)
    return replace(session, page=shown, reprints=count), (do.Print(ticket, code, reprint=True),)


def restore(session: Session, _given: object, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.PassedRecently):
        return session, ()
    return turn_to(session, pages.Working()), (do.RestoreTicket(session.page.ticket.ticket_id),)


def _shown(session: Session, ticket: TicketView) -> TicketView:
    """Whose card was lifted, or who only scanned a code, is nobody here: the hall's answer tells of no holder."""
    return ticket if session.identified is not None else replace(ticket, name="", tail="")


def restore_told(session: Session, told: said.RestoreTold, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.Working):
        return session, ()
    if isinstance(told.result, TicketView):
        return answered(replace(session, page=pages.TicketPage(_shown(session, told.result), restored=True)), ())
    reason = FailureReason.NOT_RESTORABLE if told.result is None else reason_of(told.result)
    return answered(turn_to(session, pages.Failure(reason)), (do.Say(do.Prompt.FAILED),))
