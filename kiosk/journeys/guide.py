"""The item's guide on A4 beside the ticket: announced once it is handed over, and never to be waited for in vain."""

from __future__ import annotations

from dataclasses import replace

from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.pages import GuidePhase
from kiosk.journeys.session import Result, Scene, Session
from kiosk.ports.devices.document_printer import PageOutcome

_PHASES = {
    None: GuidePhase.PRINTING,
    PageOutcome.PRINTED: GuidePhase.PRINTED,
    PageOutcome.FAILED: GuidePhase.FAILED,
    PageOutcome.UNKNOWN: GuidePhase.UNKNOWN,
    PageOutcome.CANCELED: GuidePhase.NONE,
}


def told(session: Session, told: said.GuideTold, scene: Scene) -> Result:
    """Also of the ticket's page while its reader looks at another one."""
    page, trail = _told(session.page, told), tuple(_told(seen, told) for seen in session.trail)
    since = scene.now_ms if told.outcome is None else session.guide_since_ms
    return replace(session, page=page, trail=trail, guide_since_ms=since), ()


def late(session: Session, scene: Scene) -> Session:
    """Nobody stands here longer for a list than for a number."""
    page = session.page
    if not isinstance(page, pages.TicketPage) or page.guide is not GuidePhase.PRINTING:
        return session
    if scene.now_ms - session.guide_since_ms < scene.limits.guide_late * 1000:
        return session
    return replace(session, page=replace(page, guide=GuidePhase.LATE))


def still_told(page: pages.Page) -> GuidePhase:
    """On the page of a 补打: a guide that came was told of already."""
    guide = page.guide if isinstance(page, pages.TicketPage) else GuidePhase.NONE
    return GuidePhase.NONE if guide is GuidePhase.PRINTED else guide


def _told(page: pages.Page, told: said.GuideTold) -> pages.Page:
    if not isinstance(page, pages.TicketPage) or page.ticket.ticket_id != told.ticket_id:
        return page
    return replace(page, guide=_PHASES[told.outcome])
