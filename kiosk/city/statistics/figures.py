"""The figures of a hall's day, pure: from its tickets and evaluations, by queue and by the hour of taking a number.

Percentiles are of nearest rank: the smallest value that at least so many per cent do not exceed. It is one that was
measured, and the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kiosk.city.projection import EvaluationRecord, TicketRecord
from kiosk.domain.calendar import local
from kiosk.domain.evaluation import EvaluationOutcome
from kiosk.domain.ticket import TicketState

UNKNOWN_HOUR = -1


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one queue in one hour. Milliseconds; None where nothing was measured.

    `passed`: called and never came back; `abandoned`: never called when the day was over; `waiting`: while it is not.
    """

    tickets: int = 0
    by_group: Mapping[str, int] = field(default_factory=dict)
    by_terminal: Mapping[str, int] = field(default_factory=dict)
    called: int = 0
    served: int = 0
    passed: int = 0
    abandoned: int = 0
    waiting: int = 0
    void: int = 0
    wait_p50_ms: int | None = None
    wait_p90_ms: int | None = None
    service_p50_ms: int | None = None
    service_p90_ms: int | None = None
    service_sum_ms: int = 0
    grades: Mapping[str, int] = field(default_factory=dict)
    declined: int = 0
    not_rated: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Place = tuple[str, int]  # queue, hour


def figures(
    tickets: Iterable[TicketRecord], evaluations: Iterable[EvaluationRecord], over: bool
) -> dict[Place, Figures]:
    """`over`: nobody of this day will be called any more."""
    of_place: dict[Place, list[TicketRecord]] = {}
    hours: dict[str, int] = {}
    for ticket in tickets:
        hours[ticket.ticket_id] = _hour(ticket)
        of_place.setdefault((ticket.queue, _hour(ticket)), []).append(ticket)
    graded: dict[Place, list[EvaluationRecord]] = {}
    for one in evaluations:
        graded.setdefault((one.queue, hours.get(one.ticket_id, UNKNOWN_HOUR)), []).append(one)
    places = sorted(set(of_place) | set(graded))
    return {place: _figures(of_place.get(place, []), graded.get(place, []), over) for place in places}


def percentile(values: Iterable[int], per_cent: int) -> int | None:
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * per_cent // 100) - 1)] if ordered else None


def _figures(tickets: list[TicketRecord], evaluations: list[EvaluationRecord], over: bool) -> Figures:
    taken = [ticket for ticket in tickets if ticket.state != TicketState.VOID]
    waits = [ticket.waited_ms for ticket in taken if ticket.called_ms]
    services = [ticket.service_ms for ticket in taken if ticket.state == TicketState.DONE]
    never = sum(not ticket.called_ms for ticket in taken)
    outcomes = Counter(one.outcome for one in evaluations if one.grade is None)
    return Figures(
        tickets=len(taken),
        by_group=_counted(ticket.group for ticket in taken),
        by_terminal=_counted(ticket.terminal for ticket in taken),
        called=len(waits),
        served=len(services),
        passed=sum(ticket.state == TicketState.PASSED for ticket in taken),
        abandoned=never if over else 0,
        waiting=0 if over else never,
        void=len(tickets) - len(taken),
        wait_p50_ms=percentile(waits, 50),
        wait_p90_ms=percentile(waits, 90),
        service_p50_ms=percentile(services, 50),
        service_p90_ms=percentile(services, 90),
        service_sum_ms=sum(services),
        grades=_counted(str(one.grade) for one in evaluations if one.grade is not None),
        declined=outcomes[EvaluationOutcome.DECLINED],
        not_rated=outcomes[EvaluationOutcome.NOT_RATED],
    )


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _hour(ticket: TicketRecord) -> int:
    return local(ticket.taken_ms).hour if ticket.taken_ms else UNKNOWN_HOUR
