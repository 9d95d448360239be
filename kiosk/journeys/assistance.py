"""求助, 办不成事, and how the page is shown and spoken."""

from __future__ import annotations

from dataclasses import replace

from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.pages import FailureReason, PaperPhase
from kiosk.journeys.session import Result, Scene, Session, turn_to


def ask_help(session: Session, _given: object, _scene: Scene) -> Result:
    return (session, ()) if isinstance(session.page, pages.Working) else (turn_to(session, pages.Help()), ())


def call_staff(session: Session, _given: object, _scene: Scene) -> Result:
    if session.page != pages.Help():
        return session, ()
    return replace(session, page=pages.Help(called=True)), (do.WantHelp("help"),)


def complain(session: Session, _given: object, _scene: Scene) -> Result:
    if isinstance(session.page, pages.Working | pages.TakeYourCard):
        return session, ()
    return turn_to(session, pages.Complaint()), ()


def choose_complaint(session: Session, chosen: said.ChooseComplaint, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.Complaint):
        return session, ()
    return session, (do.StoreComplaint(chosen.code, session.item),)


def complaint_stored(session: Session, stored: said.ComplaintStored, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.Complaint):
        return session, ()
    failed = pages.Failure(FailureReason.STORAGE_LOCKED)
    return turn_to(session, pages.ComplaintKept(stored.number) if stored.number else failed, remember=False), ()


def read_aloud(session: Session, _given: object, _scene: Scene) -> Result:
    prompts: dict[type[object], do.Prompt] = {
        pages.Home: do.Prompt.WELCOME,
        pages.CardPrompt: do.Prompt.PLACE_CARD,
        pages.CardThere: do.Prompt.PLACE_CARD,
        pages.Check: do.Prompt.CHECK,
        pages.TakeYourCard: do.Prompt.TAKE_CARD,
        pages.Failure: do.Prompt.FAILED,
    }
    prompt = prompts.get(type(session.page), do.Prompt.CHOOSE)
    if isinstance(session.page, pages.TicketPage):
        printed = session.page.paper in (PaperPhase.PRINTED, PaperPhase.NONE)
        prompt = do.Prompt.TAKE_TICKET if printed else do.Prompt.NO_TICKET
    return session, (do.Hush(), do.Say(prompt))


def set_language(session: Session, wish: said.SetLanguage, _scene: Scene) -> Result:
    return replace(session, language=wish.language), ()


def set_elder(session: Session, wish: said.SetElder, _scene: Scene) -> Result:
    return replace(session, elder=wish.on), ()


def set_contrast(session: Session, wish: said.SetContrast, _scene: Scene) -> Result:
    return replace(session, contrast=wish.on), ()


def set_low(session: Session, wish: said.SetLow, _scene: Scene) -> Result:
    return replace(session, low=wish.on), ()


def extend(session: Session, _given: object, _scene: Scene) -> Result:
    return session, ()
