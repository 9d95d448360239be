"""Who stands here: a card on the reader or a typed number. A card is never read before its owner saw the notice."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import identity
from kiosk.journeys import card_lifted, pages
from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys.ending import collected, end
from kiosk.journeys.session import Result, Scene, Session, turn_to
from kiosk.ports.devices import ReadFailure

_READER_TROUBLE = (ReadFailure.READER_SILENT, ReadFailure.READER_GONE, ReadFailure.READER_FAULT)


def prompt_card(session: Session, page: pages.CardPrompt | None = None) -> Result:
    """Asks for the card; a card that an earlier visitor left lying is not read but asked to be lifted."""
    page = replace(page or pages.CardPrompt(), left_lying=session.left_lying)
    reading = not session.left_lying
    todo: tuple[do.Effect, ...] = (do.Say(do.Prompt.PLACE_CARD), do.ReadCard()) if reading else ()
    return replace(turn_to(session, page), reading=reading), todo


def card_laid(session: Session, _: said.CardLaid, _scene: Scene) -> Result:
    session = replace(session, card_present=True)
    match session.page:
        case pages.Home() | pages.HotItems() | pages.Departments() | pages.Items() if session.identified is None:
            return turn_to(session, pages.CardThere()), (do.Hush(),)
        case pages.CardPrompt() if session.reading:
            return replace(session, page=pages.CardPrompt(reading=True)), (do.Hush(),)
        case pages.CardPrompt():
            return replace(session, page=pages.CardPrompt(reading=True), reading=True), (do.Hush(), do.ReadCard())
        case _:
            return session, ()


def card_lying(session: Session, _: said.CardLying, scene: Scene) -> Result:
    """Whose card it is nobody knows: it is treated as one that an earlier visitor left."""
    if session.card_present:
        return session, ()
    session = replace(session, card_present=True, left_lying=True)
    match session.page:
        case pages.Home():
            return end(session, scene)
        case pages.CardPrompt():
            return replace(session, page=pages.CardPrompt(left_lying=True), reading=False), (do.CancelRead(), do.Hush())
        case _:
            return session, ()


def card_removed(session: Session, _: said.CardRemoved, scene: Scene) -> Result:
    told = collected(session)
    session = replace(session, card_present=False, left_lying=False, reported=False)
    if isinstance(session.page, pages.TakeYourCard):
        return Session(), (do.Hush(), *told)
    after, todo = _without_card(session, scene)
    return after, (*told, *todo)


def _without_card(session: Session, scene: Scene) -> Result:
    if isinstance(session.page, pages.CardThere):
        return prompt_card(session) if session.item else end(session, scene)
    if isinstance(session.page, pages.CardPrompt):
        page = replace(session.page, left_lying=False, reading=False)
        again = () if session.reading else (do.ReadCard(),)
        return replace(session, page=page, reading=True), again
    if session.identified is not None and session.identified.by_card:
        return _card_owner_left(session, scene)
    return session, ()


def _card_owner_left(session: Session, scene: Scene) -> Result:
    """The person's card is gone: what is known of the person goes too; a number or a way already told is still told."""
    match session.page:
        case pages.Working():
            return session, ()
        case page if card_lifted.stays(page):
            return card_lifted.forgotten(session)
        case pages.Check() if session.item:
            kept = replace(_without_person(session), trail=session.trail[:1])
            after, todo = prompt_card(kept, pages.CardPrompt(taken_away=True))
            return after, (do.Wipe(), *todo)
        case _:
            return end(session, scene)


def _without_person(session: Session) -> Session:
    return replace(session, identified=None, reading=False)


def agree(session: Session, _: said.Agree, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.CardThere):
        return session, ()
    return replace(turn_to(session, pages.CardPrompt(reading=True)), reading=True), (do.ReadCard(),)


def retry_card(session: Session, _: said.RetryCard, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.CardPrompt) or session.reading:
        return session, ()
    return prompt_card(session)


def identified(session: Session, person: said.Identified, _scene: Scene) -> Result:
    expected = isinstance(session.page, pages.CardPrompt) if person.by_card else _is_typed(session.page)
    if not expected:
        return session, ()
    session = replace(session, identified=person, reading=False, card_present=session.card_present or person.by_card)
    if session.item:
        return turn_to(session, pages.Check(), remember=False), (do.Say(do.Prompt.CHECK),)
    return turn_to(session, pages.Departments(), remember=False), (do.Say(do.Prompt.CHOOSE),)


def _is_typed(page: pages.Page) -> bool:
    return isinstance(page, pages.TypeNumber) and page.complete


def card_failed(session: Session, failed: said.CardFailed, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.CardPrompt):
        return session, ()
    page = pages.CardPrompt(failure=failed.reason)
    return replace(session, page=page, reading=False), (do.Say(do.Prompt.CARD_NOT_READ),)


def reader_returned(session: Session, _: said.ReaderReturned, _scene: Scene) -> Result:
    page = session.page
    if isinstance(page, pages.CardPrompt) and page.failure in _READER_TROUBLE and not session.reading:
        return prompt_card(session)
    return session, ()


def identity_failed(session: Session, _given: object, _scene: Scene) -> Result:
    return turn_to(_without_person(session), pages.Failure(pages.FailureReason.NOT_READY)), (do.Say(do.Prompt.FAILED),)


def use_keypad(session: Session, _given: object, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.CardPrompt | pages.CardThere):
        return session, ()
    return turn_to(replace(session, reading=False), pages.TypeNumber()), (do.CancelRead(), do.Hush())


def decline(session: Session, _given: object, _scene: Scene) -> Result:
    if not isinstance(session.page, pages.CardPrompt | pages.CardThere | pages.TypeNumber):
        return session, ()
    return turn_to(replace(session, reading=False), pages.GoToCounter()), (do.CancelRead(), do.Hush())


def type_key(session: Session, pressed: said.TypeKey, scene: Scene) -> Result:
    page = session.page
    allowed = "0123456789" + ("X" if isinstance(page, pages.TypeNumber) and len(page.typed) == 17 else "")
    if not isinstance(page, pages.TypeNumber) or len(page.typed) >= identity.LENGTH or pressed.key not in allowed:
        return session, ()
    return replace(session, page=_typed(page.typed + pressed.key, scene)), ()


def erase_key(session: Session, pressed: said.EraseKey, scene: Scene) -> Result:
    if not isinstance(session.page, pages.TypeNumber):
        return session, ()
    return replace(session, page=_typed("" if pressed.whole else session.page.typed[:-1], scene)), ()


def _typed(text: str, scene: Scene) -> pages.TypeNumber:
    problem = identity.problem_while_typing(text, scene.knowledge.today)
    return pages.TypeNumber(text, problem, problem is None and len(text) == identity.LENGTH)


def submit_number(session: Session, _given: object, _scene: Scene) -> Result:
    page = session.page
    if not isinstance(page, pages.TypeNumber) or not page.complete:
        return session, ()
    return session, (do.IdentifyTyped(page.typed),)
