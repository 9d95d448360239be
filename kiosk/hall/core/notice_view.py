"""The notices as every caller shows them: what nobody sees to yet first, in the order in which it was reported.

That order keeps the first one in its place when another comes, so that the clerk's one key means what it meant.
"""

from __future__ import annotations

from kiosk.domain.events import Moment
from kiosk.domain.order import MINUTE_MS
from kiosk.domain.published import Text
from kiosk.hall.core.answers import NoticeKind, StaffNotice
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.state import HallState, Notice

TAKEN_SHOWN_MS = 10 * MINUTE_MS
DOUBT_SHOWN_MS = MINUTE_MS // 2  # terminals that work tell within seconds
NUMBER_LENGTH = 6
_REPORTS = (NoticeKind.COMPLAINT, NoticeKind.HELP_WANTED)


def staff_notices(state: HallState, rules: Rules, now: Moment) -> tuple[StaffNotice, ...]:
    """Those that somebody sees to come last, the latest first of them."""
    notices = sorted((one for one in state.notices() if not _is_over(one, now)), key=_order)
    return tuple(_shown(notice, _text(notice, rules)) for notice in notices)


def _text(notice: Notice, rules: Rules) -> Text | None:
    """The complaint's reason; the queue whose numbers run out."""
    if notice.kind is NoticeKind.NUMBERS_LOW:
        return rules.queues[notice.terminal].name if notice.terminal in rules.queues else None
    return next((one.text for one in rules.hall.complaint_reasons if one.code == notice.code), None)


def _order(notice: Notice) -> tuple[bool, int]:
    return (True, -notice.taken.at_ms) if notice.taken else (False, notice.at_ms)


def _is_over(notice: Notice, now: Moment) -> bool:
    """Card and device leave when the terminal says so; a complaint or a call for help some time after it was taken.

    Nobody can tell that whoever called has gone, so what nobody took stays.
    """
    if notice.kind is NoticeKind.NUMBERS_DOUBTED:
        return now.wall_ms - notice.at_ms < DOUBT_SHOWN_MS  # a matter for the staff only when it lasts
    if notice.kind not in _REPORTS or notice.taken is None:
        return False
    return now.wall_ms - notice.taken.at_ms > TAKEN_SHOWN_MS


def _shown(notice: Notice, text: Text | None) -> StaffNotice:
    return StaffNotice(
        kind=notice.kind,
        terminal=notice.terminal,
        at_ms=notice.at_ms,
        code=notice.code,
        text=text,
        id=notice.id,
        number=notice.id[-NUMBER_LENGTH:].upper(),
        taken_by=notice.taken.clerk if notice.taken else "",
        taken_counter=notice.taken.counter if notice.taken else "",
        taken_ms=notice.taken.at_ms if notice.taken else 0,
    )
