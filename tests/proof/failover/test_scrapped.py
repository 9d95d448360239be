"""The first node's machine is scrap: the second one is made the hall's first, as docs/hall.md says it, and from then on
the city has everything that it decided while it stood in."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from typing import Any

import pytest

from kiosk.hall.lan import register_in
from kiosk.trust.kept_values import FileProblem
from tests.proof.arguments import workplace
from tests.proof.failover.machines import Everybody, everybody, first_after
from tests.proof.failover.nodes import HALL, Place, TwoNodes
from tests.proof.failover.rounds import soon
from tests.proof.proxy.bad_lines import rows

EVENTS = "select event_id, kind, ticket_id from event"
OWED = "select (select coalesce(max(seq), 0) from event) - acked from stream"
DONE = "select ticket_id from event where kind = 'done'"
SECONDS_OWN = ("role", "standby_id", "primary_url")


def as_first(configuration: str) -> str:
    lines = configuration.splitlines()
    return "\n".join(line for line in lines if line.partition(" ")[0] not in SECONDS_OWN) + "\n"


def promote(second: Place, city: str, code: str) -> None:
    """What docs/hall.md tells a technician to do."""
    second.end()
    second.configure(as_first)
    second.command("machines", "send-away", "--role", "standby", "--id", "H2")
    second.command("enrol", "--city", city, "--code", code)
    second.start("hall")


def in_city(nodes: TwoNodes) -> list[Any]:
    return rows(nodes.first.book("city"), EVENTS)


def missing(nodes: TwoNodes) -> int:
    """Events of the hall's book that the city has not."""
    theirs = {event_id for event_id, *_ in in_city(nodes)}
    return sum(event_id not in theirs for event_id, *_ in rows(nodes.second.book(), EVENTS))


def machines(place: Place) -> set[str]:
    register = register_in(place.state.secrets).read()
    return set() if isinstance(register, FileProblem) else {one.digest for one in register.devices}


def served(nodes: TwoNodes) -> set[str]:
    return {row[0] for row in rows(nodes.second.book(), DONE)}


def work_ends(hall: Everybody) -> dict[str, str]:
    """Everybody who has a number, once their terminals owe nothing any more."""
    hall.stop("terminals")
    books = [one.terminal.path for one in hall.terminals]
    soon(lambda: None if any(rows(book, OWED)[0][0] for book in books) else 0.0, "the terminals' ends")
    papers = [row for book in books for row in rows(book, "select ticket_id, label from ticket")]
    return dict(papers)


@pytest.mark.timeout(170)
def test_a_second_node_that_is_made_the_first_brings_the_city_everything_that_only_it_knew() -> None:
    with workplace("failover") as where, closing(TwoNodes(where, failover_s=1, beat_s=1)) as nodes:
        code = nodes.city_code(HALL)
        nodes.start_known_to_the_city()
        with closing(everybody(nodes, where, terminals=2, boards=0)) as hall:
            hall.work()
            soon(lambda: first_after(0, hall.callers), "a call")
            soon(lambda: 0.0 if machines(nodes.first) == machines(nodes.second) else None, "the second to know")
            gone = time.monotonic()
            nodes.first.kill("hall")
            soon(lambda: first_after(gone, hall.terminals, lambda good: good.of_second), "the second node's numbers")
            soon(lambda: first_after(gone, hall.callers), "the second node's calls")
            time.sleep(0.5)
            assert missing(nodes) > 0, "what the second decides itself waits"
            at = time.monotonic()
            promote(nodes.second, nodes.city, code)
            soon(lambda: first_after(at, hall.terminals, lambda good: not good.of_second), "the first's part again")
            tickets = work_ends(hall)
            soon(lambda: 0.0 if tickets.keys() <= served(nodes) else None, "everybody's service")
            hall.stop("callers")
            soon(lambda: None if missing(nodes) else 0.0, "the city's knowing it all")
            assert [wrong for one in hall.everything() for wrong in one.wrong] == []
        assert len(set(tickets.values())) == len(tickets), "no number twice"
        assert set(Counter(event_id for event_id, *_ in in_city(nodes)).values()) == {1}
        kinds = Counter((kind, ticket) for _, kind, ticket in in_city(nodes))
        assert {ticket: kinds["done", ticket] for ticket in tickets} == dict.fromkeys(tickets, 1)
