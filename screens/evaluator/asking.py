"""What an evaluator does, as a value: who is asked, what was chosen so far, and what every touch makes of it.

Nothing is chosen for anybody. Only 提交评价 sends a grade; time that runs out sends nothing, the hall stores 未评价.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.domain.evaluation import EvaluationOutcome, Grade
from kiosk.hall.core.answers import EvaluationRefusal, EvaluationRefused, EvaluationTaken, Invitation

FAREWELL_S = 6.0


class Page(StrEnum):
    IDLE = "idle"
    GRADES = "grades"
    REASONS = "reasons"
    SENDING = "sending"
    UNSENT = "unsent"  # the hall did not answer; the citizen may try again or go
    THANKS = "thanks"
    OVER = "over"  # the hall's time was up before it arrived


OPEN_PAGES = frozenset({Page.GRADES, Page.REASONS, Page.UNSENT})


@dataclass(frozen=True, slots=True)
class Asking:
    """`until` and `since` in seconds of the monotonic clock: when the page closes, and when it appeared."""

    page: Page = Page.IDLE
    invitation: Invitation | None = None
    since: float = 0.0
    until: float = 0.0
    grade: Grade | None = None
    codes: frozenset[str] = frozenset()
    outcome: EvaluationOutcome | None = None
    tries: int = 0
    answered: str = field(default="", repr=False)  # the ticket that was asked last: it is not asked twice

    def invited(self, invitation: Invitation, now: float) -> Asking:
        """An evaluation opened; the one already on the screen only has its time set right."""
        until = now + invitation.seconds_left
        if invitation.ticket_id == self.answered:
            return self
        if self.invitation is not None and invitation.ticket_id == self.invitation.ticket_id:
            return replace(self, until=until)
        return Asking(Page.GRADES, invitation, now, until, answered=self.answered)

    def closed_by_hall(self, ticket_id: str, now: float) -> Asking:
        """The hall has an answer or has stored 未评价. Before its time that can only be the answer that seemed lost."""
        if self.page not in OPEN_PAGES or self.invitation is None or self.invitation.ticket_id != ticket_id:
            return self
        taken = self.page is Page.UNSENT and now < self.until - 1
        return self._farewell(Page.THANKS, now) if taken else self.back_to_rest()

    def graded(self, grade: Grade) -> Asking:
        """A grade was touched: its reasons may follow; nothing is sent yet."""
        if self.page is not Page.GRADES:
            return self
        return replace(self, page=Page.REASONS, grade=grade, codes=frozenset())

    def reconsidered(self) -> Asking:
        if self.page is not Page.REASONS:
            return self
        return replace(self, page=Page.GRADES, grade=None, codes=frozenset())

    def toggled(self, code: str) -> Asking:
        return replace(self, codes=self.codes ^ {code}) if self.page is Page.REASONS else self

    def submitted(self) -> Asking:
        """提交评价, or the same again after the hall did not answer."""
        if self.page not in (Page.REASONS, Page.UNSENT):
            return self
        return replace(self, page=Page.SENDING, outcome=EvaluationOutcome.GRADED, tries=self.tries + 1)

    def declined(self) -> Asking:
        """暂不评价"""
        if self.page is not Page.GRADES:
            return self
        return replace(self, page=Page.SENDING, outcome=EvaluationOutcome.DECLINED, tries=self.tries + 1)

    def told(self, reply: EvaluationTaken | EvaluationRefused | None, now: float) -> Asking:
        """The hall's reply to what was sent; None when there was none."""
        if self.page is not Page.SENDING or self.invitation is None:
            return self
        if reply is None and self.outcome is EvaluationOutcome.GRADED:
            return replace(self, page=Page.UNSENT)
        return self._farewell(Page.OVER if self._came_too_late(reply, now) else Page.THANKS, now)

    def timed(self, now: float) -> Asking:
        """When the time is over the page closes by itself."""
        ends = self.page in OPEN_PAGES or self.page in (Page.THANKS, Page.OVER)
        return self.back_to_rest() if ends and now >= self.until else self

    def back_to_rest(self) -> Asking:
        ticket = self.invitation.ticket_id if self.invitation is not None else self.answered
        return Asking(answered=ticket)

    def seconds_left(self, now: float) -> int:
        """Whole seconds, counted down to 0."""
        return max(0, int(self.until - now + 0.999))

    def _came_too_late(self, reply: EvaluationTaken | EvaluationRefused | None, now: float) -> bool:
        """Refused as already evaluated within the time, after a try without an answer: that try had arrived."""
        if not isinstance(reply, EvaluationRefused):
            return False
        own_try = self.tries > 1 and now < self.until
        return not (own_try and reply.reason is EvaluationRefusal.ALREADY_EVALUATED)

    def _farewell(self, page: Page, now: float) -> Asking:
        ticket = self.invitation.ticket_id if self.invitation is not None else ""
        return Asking(page, until=now + FAREWELL_S, answered=ticket)
