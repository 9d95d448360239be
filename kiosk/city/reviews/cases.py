"""A bad review becomes a case by itself, and goes its way step by step."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.city.bookings.rulebook import rulebook
from kiosk.city.records import Found
from kiosk.city.refusals import Refused
from kiosk.city.reviews.tables import case, step
from kiosk.city.rows import add_row
from kiosk.city.tables import evaluation
from kiosk.domain.booking import today
from kiosk.domain.calendar import local
from kiosk.domain.evaluation import names_a_person
from kiosk.domain.events import Event, EventKind
from kiosk.domain.review import OWING_STATES, CaseState, StepKind, StepOutcome, StepProblem, after_step, due_day

FOLLOWER = "reviews"


class CaseRefusal(StrEnum):
    UNKNOWN_CASE = "unknown_case"


def take_events(connection: Connection, hall: str, events: Sequence[Event], now_ms: int) -> None:
    """Opens a case for each bad review among them. The day it is due is counted from the day it arrived here."""
    tickets = [event.ticket_id for event in events if event.kind is EventKind.EVALUATED and event.ticket_id]
    if not tickets:
        return
    c = evaluation.c
    bad = select(c.ticket_id, c.day, c.grade).where(c.ticket_id.in_(tickets), c.hall == hall, c.bad_review.is_(True))
    rows = connection.execute(bad).all()
    due = due_day(local(now_ms).date(), rulebook(connection).calendar).isoformat() if rows else ""
    for row in rows:
        opened = {"opened_ms": now_ms, "due": due, "state": CaseState.OPENED.value, "steps": 0, "changed_ms": now_ms}
        told = {"ticket_id": row.ticket_id, "hall": hall, "day": row.day, "grade": row.grade}
        add_row(connection, case, {**told, **opened})


def take_step(
    connection: Connection,
    hall: str,
    ticket_id: str,
    kind: StepKind,
    outcome: StepOutcome,
    grade: int | None,
    remark: str,
    who: str,
    now_ms: int,
) -> CaseState | Refused:
    """Records a step and answers the case's new state. Two at once are taken one after the other."""
    c = case.c
    mine = (c.ticket_id == ticket_id, c.hall == hall)
    connection.execute(update(case).where(*mine).values(ticket_id=c.ticket_id))  # held until the end
    row = connection.execute(select(case).where(*mine)).mappings().one_or_none()
    if row is None:
        return Refused(CaseRefusal.UNKNOWN_CASE)
    if names_a_person(remark):
        return Refused(StepProblem.REMARK_NAMES_A_PERSON)
    state = after_step(CaseState(row["state"]), kind, outcome, grade, remark)
    if isinstance(state, StepProblem):
        return Refused(state)
    number = row["steps"] + 1
    told = {"kind": kind.value, "outcome": outcome.value, "grade": grade, "remark": remark.strip()}
    connection.execute(insert(step).values(ticket_id=ticket_id, number=number, who=who, at_ms=now_ms, **told))
    change = {"state": state.value, "steps": number, "changed_ms": now_ms}
    connection.execute(update(case).where(*mine).values(**change))
    return state


def cases(connection: Connection, hall: str, state: CaseState | None, after: str, limit: int) -> Found:
    """A hall's cases by their ticket."""
    c = case.c
    asked = select(case).where(c.hall == hall, c.ticket_id > after).order_by(c.ticket_id).limit(limit + 1)
    asked = asked if state is None else asked.where(c.state == state.value)
    rows = _rows(connection, asked)
    return Found(rows[:limit], rows[limit - 1]["ticket_id"] if len(rows) > limit else "")


def overdue(connection: Connection, hall: str, now_ms: int, limit: int) -> list[dict[str, Any]]:
    """Not rectified in time, the longest overdue first. An empty hall: every one."""
    c, owing = case.c, [state.value for state in OWING_STATES]
    asked = select(case).where(c.state.in_(owing), c.due < today(now_ms).isoformat()).order_by(c.due, c.ticket_id)
    return _rows(connection, (asked.where(c.hall == hall) if hall else asked).limit(limit))


def one_case(connection: Connection, hall: str, ticket_id: str) -> dict[str, Any] | Refused:
    """The case, its evaluation and its steps."""
    c = case.c
    rows = _rows(connection, select(case).where(c.ticket_id == ticket_id, c.hall == hall))
    if not rows:
        return Refused(CaseRefusal.UNKNOWN_CASE)
    steps = _rows(connection, select(step).where(step.c.ticket_id == ticket_id).order_by(step.c.number))
    review = _rows(connection, select(evaluation).where(evaluation.c.ticket_id == ticket_id))
    return {"case": rows[0], "steps": steps, "evaluation": review[0] if review else None}


def _rows(connection: Connection, asked: Any) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in connection.execute(asked).mappings()]
