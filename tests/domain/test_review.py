"""差评整改: the steps come in their order, end as they may, and are due on a working day."""

from __future__ import annotations

from datetime import date
from itertools import product

from kiosk.domain.review import (
    OUTCOMES,
    CaseState,
    StepKind,
    StepOutcome,
    StepProblem,
    after_step,
    due_day,
)
from kiosk.domain.working_days import WorkingDays

GOOD_WAY = [
    (StepKind.VERIFY, StepOutcome.CONFIRMED, None),
    (StepKind.CALL_BACK, StepOutcome.NOT_REACHED, None),
    (StepKind.CALL_BACK, StepOutcome.REACHED, None),
    (StepKind.RECTIFY, StepOutcome.DONE, None),
    (StepKind.FOLLOW_UP, StepOutcome.GRADED, 4),
]


def test_a_case_goes_from_verifying_to_the_follow_up() -> None:
    state = CaseState.OPENED
    for kind, outcome, grade in GOOD_WAY:
        found = after_step(state, kind, outcome, grade, "a remark")
        assert isinstance(found, CaseState)
        state = found
    assert state is CaseState.CLOSED
    assert after_step(state, StepKind.VERIFY, StepOutcome.CONFIRMED, None, "again") is StepProblem.CASE_CLOSED


def test_a_review_about_something_else_is_closed_with_its_verification() -> None:
    assert after_step(CaseState.OPENED, StepKind.VERIFY, StepOutcome.NOT_OURS, None, "?") is CaseState.CLOSED


def test_no_step_comes_before_its_turn() -> None:
    steps = {CaseState.OPENED: StepKind.VERIFY, CaseState.VERIFIED: StepKind.CALL_BACK,
             CaseState.RECTIFIED: StepKind.FOLLOW_UP}  # fmt: skip
    for (state, right), kind in product(steps.items(), StepKind):
        outcome = min(OUTCOMES[kind])
        found = after_step(state, kind, outcome, 3 if outcome is StepOutcome.GRADED else None, "a remark")
        assert (found is StepProblem.OUT_OF_ORDER) is (kind is not right)


def test_a_step_says_what_was_found_and_only_a_follow_up_has_a_grade() -> None:
    step = (CaseState.OPENED, StepKind.VERIFY)
    assert after_step(*step, StepOutcome.CONFIRMED, None, "  ") is StepProblem.REMARK_MISSING
    assert after_step(*step, StepOutcome.CONFIRMED, 5, "x") is StepProblem.GRADE_NOT_ASKED
    assert after_step(*step, StepOutcome.REACHED, None, "x") is StepProblem.OTHER_OUTCOME
    graded = after_step(CaseState.RECTIFIED, StepKind.FOLLOW_UP, StepOutcome.GRADED, None, "x")
    assert graded is StepProblem.GRADE_MISSING


def test_rectifying_is_due_after_fifteen_working_days() -> None:
    assert due_day(date(2026, 11, 23), WorkingDays()) == date(2026, 12, 14)
    holiday = WorkingDays("1", frozenset({2026}), frozenset({date(2026, 12, 1)}), {})
    assert due_day(date(2026, 11, 23), holiday) == date(2026, 12, 15)
