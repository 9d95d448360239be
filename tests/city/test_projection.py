"""What events mean for a ticket: whatever comes, in whatever order, a row comes out and never an exception."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.city.projection import TicketRecord, evaluation_of, fold_ticket
from kiosk.domain.events import Event, EventKind
from tests.city.running import HALL, START, event, visit


def folded(*events: Event) -> TicketRecord:
    record: TicketRecord | None = None
    for one in events:
        record = fold_ticket(record, HALL, one)
    assert record is not None
    return record


def test_a_whole_visit_is_one_row() -> None:
    assert folded(*visit()) == TicketRecord(
        "t-1", HALL, "2026-11-23", "A001", "household", "GA-001", "walk_in", "张*三", "2217", "T1",
        state="done", confirmed=True, paper="printed", counter="3", clerk="1001", calls=1, recalls=1,
        taken_ms=START, called_ms=START + 4000, started_ms=START + 6000, ended_ms=START + 7000,
        waited_ms=240_000, service_ms=60_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((EventKind.RESERVED,), "reserved"),
        ((EventKind.RESERVED, EventKind.TAKEN), "waiting"),
        ((EventKind.RESERVED, EventKind.CALLED, EventKind.TAKEN), "called"),
        ((EventKind.RESERVED, EventKind.VOIDED), "void"),
        ((EventKind.RESERVED, EventKind.TAKEN, EventKind.CALLED, EventKind.PASSED), "passed"),
        ((EventKind.RESERVED, EventKind.TAKEN, EventKind.CALLED, EventKind.PASSED, EventKind.RESTORED), "waiting"),
    ],
)
def test_the_state_follows_the_halls_words(kinds: tuple[EventKind, ...], state: str) -> None:
    assert folded(*(event(n, kind) for n, kind in enumerate(kinds, 1))).state == state


def test_a_reprint_that_failed_does_not_take_back_printed_paper() -> None:
    told = [event(1, EventKind.TAKEN), event(2, EventKind.PRINT_FAILED)]
    assert folded(*told).paper == "print_failed"
    printed = [*told, event(3, EventKind.REPRINTED, outcome="printed"), event(4, EventKind.REPRINTED, outcome="failed")]
    assert (folded(*printed).paper, folded(*printed).reprints) == ("printed", 2)


def test_another_hall_cannot_touch_a_ticket() -> None:
    mine = folded(*visit())
    assert fold_ticket(mine, "other-hall", event(20, EventKind.VOIDED)) == mine


def test_an_evaluation_keeps_grade_and_reasons_and_marks_bad_ones() -> None:
    good = evaluation_of(HALL, visit()[-1])
    assert good is not None
    assert (good.grade, good.reasons, good.bad_review) == (5, ("510", "517"), False)
    assert (good.seconds, good.department, good.text) == (7, "GA", "很快")
    bad = evaluation_of(HALL, event(9, EventKind.EVALUATED, outcome="graded", grade=2))
    assert bad is not None and bad.bad_review


@pytest.mark.parametrize("outcome", ["declined", "not_rated", "something new"])
def test_only_a_graded_visit_has_a_grade(outcome: str) -> None:
    record = evaluation_of(HALL, event(9, EventKind.EVALUATED, outcome=outcome, grade=1))
    assert record is not None
    assert (record.grade, record.bad_review, record.outcome) == (None, False, outcome)


texts = st.text(max_size=5)
odd = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | st.lists(texts, max_size=3)
names = st.sampled_from(["label", "queue", "grade", "outcome", "reasons", "waited_ms", "seconds", "name", "counter"])
told_events = st.tuples(st.sampled_from(EventKind), st.dictionaries(names, odd, max_size=5))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(told_events, max_size=12))
def test_data_of_any_type_makes_no_exception_and_fits_the_tables(told: list[tuple[EventKind, dict[str, Any]]]) -> None:
    record: TicketRecord | None = None
    for number, (kind, data) in enumerate(told, 1):
        one = replace(event(number, kind), data=data)
        record = fold_ticket(record, HALL, one)
        evaluation = evaluation_of(HALL, one)
        assert evaluation is None or abs(evaluation.seconds) <= 1 << 53
    assert record is None or (isinstance(record.label, str) and abs(record.waited_ms) <= 1 << 53)
