"""The hall over real HTTP: a citizen's number, a clerk's day, an evaluation."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.domain.evaluation import EvaluationOutcome
from kiosk.domain.order import Why
from kiosk.domain.ticket import (
    Group,
    HallUnreachable,
    Refused,
    Reserved,
    TakeRefusal,
    TakeRequest,
    TicketState,
    TicketView,
)
from kiosk.hall.client import TerminalHall
from kiosk.hall.core.answers import (
    CommandRefusal,
    CommandRefused,
    CounterPhase,
    CounterView,
    EvaluationRefusal,
    EvaluationRefused,
    EvaluationTaken,
    Invitation,
    Restored,
    RestoreRefusal,
    RestoreRefused,
    TerminalSummary,
)
from kiosk.hall.pins import WRONG_TRIES
from tests.hall.a_server import LIMITS, PIN, Served, served
from tests.hall.one_hall import SOCIAL, person
from tests.hall.steps import refused, seen, signed_in, take, wish


@pytest.fixture
def hall() -> Iterator[Served]:
    with served() as running:
        yield running


def test_a_late_press_over_http_ends_nobody_else(hall: Served) -> None:
    take(hall, "t-1", "t-2")
    signed_in(hall)
    counter = hall.counter("3")
    first = seen(counter.call_next()).current
    assert first is not None
    seen(counter.finish(first.ticket_id))
    second = seen(counter.call_next()).current
    for key in (counter.start, counter.recall, counter.pass_over, counter.finish):
        assert refused(key(first.ticket_id)) is CommandRefusal.ANOTHER_TICKET
    still = seen(counter.view()).current
    assert second is not None and still is not None and (still.label, still.recalls) == (second.label, 0)
    assert seen(counter.start(second.ticket_id)).phase is CounterPhase.SERVING


# numbers


def test_a_terminal_gets_a_number_and_the_same_again_for_the_same_request(hall: Served) -> None:
    request = TakeRequest("t-1", SOCIAL, person(1, Group.GREEN))
    first = hall.terminal().reserve(request)
    assert isinstance(first, Reserved)
    assert (first.ticket.label, first.ticket.group, first.ticket.name) == ("A001", Group.GREEN, "张*三")
    assert hall.terminal("T2").reserve(request) == first


def test_a_refusal_carries_its_reason_and_the_ticket_in_the_way(hall: Served) -> None:
    take(hall, "t-1")
    answer = hall.terminal().reserve(replace(wish("t-1"), ticket_id="t-2"))
    assert isinstance(answer, Refused)
    assert answer.reason is TakeRefusal.ALREADY_WAITING
    assert answer.ticket is not None
    assert answer.ticket.label == "A001"


def test_a_ticket_can_be_looked_up_while_it_is_of_today(hall: Served) -> None:
    take(hall, "t-1")
    found = hall.terminal().ticket("t-1")
    assert isinstance(found, TicketView)
    assert found.state is TicketState.WAITING
    assert hall.terminal().ticket("t-9") is None


def test_the_home_page_hears_who_waits(hall: Served) -> None:
    take(hall, "t-1", "t-2")
    summary = hall.terminal().summary()
    assert isinstance(summary, TerminalSummary)
    assert summary.waiting == 2


# a clerk's day


def test_from_sign_in_to_the_evaluation(hall: Served) -> None:
    take(hall, "t-1")
    take(hall, "t-2", group=Group.GREEN)
    clerk, evaluator = hall.counter("3"), hall.evaluator("3")
    view = signed_in(hall)
    assert (view.phase, view.clerk_name, view.waiting_total) == (CounterPhase.IDLE, "周*岚", 2)
    assert view.next is not None
    assert view.next.reasons == (Why.PRIORITY_TURN,)
    view = seen(clerk.call_next())
    assert view.current is not None
    assert (view.phase, view.current.label) == (CounterPhase.CALLED, "A002")
    assert seen(clerk.recall()).current is not None
    assert seen(clerk.start()).phase is CounterPhase.SERVING
    assert evaluator.open_evaluation() is None
    assert seen(clerk.finish()).phase is CounterPhase.IDLE
    invited = evaluator.open_evaluation()
    assert isinstance(invited, Invitation)
    assert (invited.label, invited.clerk, hall.evaluator("5").open_evaluation()) == ("A002", "0305", None)
    graded = EvaluationOutcome.GRADED
    assert evaluator.submit("t-2", graded, 5, ["510"], "", 9) == EvaluationTaken("t-2")
    again = evaluator.submit("t-2", graded, 1)
    assert again == EvaluationRefused(EvaluationRefusal.ALREADY_EVALUATED)


def test_passing_over_and_coming_back(hall: Served) -> None:
    take(hall, "t-1")
    signed_in(hall)
    clerk = hall.counter("3")
    clerk.call_next()
    view = seen(clerk.pass_over())
    assert [one.ticket_id for one in view.passed] == ["t-1"]
    back = hall.terminal().restore("t-1")
    assert isinstance(back, Restored)
    assert clerk.restore("t-9") == RestoreRefused(RestoreRefusal.UNKNOWN_TICKET)
    called = seen(clerk.call_next()).current
    assert called is not None
    assert called.ticket_id == "t-1"


def test_pause_resume_and_sign_out(hall: Served) -> None:
    signed_in(hall)
    clerk = hall.counter("3")
    assert seen(clerk.pause()).phase is CounterPhase.PAUSED
    assert refused(clerk.call_next()) is CommandRefusal.PAUSED
    assert seen(clerk.resume()).phase is CounterPhase.IDLE
    assert refused(clerk.call_next()) is CommandRefusal.NOBODY_WAITING
    assert seen(clerk.sign_out()).phase is CounterPhase.SIGNED_OUT
    assert refused(clerk.call_next()) is CommandRefusal.NOT_SIGNED_IN


def test_a_wrong_pin_opens_nothing_and_trying_on_is_stopped(hall: Served) -> None:
    clerk = hall.counter("3")
    answers = [clerk.sign_in("0305", "000000") for _ in range(WRONG_TRIES)]
    left = [CommandRefused(CommandRefusal.WRONG_PIN, tries_left=left) for left in (4, 3, 2, 1)]
    assert answers[:-1] == left
    for answer in (answers[-1], clerk.sign_in("0305", PIN)):
        assert isinstance(answer, CommandRefused) and answer.reason is CommandRefusal.TOO_MANY_TRIES
        assert 0 < answer.wait_seconds <= 60
    assert seen(hall.counter("5").sign_in("0305", PIN)).phase is CounterPhase.IDLE
    assert refused(hall.counter("1").sign_in("9999", PIN)) is CommandRefusal.WRONG_PIN


def test_a_lost_answer_may_be_asked_for_again_with_the_same_press(hall: Served) -> None:
    take(hall, "t-1", "t-2")
    signed_in(hall)
    press = {"request_id": "press-1"}
    first = hall.ask("POST", "/v1/counters/3/call", "caller-3", json=press)
    again = hall.ask("POST", "/v1/counters/3/call", "caller-3", json=press)
    assert first.json()["current"] == again.json()["current"]
    assert again.json()["waiting_total"] == 1


def test_clerks_at_all_counters_at_once_never_get_one_person(hall: Served) -> None:
    """Real threads, real sockets: thirty people, three counters that press as fast as they can."""
    take(hall, *(f"t-{number}" for number in range(30)))
    for counter, clerk in zip(("3", "5"), ("0305", "0307"), strict=True):
        signed_in(hall, counter, clerk)
    called: dict[str, list[str]] = {"3": [], "5": []}
    start = threading.Barrier(2)

    def work(counter: str) -> None:
        clerk = hall.counter(counter)
        start.wait(10)
        while isinstance(view := clerk.call_next(), CounterView):
            assert view.current is not None
            called[counter].append(view.current.ticket_id)
            clerk.finish()

    threads = [threading.Thread(target=work, args=(counter,)) for counter in called]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    everybody = called["3"] + called["5"]
    assert len(everybody) == len(set(everybody)) == 30


# evaluations


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"outcome": "graded"}, "grade_missing"),
        ({"outcome": "declined", "grade": 5}, "grade_not_asked"),
        ({"outcome": "graded", "grade": 5, "reasons": ["115"]}, "reason_of_another_grade"),
        ({"outcome": "graded", "grade": 1, "text": "110101199003078515"}, "text_names_a_person"),
        ({"outcome": "not_rated"}, "grade_missing"),
    ],
)
def test_what_is_no_evaluation_is_refused_with_what_is_wrong(
    hall: Served, said: dict[str, object], problem: str
) -> None:
    body = {"request_id": "p-1", "ticket_id": "t-1", **said}
    answer = hall.ask("POST", "/v1/evaluations", "evaluator-3", json=body)
    told = answer.json()
    assert (answer.status_code, told["reason"], told["detail"]) == (422, "invalid", problem)
    assert told["sentence"]


def test_the_reasons_in_force_come_from_the_city(hall: Served) -> None:
    reasons = hall.evaluator("3").reasons()
    assert not isinstance(reasons, HallUnreachable)
    assert (reasons.version, len(reasons.reasons)) == ("2020-08", 40)


# the line


def test_a_hall_on_another_port_is_found_again(hall: Served) -> None:
    where: list[str | None] = [None]
    terminal = TerminalHall(lambda: where[0], "token-T1", LIMITS)
    assert terminal.summary() is HallUnreachable.NO_CONNECTION
    where[0] = "http://127.0.0.1:9"
    assert terminal.summary() is HallUnreachable.NO_CONNECTION
    where[0] = hall.url
    assert isinstance(terminal.summary(), TerminalSummary)
    assert TerminalHall(hall.url, "wrong", LIMITS).summary() is HallUnreachable.NOT_ALLOWED
