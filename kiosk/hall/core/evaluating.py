"""The evaluation of one visit: opened by 办结 at that counter, taken once, and stored as 未评价 when nobody answers."""

from __future__ import annotations

from kiosk.domain.evaluation import Evaluation, EvaluationOutcome
from kiosk.domain.events import Event, EventKind
from kiosk.hall.core.answers import EvaluationRefusal, EvaluationRefused, EvaluationTaken
from kiosk.hall.core.commands import SubmitEvaluation
from kiosk.hall.core.scene import Accepted, Decision, Scene
from kiosk.hall.core.state import OpenEvaluation, Rating, Ticket, elapsed_ms

EvaluationDecision = Decision[EvaluationTaken | EvaluationRefused]
CHANNEL = "counter_evaluator"


def invite(scene: Scene, counter: str, ticket: Ticket) -> tuple[Event, ...]:
    """Opens the evaluation; one that is still open there from before ends as 未评价."""
    opened = scene.event(
        EventKind.EVALUATION_OPENED,
        ticket.ticket_id,
        counter=counter,
        clerk=ticket.clerk,
        label=ticket.label,
        queue=ticket.queue,
        item=ticket.item,
    )
    before = scene.state.counter(counter).evaluation
    return (_not_rated(scene, counter, before), opened) if before else (opened,)


def submit(scene: Scene, command: SubmitEvaluation) -> EvaluationDecision:
    """一次一评: the first answer counts, the same request sent twice is one answer."""
    ticket = scene.state.tickets.get(command.ticket_id)
    if ticket is None:
        return _refused(EvaluationRefusal.UNKNOWN_TICKET)
    if ticket.rating is Rating.CLOSED:
        return _again(ticket, command)
    evaluation = scene.state.counter(command.counter).evaluation
    if evaluation is None or evaluation.ticket_id != ticket.ticket_id:
        return _refused(EvaluationRefusal.NOT_OPEN)
    event = _evaluated(scene, command.counter, ticket, command.evaluation, command.request_id)
    return Decision((event,), EvaluationTaken(ticket.ticket_id))


def tick(scene: Scene) -> Decision[Accepted]:
    """Closes the evaluations whose time is over."""
    limit_ms = scene.rules.hall.evaluation_seconds * 1000
    return Decision(
        tuple(
            _not_rated(scene, number, counter.evaluation)
            for number, counter in scene.state.counters.items()
            if counter.evaluation and elapsed_ms(counter.evaluation.opened_at, scene.now) >= limit_ms
        ),
        Accepted(),
    )


def close_all(scene: Scene) -> tuple[Event, ...]:
    """At the end of the business day: what is open is 未评价."""
    return tuple(
        _not_rated(scene, number, counter.evaluation)
        for number, counter in scene.state.counters.items()
        if counter.evaluation
    )


def _again(ticket: Ticket, command: SubmitEvaluation) -> EvaluationDecision:
    if command.request_id and command.request_id == ticket.rating_request:
        return Decision((), EvaluationTaken(ticket.ticket_id))
    return _refused(EvaluationRefusal.ALREADY_EVALUATED)


def _not_rated(scene: Scene, counter: str, evaluation: OpenEvaluation) -> Event:
    ticket = scene.state.tickets[evaluation.ticket_id]
    seconds = elapsed_ms(evaluation.opened_at, scene.now) // 1000
    silence = Evaluation(EvaluationOutcome.NOT_RATED, scene.rules.reasons.version, seconds_on_screen=seconds)
    return _evaluated(scene, counter, ticket, silence, "")


def _evaluated(scene: Scene, counter: str, ticket: Ticket, evaluation: Evaluation, request_id: str) -> Event:
    item = scene.rules.catalogue.item(ticket.item)
    return scene.event(
        EventKind.EVALUATED,
        ticket.ticket_id,
        counter=counter,
        clerk=ticket.clerk,
        label=ticket.label,
        queue=ticket.queue,
        item=ticket.item,
        department=item.department if item else "",
        region=scene.rules.hall.region,
        case="",
        channel=CHANNEL,
        outcome=evaluation.outcome.value,
        grade=None if evaluation.grade is None else evaluation.grade.value,
        reasons=list(evaluation.reasons),
        reasons_version=evaluation.reasons_version,
        text=evaluation.text,
        seconds=evaluation.seconds_on_screen,
        request=request_id,
    )


def _refused(reason: EvaluationRefusal) -> EvaluationDecision:
    return Decision((), EvaluationRefused(reason))
