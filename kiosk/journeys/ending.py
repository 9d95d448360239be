"""How a visit ends: finished, left, timed out or stumbled; always wiped, and never with a card forgotten in silence."""

from __future__ import annotations

from dataclasses import replace

from kiosk.journeys import effects as do
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.session import Result, Scene, Session, fresh_deadline, is_visited


def end(session: Session, scene: Scene) -> Result:
    """Forgets everything; a card that still lies there is announced, and never read for the next visitor."""
    wiped: tuple[do.Effect, ...] = (do.CancelRead(), do.Hush(), do.Wipe())
    if not session.card_present:
        return Session(reported=session.reported), wiped
    told = session.reported  # the same card as before, of which the staff know already
    after = Session(page=pages.TakeYourCard(told), card_present=True, left_lying=True, reported=told, said=1)
    after = replace(after, since_ms=scene.now_ms, language=session.language)
    return after, (*wiped, do.Say(do.Prompt.TAKE_CARD))


def leave_card_lying(session: Session) -> Result:
    """Somebody goes on although an earlier visitor's card lies there: the staff are told, and it is not read."""
    told: tuple[do.Effect, ...] = () if session.reported else (do.ReportForgotten(),)
    return Session(card_present=True, left_lying=True, reported=True), (do.Hush(), *told)


def collected(session: Session) -> tuple[do.Effect, ...]:
    """What to tell when the card is lifted: the staff hear of it if they had heard that it lay there."""
    return (do.ReportCollected(),) if session.reported else ()


def tick(session: Session, scene: Scene) -> Result:
    """Once a second: the warning, the end of the time, and the repeated announcement of a forgotten card."""
    if isinstance(session.page, pages.TakeYourCard):
        return _remind(session, scene)
    if session.deadline_ms is None:
        return _start_time(session, scene)
    if scene.now_ms >= session.deadline_ms:
        return end(session, scene)
    if not session.warned and session.deadline_ms - scene.now_ms <= scene.limits.warning * 1000:
        return replace(session, warned=True), (do.Say(do.Prompt.STILL_THERE),)
    return session, ()


def warned_touch(session: Session, given: said.Input, scene: Scene) -> Result:
    """While 您还在吗 shows, one touch anywhere extends, except the one that leaves; after ten times it only leaves."""
    if isinstance(given, said.Exit | said.GoHome) or session.extended >= scene.limits.extensions:
        return end(session, scene)
    return fresh_deadline(replace(session, extended=session.extended + 1), scene), (do.Hush(),)


def _start_time(session: Session, scene: Scene) -> Result:
    """A visit whose time is not running yet (a page that came by itself, or settings changed on the home page)."""
    runs = is_visited(session) and not isinstance(session.page, pages.Working)
    return (fresh_deadline(session, scene) if runs else session), ()


def _remind(session: Session, scene: Scene) -> Result:
    waited = scene.now_ms - session.since_ms
    todo: tuple[do.Effect, ...] = ()
    due = waited >= session.said * scene.limits.forgotten_repeat * 1000
    if due and session.said < scene.limits.forgotten_says:
        session = replace(session, said=session.said + 1)
        todo = (do.Say(do.Prompt.CARD_LEFT),)
    if not session.reported and waited >= scene.limits.forgotten_report * 1000:
        session = replace(session, page=pages.TakeYourCard(reported=True), reported=True)
        todo = (*todo, do.ReportForgotten())
    return session, todo
