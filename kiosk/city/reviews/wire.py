"""What the routes of the bad reviews take and tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from kiosk.city.forms import OnWire, Remark, Told
from kiosk.city.reviews.cases import CaseRefusal
from kiosk.city.reviews.rates import Rates
from kiosk.domain.review import CaseState, StepKind, StepOutcome, StepProblem


class NewStep(OnWire):
    """核实 verify → 回访 call_back → 整改 rectify → 追评 follow_up; each with what was found."""

    kind: StepKind = Field(examples=[StepKind.VERIFY])
    outcome: StepOutcome = Field(examples=[StepOutcome.CONFIRMED])
    grade: int | None = Field(default=None, ge=1, le=5, description="Of a follow-up that was graded.")
    remark: Remark = Field(min_length=1, examples=["The guide asked for a copy that is not needed."])


class CaseRow(Told):
    ticket_id: str
    hall: str
    day: str
    grade: int
    opened_ms: int
    due: str = Field(description="ISO: rectified by the end of this day, 15 working days after it was opened.")
    state: CaseState
    steps: int
    changed_ms: int


class StepRow(Told):
    number: int
    kind: StepKind
    outcome: StepOutcome
    grade: int | None
    remark: str
    who: str
    at_ms: int


class Cases(Told):
    rows: list[CaseRow]
    next: str


class Overdue(Told):
    rows: list[CaseRow]


class CaseTold(Told):
    case: CaseRow
    steps: list[StepRow]
    evaluation: dict[str, Any] | None


class StepTaken(Told):
    state: CaseState


class RatesTold(Told):
    """Rates from 0 to 1; null where there is nothing to divide by."""

    hall: str
    first: str
    last: str
    grades: dict[int, int]
    declined: int
    not_rated: int
    graded: int
    asked: int
    good_rate: float | None
    active_rate: float | None = Field(description="主动评价率.")
    not_rated_rate: float | None = Field(description="未评价.")

    @classmethod
    def of(cls, hall: str, first: str, last: str, found: Rates) -> RatesTold:
        return cls(
            hall=hall, first=first, last=last, grades=found.grades, declined=found.declined,
            not_rated=found.not_rated, graded=found.graded, asked=found.asked, good_rate=found.good_rate,
            active_rate=found.active_rate, not_rated_rate=found.not_rated_rate,
        )  # fmt: skip


TOLD: Mapping[StrEnum, tuple[int, str]] = {
    CaseRefusal.UNKNOWN_CASE: (404, "This hall has no such case."),
    StepProblem.CASE_CLOSED: (409, "This case is closed."),
    StepProblem.OUT_OF_ORDER: (409, "Another step comes first: verify, call back, rectify, follow up."),
    StepProblem.OTHER_OUTCOME: (422, "This step cannot end so."),
    StepProblem.GRADE_MISSING: (422, "A graded follow-up has a grade."),
    StepProblem.GRADE_NOT_ASKED: (422, "Only a graded follow-up has a grade."),
    StepProblem.REMARK_MISSING: (422, "A step says what was found."),
    StepProblem.REMARK_NAMES_A_PERSON: (422, "A remark holds no number of a person."),
}
