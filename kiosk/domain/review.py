"""差评整改: what has to happen after a grade of 1 or 2, step by step, and until when.

核实 → 回访 → 整改 → 追评. A review that turns out not to be about this service is closed after its verification, with a
reason; nobody is asked to change a grade, and the grade itself never changes.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kiosk.domain.working_days import WorkingDays

RECTIFY_WORKING_DAYS = 15


class CaseState(StrEnum):
    OPENED = "opened"
    VERIFIED = "verified"
    CALLED_BACK = "called_back"
    RECTIFIED = "rectified"
    CLOSED = "closed"


class StepKind(StrEnum):
    VERIFY = "verify"  # 核实
    CALL_BACK = "call_back"  # 回访
    RECTIFY = "rectify"  # 整改
    FOLLOW_UP = "follow_up"  # 追评


class StepOutcome(StrEnum):
    CONFIRMED = "confirmed"  # verify: it is about this service
    NOT_OURS = "not_ours"  # verify: about something else, or nothing that can be found
    REACHED = "reached"  # call back
    NOT_REACHED = "not_reached"  # call back: tried and recorded; the rectifying goes on
    NO_CONTACT = "no_contact"  # call back: the person left no way to be reached
    DONE = "done"  # rectify
    GRADED = "graded"  # follow up: the person's new grade
    DECLINED = "declined"  # follow up: the person did not want to


OUTCOMES: dict[StepKind, frozenset[StepOutcome]] = {
    StepKind.VERIFY: frozenset({StepOutcome.CONFIRMED, StepOutcome.NOT_OURS}),
    StepKind.CALL_BACK: frozenset({StepOutcome.REACHED, StepOutcome.NOT_REACHED, StepOutcome.NO_CONTACT}),
    StepKind.RECTIFY: frozenset({StepOutcome.DONE}),
    StepKind.FOLLOW_UP: frozenset({StepOutcome.GRADED, StepOutcome.DECLINED}),
}
OPEN_STATES = frozenset(CaseState) - {CaseState.CLOSED}
OWING_STATES = frozenset({CaseState.OPENED, CaseState.VERIFIED, CaseState.CALLED_BACK})  # not rectified yet


class StepProblem(StrEnum):
    """Why a step is not recorded."""

    CASE_CLOSED = "case_closed"
    OUT_OF_ORDER = "out_of_order"
    OTHER_OUTCOME = "other_outcome"  # this step cannot end so
    GRADE_MISSING = "grade_missing"
    GRADE_NOT_ASKED = "grade_not_asked"
    REMARK_MISSING = "remark_missing"  # an act without a word of what was found says nothing
    REMARK_NAMES_A_PERSON = "remark_names_a_person"


_FROM: dict[StepKind, frozenset[CaseState]] = {
    StepKind.VERIFY: frozenset({CaseState.OPENED}),
    StepKind.CALL_BACK: frozenset({CaseState.VERIFIED, CaseState.CALLED_BACK}),
    StepKind.RECTIFY: frozenset({CaseState.CALLED_BACK}),
    StepKind.FOLLOW_UP: frozenset({CaseState.RECTIFIED}),
}
_TO: dict[StepKind, CaseState] = {
    StepKind.VERIFY: CaseState.VERIFIED,
    StepKind.CALL_BACK: CaseState.CALLED_BACK,
    StepKind.RECTIFY: CaseState.RECTIFIED,
    StepKind.FOLLOW_UP: CaseState.CLOSED,
}


def after_step(
    state: CaseState, kind: StepKind, outcome: StepOutcome, grade: int | None, remark: str
) -> CaseState | StepProblem:
    """The case after a step. A second call back may follow a first that reached nobody."""
    if state is CaseState.CLOSED:
        return StepProblem.CASE_CLOSED
    if state not in _FROM[kind]:
        return StepProblem.OUT_OF_ORDER
    if outcome not in OUTCOMES[kind]:
        return StepProblem.OTHER_OUTCOME
    if (outcome is StepOutcome.GRADED) is not (grade is not None):
        return StepProblem.GRADE_MISSING if grade is None else StepProblem.GRADE_NOT_ASKED
    if not remark.strip():
        return StepProblem.REMARK_MISSING
    return CaseState.CLOSED if outcome is StepOutcome.NOT_OURS else _TO[kind]


def due_day(opened: date, calendar: WorkingDays) -> date:
    """Rectified by the end of this day."""
    return calendar.after(opened, RECTIFY_WORKING_DAYS)
