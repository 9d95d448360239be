"""好评率 beside 主动评价率 and 未评价: a good rate alone can be had by asking only the content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from kiosk.city.retention.forgotten import forgotten
from kiosk.city.statistics.tables import statistic
from kiosk.city.tables import evaluation
from kiosk.domain.evaluation import EvaluationOutcome, Grade


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts, and the rates that follow; a rate of nothing is None and never 100 %."""

    grades: dict[int, int]
    declined: int
    not_rated: int

    @property
    def graded(self) -> int:
        return sum(self.grades.values())

    @property
    def asked(self) -> int:
        """Everybody to whom the evaluation was shown."""
        return self.graded + self.declined + self.not_rated

    @property
    def good_rate(self) -> float | None:
        """Grades 3 to 5 among the graded."""
        good = sum(count for grade, count in self.grades.items() if not Grade(grade).bad_review)
        return _share(good, self.graded)

    @property
    def active_rate(self) -> float | None:
        """主动评价率: the graded among everybody who was asked."""
        return _share(self.graded, self.asked)

    @property
    def not_rated_rate(self) -> float | None:
        return _share(self.not_rated, self.asked)


def rates(connection: Connection, hall: str, first: str, last: str) -> Rates:
    """Of business days `first` to `last` (ISO, both included). An empty hall: the whole city.

    Of days whose evaluations are gone, what the statistics had counted.
    """
    c = evaluation.c
    asked = select(c.outcome, c.grade, func.count()).where(c.day.between(first, last), ~forgotten(c.hall, c.day))
    asked = asked.group_by(c.outcome, c.grade)
    grades, others = {grade.value: 0 for grade in Grade}, dict[str, int]()
    for outcome, grade, count in connection.execute(asked.where(c.hall == hall) if hall else asked):
        if outcome == EvaluationOutcome.GRADED and grade is not None:
            grades[grade] += count
        else:
            others[outcome] = others.get(outcome, 0) + count
    for told in _counted(connection, hall, first, last):
        for grade, count in told["grades"].items():
            grades[int(grade)] += count
        for outcome in (EvaluationOutcome.DECLINED, EvaluationOutcome.NOT_RATED):
            others[outcome] = others.get(outcome, 0) + told[outcome.value]
    return Rates(grades, others.get(EvaluationOutcome.DECLINED, 0), others.get(EvaluationOutcome.NOT_RATED, 0))


def _counted(connection: Connection, hall: str, first: str, last: str) -> Iterator[Mapping[str, Any]]:
    c = statistic.c
    asked = select(c.figures).where(c.day.between(first, last), forgotten(c.hall, c.day))
    yield from connection.execute(asked.where(c.hall == hall) if hall else asked).scalars()


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
