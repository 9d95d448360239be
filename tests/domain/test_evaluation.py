"""Grades, reasons and what counts as an evaluation."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.city.publication import load_publication
from kiosk.domain.evaluation import (
    GRADE_NAMES,
    OUTCOME_NAMES,
    Evaluation,
    EvaluationOutcome,
    EvaluationProblem,
    EvaluationReasons,
    Grade,
    check_submission,
    evaluation_reasons_from,
)
from kiosk.domain.identity import check_character
from kiosk.domain.published import PublicationError

GRADED = EvaluationOutcome.GRADED


def published() -> Mapping[str, object]:
    return load_publication()["evaluation_reasons"]


REASONS: EvaluationReasons = evaluation_reasons_from(published())


def test_the_five_grades_have_their_fixed_names_and_values() -> None:
    names = {grade.value: GRADE_NAMES[grade].zh for grade in Grade}
    assert names == {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


def test_only_the_last_two_grades_are_bad_reviews() -> None:
    assert [grade.value for grade in Grade if grade.bad_review] == [2, 1]


def test_declining_and_saying_nothing_are_two_different_outcomes() -> None:
    assert OUTCOME_NAMES[EvaluationOutcome.DECLINED].zh == "暂不评价"
    assert OUTCOME_NAMES[EvaluationOutcome.NOT_RATED].zh == "未评价"


def test_a_grade_with_reasons_of_its_own_is_an_evaluation() -> None:
    given = check_submission(REASONS, GRADED, 2, ["212", "207"], " 又排了一次队 ", 21)
    assert given == Evaluation(GRADED, "2020-08", Grade.DISSATISFIED, ("207", "212"), "又排了一次队", 21)


@pytest.mark.parametrize("grade", list(Grade))
def test_a_grade_needs_no_reason(grade: Grade) -> None:
    given = check_submission(REASONS, GRADED, grade)
    assert isinstance(given, Evaluation) and given.grade is grade and given.reasons == ()


@pytest.mark.parametrize("outcome", [EvaluationOutcome.DECLINED, EvaluationOutcome.NOT_RATED])
def test_an_evaluation_that_was_not_given_holds_no_grade(outcome: EvaluationOutcome) -> None:
    given = check_submission(REASONS, outcome, seconds_on_screen=60)
    assert given == Evaluation(outcome, "2020-08", None, (), "", 60)
    for smuggled in ({"grade": 5}, {"reasons": ["510"]}, {"text": "好"}):
        assert check_submission(REASONS, outcome, **smuggled) is EvaluationProblem.GRADE_NOT_ASKED


@pytest.mark.parametrize(
    ("grade", "reasons", "text", "seconds", "problem"),
    [
        (None, [], "", 0, EvaluationProblem.GRADE_MISSING),
        (0, [], "", 0, EvaluationProblem.NO_SUCH_GRADE),
        (6, [], "", 0, EvaluationProblem.NO_SUCH_GRADE),
        (5, ["999"], "", 0, EvaluationProblem.UNKNOWN_REASON),
        (5, ["214"], "", 0, EvaluationProblem.REASON_OF_ANOTHER_GRADE),
        (5, ["510", "510"], "", 0, EvaluationProblem.REASON_TWICE),
        (1, [], "慢" * 151, 0, EvaluationProblem.TEXT_TOO_LONG),
        (1, [], "慢\x00", 0, EvaluationProblem.TEXT_NOT_PLAIN),
        (1, [], "", -1, EvaluationProblem.TIME_IMPOSSIBLE),
        (1, [], "", 3601, EvaluationProblem.TIME_IMPOSSIBLE),
    ],
)
def test_what_is_not_an_evaluation_is_refused_with_its_reason(
    grade: int | None, reasons: list[str], text: str, seconds: int, problem: EvaluationProblem
) -> None:
    assert check_submission(REASONS, GRADED, grade, reasons, text, seconds) is problem


def test_a_text_of_exactly_150_characters_and_two_lines_is_accepted() -> None:
    given = check_submission(REASONS, GRADED, 1, [], "等\n" + "久" * 148)
    assert isinstance(given, Evaluation) and len(given.text) == 150


def test_an_id_number_in_the_citizens_own_words_is_never_stored() -> None:
    number = "11010519491231002" + check_character("11010519491231002")
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    hyphened = f"{number[:6]}-{number[6:14]}-{number[14:]}"
    for written in (number, number.lower(), full_width, spaced, hyphened):
        given = check_submission(REASONS, GRADED, 1, [], f"我的证号是{written}请查")
        assert given is EvaluationProblem.TEXT_NAMES_A_PERSON


def test_the_citizens_own_words_stay_out_of_logs() -> None:
    assert "等了很久" not in repr(check_submission(REASONS, GRADED, 1, [], "等了很久"))


@given(st.sampled_from(list(Grade)), st.data())
def test_every_choice_of_a_grades_own_reasons_is_kept_whole(grade: Grade, data: st.DataObject) -> None:
    codes = [reason.code for reason in REASONS.of(grade)]
    chosen = data.draw(st.lists(st.sampled_from(codes), unique=True))
    given = check_submission(REASONS, GRADED, grade, chosen)
    assert isinstance(given, Evaluation) and set(given.reasons) == set(chosen)


def changed(grade: int, **changes: object) -> dict[str, Any]:
    data = copy.deepcopy(dict(published()))
    rows: Any = data["grades"]
    rows[grade].update(changes)
    return data


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "很满意"},
        {"bad_review": True},
        {"value": 4},
        {"value": 9},
        {"reasons": []},
        {"reasons": [{"code": "410", "text": "好", "text_en": "Good", "more": False}]},
        {"reasons": [{"code": "510", "text": "好", "more": False}]},
    ],
)
def test_reasons_that_bend_the_national_grades_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PublicationError):
        evaluation_reasons_from(changed(0, **changes))


def test_reasons_for_four_grades_only_are_refused() -> None:
    data = dict(published())
    data["grades"] = list(data["grades"])[:4]  # type: ignore[call-overload]
    with pytest.raises(PublicationError, match="all 5 grades"):
        evaluation_reasons_from(data)
