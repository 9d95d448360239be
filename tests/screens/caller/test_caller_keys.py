"""Which keys work when: the clerk is never offered what the hall would refuse, and always told why."""

from __future__ import annotations

import pytest

from kiosk.domain.ticket import TicketState
from kiosk.hall.core.answers import CounterPhase
from screens.caller.keys import Obstacle, Press, next_step, obstacle
from screens.staff.words import sentences
from tests.screens.staff_scenes import counter_view, current_ticket, linked_ticket

WORKING = {
    CounterPhase.SIGNED_OUT: set(),
    CounterPhase.IDLE: {Press.CALL, Press.PAUSE},
    CounterPhase.CALLED: {Press.RECALL, Press.PASS_OVER, Press.START, Press.FINISH},
    CounterPhase.SERVING: {Press.FINISH},
    CounterPhase.PAUSED: {Press.PAUSE},
}


@pytest.mark.parametrize("phase", list(CounterPhase))
def test_in_each_phase_exactly_the_keys_that_make_sense_work(phase: CounterPhase) -> None:
    view = counter_view(phase)
    assert {key for key in Press if obstacle(key, view, True, False) is None} == WORKING[phase]


@pytest.mark.parametrize("phase", [phase for phase in CounterPhase if phase is not CounterPhase.SIGNED_OUT])
def test_the_filled_key_is_one_that_works(phase: CounterPhase) -> None:
    step = next_step(counter_view(phase))
    assert step in WORKING[phase]


def test_without_the_hall_no_key_works_and_the_line_is_the_reason() -> None:
    view = counter_view(CounterPhase.SERVING)
    assert {obstacle(key, view, False, False) for key in Press} == {Obstacle.LINK}
    assert {obstacle(key, None, True, False) for key in Press} == {Obstacle.LINK}


def test_while_an_answer_is_out_no_key_works() -> None:
    view = counter_view(CounterPhase.CALLED)
    assert {obstacle(key, view, True, True) for key in Press} == {Obstacle.ANSWER_OUT}


def test_after_the_last_recall_only_passing_or_serving_is_left() -> None:
    ticket = current_ticket(TicketState.CALLED, recalls=5, recalls_left=0)
    view = counter_view(CounterPhase.CALLED, current=ticket)
    assert obstacle(Press.RECALL, view, True, False) is Obstacle.RECALL_LIMIT
    assert obstacle(Press.PASS_OVER, view, True, False) is None


@pytest.mark.parametrize("phase", [CounterPhase.CALLED, CounterPhase.SERVING])
@pytest.mark.parametrize(
    "other, works", [(TicketState.WAITING, True), (TicketState.PASSED, True), (TicketState.CALLED, False)]
)
def test_both_of_a_persons_numbers_end_together_unless_one_is_at_another_counter(
    phase: CounterPhase, other: TicketState, works: bool
) -> None:
    ticket = current_ticket(TicketState(phase.value), linked=(linked_ticket("AC07", other),))
    against = obstacle(Press.FINISH_BOTH, counter_view(phase, current=ticket), True, False)
    assert against is (None if works else Obstacle.OTHER_ELSEWHERE)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_has_its_sentence(language: str) -> None:
    silent = {Obstacle.ANSWER_OUT, Obstacle.SIGNED_OUT}  # nothing is said: the answer comes, the page is another
    assert {f"why.{reason.value}" for reason in Obstacle if reason not in silent} <= set(sentences("caller", language))
