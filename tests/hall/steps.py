"""Short words for what the tests of the served hall do over and over."""

from __future__ import annotations

from zlib import crc32

from kiosk.domain.ticket import Group, Reserved, TakeRequest
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterView
from tests.hall.a_server import PIN, Served
from tests.hall.one_hall import SOCIAL, person
from tests.hall.streams import confirm


def wish(ticket: str, group: Group = Group.WALK_IN) -> TakeRequest:
    """One request of one person of their own."""
    return TakeRequest(ticket, SOCIAL, person(crc32(ticket.encode()), group))


def take(hall: Served, *tickets: str, group: Group = Group.WALK_IN) -> None:
    """Numbers taken and confirmed: so many people wait."""
    for ticket in tickets:
        answer = hall.terminal().reserve(wish(ticket, group))
        assert isinstance(answer, Reserved), answer
    confirm(hall, *tickets)


def signed_in(hall: Served, counter: str = "3", clerk: str = "0305") -> CounterView:
    return seen(hall.counter(counter).sign_in(clerk, PIN))


def seen(answer: object) -> CounterView:
    assert isinstance(answer, CounterView), answer
    return answer


def refused(answer: object) -> CommandRefusal:
    assert isinstance(answer, CommandRefused), answer
    return answer.reason
