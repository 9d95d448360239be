"""The ways out of a page: 返回, 首页, 退出, and our own stumbling."""

from __future__ import annotations

from dataclasses import replace

from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.ending import end, leave_card_lying
from kiosk.journeys.identifying import prompt_card
from kiosk.journeys.pages import FailureReason
from kiosk.journeys.session import Result, Scene, Session


def stumbled(session: Session, _: said.Stumbled, scene: Scene) -> Result:
    """A bug of ours: everything about the person goes, the screen apologises and offers the way home."""
    after, todo = end(session, scene)
    if isinstance(after.page, pages.Home):
        after = replace(after, page=pages.Failure(FailureReason.UNEXPECTED))
    return after, todo


def go_back(session: Session, _: said.GoBack, scene: Scene) -> Result:
    if not session.trail or isinstance(session.page, pages.Working | pages.TicketPage | pages.TakeYourCard):
        return session, ()
    *trail, page = session.trail
    if isinstance(page, pages.Home):
        return end(session, scene) if session.identified else _leave_to(session, page, ())
    typed = session.identified is None or not session.identified.by_card
    if isinstance(page, pages.CardPrompt | pages.TypeNumber) and typed:
        after, todo = prompt_card(replace(session, identified=None, trail=tuple(trail), page=pages.Home()))
        return replace(after, trail=tuple(trail)), todo
    return _leave_to(session, page, tuple(trail))


def _leave_to(session: Session, page: pages.Page, trail: tuple[pages.Page, ...]) -> Result:
    return replace(session, page=page, trail=trail, reading=False), (do.CancelRead(), do.Hush())


def go_home(session: Session, _: said.GoHome, scene: Scene) -> Result:
    if isinstance(session.page, pages.Working):
        return session, ()
    if isinstance(session.page, pages.TakeYourCard):
        return leave_card_lying(session)
    after, todo = end(session, scene)
    return (_as_it_was_seen(after, session) if isinstance(after.page, pages.Home) else after), todo


def _as_it_was_seen(after: Session, before: Session) -> Session:
    """首页 is for somebody who goes on: language and size stay, until 退出 or the time is over."""
    return replace(after, language=before.language, elder=before.elder, contrast=before.contrast, low=before.low)


def leave(session: Session, _: said.Exit, scene: Scene) -> Result:
    if isinstance(session.page, pages.Working):
        return session, ()
    return leave_card_lying(session) if isinstance(session.page, pages.TakeYourCard) else end(session, scene)
