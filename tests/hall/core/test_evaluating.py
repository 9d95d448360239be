"""好差评 at the counter: one visit, one evaluation, its own counter, and silence is 未评价 after a minute."""

from __future__ import annotations

from typing import Any

from kiosk.domain.evaluation import Evaluation, EvaluationOutcome, Grade
from kiosk.domain.events import EventKind
from kiosk.hall.core import commands
from kiosk.hall.core.answers import EvaluationRefusal, EvaluationRefused, EvaluationTaken
from tests.hall.one_hall import OneHall

GOOD = Evaluation(EvaluationOutcome.GRADED, "2020-08", Grade.VERY_SATISFIED, ("510",), "", 7)


def served() -> OneHall:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.serve("3", 60)
    return hall


def submit(hall: OneHall, ticket_id: str = "t-1", counter: str = "3", press: str = "p-1") -> Any:
    return hall.do(commands.SubmitEvaluation(ticket_id, counter, press, GOOD))


def refusal(answer: Any) -> EvaluationRefusal:
    assert isinstance(answer, EvaluationRefused), answer
    return answer.reason


def outcomes(hall: OneHall) -> list[object]:
    return [event.data["outcome"] for event in hall.events if event.kind is EventKind.EVALUATED]


def test_finishing_opens_the_evaluation_at_that_counter_only() -> None:
    hall = served()
    assert {number for number, one in hall.state.counters.items() if one.evaluation} == {"3"}


def test_a_grade_is_stored_with_everything_a_record_needs() -> None:
    hall = served()
    assert submit(hall) == EvaluationTaken("t-1")
    data = hall.events[-1].data
    assert (data["grade"], data["reasons"], data["outcome"], data["seconds"]) == (5, ["510"], "graded", 7)
    assert (data["clerk"], data["counter"], data["item"], data["department"]) == ("0305", "3", "RS-002", "RS")
    assert (data["region"], data["reasons_version"], data["channel"]) == ("990100", "2020-08", "counter_evaluator")


def test_a_second_evaluation_of_the_same_visit_is_refused() -> None:
    hall = served()
    submit(hall)
    assert refusal(submit(hall, press="p-2")) is EvaluationRefusal.ALREADY_EVALUATED


def test_an_evaluation_whose_answer_was_lost_may_be_sent_again() -> None:
    hall = served()
    assert submit(hall) == submit(hall) == EvaluationTaken("t-1")
    assert outcomes(hall) == ["graded"]


def test_another_counters_evaluator_cannot_evaluate_this_visit() -> None:
    assert refusal(submit(served(), counter="5")) is EvaluationRefusal.NOT_OPEN


def test_before_the_service_ends_there_is_nothing_to_evaluate() -> None:
    hall = OneHall()
    hall.take("t-1")
    assert refusal(submit(hall)) is EvaluationRefusal.NOT_OPEN
    assert refusal(submit(hall, "t-9")) is EvaluationRefusal.UNKNOWN_TICKET


def test_a_minute_of_silence_is_stored_as_not_rated_and_never_as_a_grade() -> None:
    hall = served()
    hall.clock.pass_seconds(59)
    hall.do(commands.Tick())
    assert outcomes(hall) == []
    hall.clock.pass_seconds(1)
    hall.do(commands.Tick())
    assert outcomes(hall) == ["not_rated"]
    assert hall.events[-1].data["grade"] is None
    assert refusal(submit(hall)) is EvaluationRefusal.ALREADY_EVALUATED


def test_the_time_for_an_evaluation_goes_on_over_a_restart() -> None:
    hall = served()
    hall.state = hall.replayed()
    hall.clock.restart()
    hall.clock.pass_seconds(61)
    hall.do(commands.Tick())
    assert outcomes(hall) == ["not_rated"]


def test_the_next_service_at_a_counter_ends_the_evaluation_before_it() -> None:
    hall = served()
    hall.take("t-2")
    hall.serve("3", 5)
    assert outcomes(hall) == ["not_rated"]
    evaluation = hall.state.counter("3").evaluation
    assert evaluation is not None
    assert evaluation.ticket_id == "t-2"
    assert refusal(submit(hall, "t-1")) is EvaluationRefusal.ALREADY_EVALUATED
