"""好差评: the five fixed grades, their coded reasons as versioned data, and whether a submission is a valid evaluation.

Grades, names and values are fixed by the national rules and therefore code; reasons change with the year and are data.
An evaluation is voluntary: declining and saying nothing are outcomes of their own and never become a grade.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from kiosk.domain.published import Node, PublicationError, Text, publication, without_doubles

LONGEST_TEXT = 150
LONGEST_ON_SCREEN = 3600  # seconds; more is a clock's mistake
_NUMBER_OF_A_PERSON = re.compile(r"\d{17}[\dXx]")
_BETWEEN_DIGITS = re.compile(r"[\s\-–—_.,·、，]")  # what people write inside long numbers


class Grade(IntEnum):
    VERY_SATISFIED = 5
    SATISFIED = 4
    BASICALLY_SATISFIED = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1

    @property
    def bad_review(self) -> bool:
        """差评: has to be verified, called back and rectified."""
        return self <= Grade.DISSATISFIED


GRADE_NAMES: Mapping[Grade, Text] = {
    Grade.VERY_SATISFIED: Text("非常满意", "Very satisfied"),
    Grade.SATISFIED: Text("满意", "Satisfied"),
    Grade.BASICALLY_SATISFIED: Text("基本满意", "Fairly satisfied"),
    Grade.DISSATISFIED: Text("不满意", "Dissatisfied"),
    Grade.VERY_DISSATISFIED: Text("非常不满意", "Very dissatisfied"),
}


class EvaluationOutcome(StrEnum):
    GRADED = "graded"
    DECLINED = "declined"  # 暂不评价: the citizen's own choice
    NOT_RATED = "not_rated"  # 未评价: nobody touched the screen in time


OUTCOME_NAMES: Mapping[EvaluationOutcome, Text] = {
    EvaluationOutcome.GRADED: Text("已评价", "Rated"),
    EvaluationOutcome.DECLINED: Text("暂不评价", "Not now"),
    EvaluationOutcome.NOT_RATED: Text("未评价", "Not rated"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    code: str  # three digits; the first is the grade
    text: Text
    more: bool  # stands behind 更多

    @property
    def grade(self) -> Grade:
        return Grade(int(self.code[0]))


@dataclass(frozen=True, slots=True)
class EvaluationReasons:
    """One published version of the coded reasons; the version is stored with every evaluation."""

    version: str
    reasons: tuple[Reason, ...]

    def of(self, grade: Grade) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.grade is grade)

    def reason(self, code: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)


class EvaluationProblem(StrEnum):
    """Why a submission is not an evaluation."""

    NO_SUCH_GRADE = "no_such_grade"
    GRADE_MISSING = "grade_missing"  # graded, but nothing chosen
    GRADE_NOT_ASKED = "grade_not_asked"  # declined or not rated, yet with a grade, reasons or text
    UNKNOWN_REASON = "unknown_reason"
    REASON_OF_ANOTHER_GRADE = "reason_of_another_grade"
    REASON_TWICE = "reason_twice"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_NOT_PLAIN = "text_not_plain"  # control characters
    TEXT_NAMES_A_PERSON = "text_names_a_person"  # an ID number stands in it, which no record may hold
    TIME_IMPOSSIBLE = "time_impossible"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A valid evaluation. `grade` is None unless graded; `text` is the citizen's own and stays out of every `repr`."""

    outcome: EvaluationOutcome
    reasons_version: str
    grade: Grade | None = None
    reasons: tuple[str, ...] = ()  # codes, ascending
    text: str = field(default="", repr=False)
    seconds_on_screen: int = 0


def evaluation_reasons_from(data: Mapping[str, object]) -> EvaluationReasons:
    """The published reasons. Raises PublicationError, also when a grade's name or value is not the fixed one."""
    root = publication(data).only("format", "version", "source", "grades")
    grades = without_doubles((_grade(row) for row in root.field("grades").rows()), lambda pair: pair[0], "grades")
    if len(grades) != len(Grade):
        raise PublicationError("grades", f"all {len(Grade)} grades were expected, found {len(grades)}")
    reasons = (reason for _, of_grade in grades for reason in of_grade)
    return EvaluationReasons(root.field("version").text(20), without_doubles(reasons, lambda r: r.code, "grades"))


def check_submission(
    published: EvaluationReasons,
    outcome: EvaluationOutcome,
    grade: int | None = None,
    reasons: Sequence[str] = (),
    text: str = "",
    seconds_on_screen: int = 0,
) -> Evaluation | EvaluationProblem:
    """An evaluation, or the first thing that is wrong with it. Reasons are voluntary, also for a bad review."""
    problem = (
        _grade_problem(outcome, grade, bool(reasons or text))
        or _reason_problem(published, grade, reasons)
        or _text_problem(text)
    )
    if problem is None and not 0 <= seconds_on_screen <= LONGEST_ON_SCREEN:
        problem = EvaluationProblem.TIME_IMPOSSIBLE
    if problem is not None:
        return problem
    chosen = None if grade is None else Grade(grade)
    return Evaluation(outcome, published.version, chosen, tuple(sorted(reasons)), text.strip(), seconds_on_screen)


def _grade_problem(outcome: EvaluationOutcome, grade: int | None, more: bool) -> EvaluationProblem | None:
    if outcome is not EvaluationOutcome.GRADED:
        return EvaluationProblem.GRADE_NOT_ASKED if grade is not None or more else None
    if grade is None:
        return EvaluationProblem.GRADE_MISSING
    return None if grade in list(Grade) else EvaluationProblem.NO_SUCH_GRADE


def _reason_problem(published: EvaluationReasons, grade: int | None, codes: Sequence[str]) -> EvaluationProblem | None:
    for code in codes:
        reason = published.reason(code)
        if reason is None:
            return EvaluationProblem.UNKNOWN_REASON
        if reason.grade != grade:
            return EvaluationProblem.REASON_OF_ANOTHER_GRADE
    return EvaluationProblem.REASON_TWICE if len(set(codes)) < len(codes) else None


def _text_problem(text: str) -> EvaluationProblem | None:
    if len(text.strip()) > LONGEST_TEXT:
        return EvaluationProblem.TEXT_TOO_LONG
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text.replace("\n", "")):
        return EvaluationProblem.TEXT_NOT_PLAIN
    return EvaluationProblem.TEXT_NAMES_A_PERSON if names_a_person(text) else None


def names_a_person(text: str) -> bool:
    """Whether an ID number stands in a text, however it is spaced; no record may hold one."""
    bare = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    return _NUMBER_OF_A_PERSON.search(bare) is not None


def _grade(node: Node) -> tuple[Grade, tuple[Reason, ...]]:
    node.only("value", "name", "name_en", "bad_review", "reasons")
    grade = Grade(node.field("value").whole(1, 5))
    name = Text(node.field("name").text(8), node.field("name_en").text(30))
    if name != GRADE_NAMES[grade] or node.field("bad_review").flag() is not grade.bad_review:
        raise node.wrong(f"grade {grade.value} is {GRADE_NAMES[grade].zh} everywhere and cannot be another")
    return grade, tuple(_reason(row, grade) for row in node.field("reasons").rows())


def _reason(node: Node, grade: Grade) -> Reason:
    node.only("code", "text", "text_en", "more")
    text = Text(node.field("text").text(30), node.field("text_en").text(90))
    return Reason(node.field("code").text(3, rf"{grade.value}\d\d"), text, node.field("more").flag())
