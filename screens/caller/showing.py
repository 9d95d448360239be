"""A counter's view as plain values for QML: everything masked already, both languages, no sentence composed here."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from kiosk.domain.published import Text
from kiosk.hall.core.answers import (
    CounterPhase,
    CounterView,
    CurrentTicket,
    LinkedTicket,
    NextUp,
    NoticeKind,
    PassedPerson,
    StaffNotice,
    WaitingPerson,
)
from screens.caller.keys import ended_with

Shown = dict[str, Any]


def words(text: Text | None) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en} if text else {"zh": "", "en": ""}


def counter_page(view: CounterView) -> Shown:
    """All but the three lists and the running time."""
    return {
        "signed": view.phase is not CounterPhase.SIGNED_OUT,
        "phase": view.phase.value,
        "counter": view.counter,
        "counterName": words(view.counter_name),
        "hall": words(view.hall_name),
        "clerk": view.clerk,
        "clerkName": view.clerk_name,
        "current": current_shown(view.current),
        "next": next_shown(view.next, view.waiting),
        "waiting": view.waiting_total,
        "unseen": max(0, view.waiting_total - len(view.waiting)),
        "passed": len(view.passed),
        "today": {
            "called": view.today.called,
            "done": view.today.done,
            "passed": view.today.passed,
            "average": view.today.average_seconds,
        },
        "notices": len(view.notices),
        "open": sum(not notice.taken_by for notice in view.notices),
        "awaited": len(awaited_rows(view)),
    }


def current_shown(current: CurrentTicket | None) -> Shown | None:
    if current is None:
        return None
    return {
        "label": current.label,
        "name": current.name,
        "tail": current.tail,
        "item": words(current.item_name),
        "group": current.group.value,
        "unconfirmed": current.unconfirmed,
        "waited": current.waited_minutes,
        "recalls": current.recalls,
        "recallsLeft": current.recalls_left,
        "linked": [_linked(one) for one in current.linked],
        "endsWith": list(ended_with(current)),
        "unsigned": current.unsigned,
        "adoptedBy": current.adopted_by,
    }


def next_shown(up: NextUp | None, waiting: tuple[WaitingPerson, ...]) -> Shown | None:
    """The next one, with what the waiting list knows about them when they are in it."""
    if up is None:
        return None
    person = next((one for one in waiting if one.ticket_id == up.ticket_id), None)
    return {
        "label": up.label,
        "group": up.group.value,
        "reasons": [reason.value for reason in up.reasons],
        "name": person.name if person else "",
        "unsigned": person is not None and person.unsigned,
        "item": words(person.item_name if person else None),
        "waited": person.waited_minutes if person else -1,
    }


def waiting_rows(view: CounterView) -> list[Shown]:
    chosen = view.next.ticket_id if view.next else ""
    return [
        {
            "id": one.ticket_id,
            "label": one.label,
            "name": one.name,
            "item": words(one.item_name),
            "group": one.group.value,
            "waited": one.waited_minutes,
            "unconfirmed": one.unconfirmed,
            "next": one.ticket_id == chosen,
            "linked": list(one.linked),
            "unsigned": one.unsigned,
        }
        for one in view.waiting
    ]


def passed_rows(view: CounterView) -> list[Shown]:
    return [_passed(one) for one in view.passed]


def first_open(view: CounterView | None) -> str:
    """The notice that the clerk's one key takes: the topmost that nobody sees to; none: empty."""
    notices = view.notices if view else ()
    return next((notice.id for notice in notices if not notice.taken_by), "")


def notice_rows(view: CounterView, zone: tzinfo | None) -> list[Shown]:
    first = first_open(view)
    return [_notice(notice, zone) | {"first": notice.id == first} for notice in view.notices]


def newest_open(view: CounterView, zone: tzinfo | None) -> Shown | None:
    """For whoever is about to sign in: the latest notice that nobody sees to."""
    notices = (notice for notice in view.notices if not notice.taken_by)
    newest = max(notices, key=lambda notice: notice.at_ms, default=None)
    return _notice(newest, zone) if newest else None


def awaited_rows(view: CounterView) -> list[Shown]:
    """The terminals whose word on today's numbers the hall waits for, while its book is in doubt."""
    doubts = (notice for notice in view.notices if notice.kind is NoticeKind.NUMBERS_DOUBTED)
    return [{"id": name} for doubt in doubts for name in doubt.terminal.split(", ") if name]


def _linked(one: LinkedTicket) -> Shown:
    return {"label": one.label, "state": one.state.value, "waited": one.waited_minutes}


def _notice(notice: StaffNotice, zone: tzinfo | None) -> Shown:
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "terminal": notice.terminal,
        "at": datetime.fromtimestamp(notice.at_ms / 1000, zone).strftime("%H:%M"),
        "code": notice.code,
        "text": words(notice.text),
        "number": notice.number if notice.kind is NoticeKind.COMPLAINT else "",
        "by": notice.taken_by,
        "counter": notice.taken_counter,
    }


def minutes_seconds(seconds: float) -> str:
    """04:12; over an hour the minutes go on: 75:03."""
    whole = max(0, int(seconds))
    return f"{whole // 60:02d}:{whole % 60:02d}"


def _passed(one: PassedPerson) -> Shown:
    return {
        "id": one.ticket_id,
        "label": one.label,
        "name": one.name,
        "ago": one.minutes_ago,
        "restorable": one.restorable,
    }
