"""The evaluation over HTTP: an evaluator sees and answers its own counter's, and nobody reads a grade here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.evaluation import (
    LONGEST_ON_SCREEN,
    EvaluationOutcome,
    EvaluationProblem,
    EvaluationReasons,
    check_submission,
)
from kiosk.hall.core.answers import EvaluationRefusal, EvaluationRefused, EvaluationTaken, Invitation
from kiosk.hall.core.commands import SubmitEvaluation
from kiosk.hall.core.hall_view import invitation
from kiosk.hall.core.telling import Role
from kiosk.hall.http.counters import Number, RequestId
from kiosk.hall.http.gate import member_of, not_for
from kiosk.hall.http.replies import documented, unavailable, value
from kiosk.hall.service import Hall
from kiosk.hall.work import Unavailable


class Submission(BaseModel):
    """`outcome` graded with a grade, or declined; 未评价 is stored by the hall alone."""

    model_config = ConfigDict(frozen=True)

    request_id: RequestId
    ticket_id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]
    outcome: EvaluationOutcome
    grade: Annotated[int | None, Field(ge=1, le=5)] = None
    reasons: Annotated[list[Annotated[str, Field(max_length=3)]], Field(max_length=8)] = []
    text: Annotated[str, Field(max_length=600, repr=False)] = ""
    seconds: Annotated[int, Field(ge=0, le=LONGEST_ON_SCREEN)] = 0


class Refused(BaseModel):
    """Why an evaluation was not taken."""

    reason: EvaluationRefusal
    sentence: str
    detail: str = ""  # an EvaluationProblem, for `invalid`


def evaluations_router(hall: Hall) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["evaluation"])
    refusals = documented() | {status: {"model": Refused} for status in (404, 409, 422)}

    @router.get(
        "/counters/{number}/evaluation",
        response_model=Invitation,
        responses=documented() | {204: {"description": "No evaluation is open."}},
    )
    async def open_evaluation(request: Request, number: Number) -> Response:
        """The evaluation that is open at this counter now."""
        return not_for(request, Role.EVALUATOR, counter=number) or await _open(hall, number)

    @router.post("/evaluations", response_model=EvaluationTaken, responses=refusals)
    async def submit(request: Request, submission: Submission) -> Response:
        """一次一评: one answer for each visit, at the counter where it was."""
        return not_for(request, Role.EVALUATOR) or await _submit(hall, member_of(request).id, submission)

    @router.get("/evaluation-reasons", responses=documented(), response_model=EvaluationReasons)
    async def reasons(request: Request) -> Response:
        """The coded reasons in force, as the city published them."""
        return not_for(request, Role.EVALUATOR) or await _reasons(hall)

    return router


async def _open(hall: Hall, number: str) -> Response:
    found = await hall.look(lambda scope: invitation(scope.state, scope.rules, number, scope.now))
    if isinstance(found, Unavailable):
        return unavailable(found)
    return value(found) if found else Response(status_code=204)


async def _submit(hall: Hall, counter: str, said: Submission) -> Response:
    published = await hall.look(lambda scope: scope.rules.reasons)
    if isinstance(published, Unavailable):
        return unavailable(published)
    if said.outcome is EvaluationOutcome.NOT_RATED:
        return _refused(EvaluationRefused(EvaluationRefusal.INVALID, EvaluationProblem.GRADE_MISSING.value))
    checked = check_submission(published, said.outcome, said.grade, said.reasons, said.text, said.seconds)
    if isinstance(checked, EvaluationProblem):
        return _refused(EvaluationRefused(EvaluationRefusal.INVALID, checked.value))
    reply = await hall.do(SubmitEvaluation(said.ticket_id, counter, said.request_id, checked))
    if isinstance(reply, Unavailable):
        return unavailable(reply)
    return _refused(reply) if isinstance(reply, EvaluationRefused) else value(reply)


async def _reasons(hall: Hall) -> Response:
    found = await hall.look(lambda scope: scope.rules.reasons)
    return unavailable(found) if isinstance(found, Unavailable) else value(found)


_STATUS = {EvaluationRefusal.UNKNOWN_TICKET: 404, EvaluationRefusal.INVALID: 422}
_SENTENCES = {
    EvaluationRefusal.UNKNOWN_TICKET: "There is no such ticket in the hall.",
    EvaluationRefusal.ALREADY_EVALUATED: "This visit has been evaluated; one visit, one evaluation.",
    EvaluationRefusal.NOT_OPEN: "No evaluation of this ticket is open.",
    EvaluationRefusal.INVALID: "The evaluation cannot be taken like this; the detail says what is wrong.",
}


def _refused(refused: EvaluationRefused) -> Response:
    said = {"reason": refused.reason.value, "sentence": _SENTENCES[refused.reason], "detail": refused.detail}
    return value(said, _STATUS.get(refused.reason, 409))
