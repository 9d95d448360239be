"""Every operation that the hall describes, one after the other: shut without a token, and to those it is not for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.hall.core.telling import Role
from kiosk.hall.duty import ServesFirst
from kiosk.trust.enrolment_wire import PATHS as JOINING
from tests.hall.a_lan import LanHall, lan_hall

MAY: dict[str, set[Role]] = {
    "POST /v1/tickets": {Role.TERMINAL},
    "GET /v1/tickets/{ticket_id}": {Role.TERMINAL},
    "POST /v1/tickets/{ticket_id}/restore": {Role.TERMINAL, Role.CALLER},
    "POST /v1/tickets/adopt": {Role.TERMINAL, Role.CALLER},
    "POST /v1/tickets/look-up": {Role.CALLER},
    "GET /v1/terminal/summary": {Role.TERMINAL},
    "POST /v1/sync/events": {Role.TERMINAL, Role.STANDBY},
    "GET /v1/sync/changes": {Role.TERMINAL, Role.STANDBY},
    "GET /v1/board": {Role.BOARD},
    "GET /v1/book": {Role.STANDBY},
    "POST /v1/evaluations": {Role.EVALUATOR},
    "GET /v1/evaluation-reasons": {Role.EVALUATOR},
    "GET /v1/counters/{number}/evaluation": {Role.EVALUATOR},
}
EVERYBODYS = {"GET /v1/health", "GET /v1/nodes", "GET /v1/feed", "POST /v1/fleet/heartbeats"}
JOINS = {f"POST {path}" for path in JOINING}
BODY = {
    "request_id": "p-1",
    "label": "A001",
    "clerk": "0305",
    "pin": "1",
    "ticket_id": "t-1",
    "item": "RS-002",
    "outcome": "declined",
}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanHall]:
    with lan_hall(tmp_path_factory.mktemp("doors")) as found:
        yield found


def operations(hall: LanHall) -> list[tuple[str, str]]:
    paths: dict[str, dict[str, Any]] = hall.served.ask("GET", "/v1/openapi.json").json()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


def allowed(operation: str) -> set[Role]:
    """Who may, as it stands in docs/hall.md; all that is a counter's is its caller's."""
    found = MAY.get(operation)
    return found if found is not None else {Role.CALLER} if " /v1/counters/" in operation else set()


def asked(hall: LanHall, method: str, path: str, token: str, number: str = "3") -> Any:
    place = re.sub(r"\{(\w+)\}", lambda named: number if named[1] == "number" else "t-1", path)
    return hall.ask(method, place, token, json=BODY if method == "POST" else None, stream=True)


def test_the_description_names_what_machines_of_the_hall_need(hall: LanHall) -> None:
    described = {f"{method} {path}" for method, path in operations(hall)}
    assert described >= {*MAY, *EVERYBODYS, *JOINS}
    assert not [operation for operation in described - EVERYBODYS - JOINS if not allowed(operation)]


def test_without_a_token_every_door_is_shut_but_the_one_for_joining(hall: LanHall) -> None:
    for method, path in operations(hall):
        for token in ("", "x" * 43, "token-T1"):
            answer = asked(hall, method, path, token)
            expected = 422 if f"{method} {path}" in JOINS else 401
            assert answer.status_code == expected, (method, path, answer.text)


def test_with_anothers_token_every_door_is_shut(hall: LanHall) -> None:
    tokens = {role: hall.join(role.value, "3").token for role in Role}
    wrong = []
    for method, path in operations(hall):
        operation = f"{method} {path}"
        if operation in EVERYBODYS | JOINS:
            continue
        for role, token in tokens.items():
            with asked(hall, method, path, token) as answer:
                if (answer.status_code == 403) is (role in allowed(operation)):
                    wrong.append((operation, role.value, answer.status_code))
    assert wrong == []


def test_with_another_counters_token_every_counters_door_is_shut(hall: LanHall) -> None:
    callers, evaluators = hall.join("caller", "5").token, hall.join("evaluator", "5").token
    for method, path in operations(hall):
        if "{number}" in path:
            for token in (callers, evaluators):
                assert asked(hall, method, path, token).status_code == 403, (method, path)


def test_while_a_first_node_hears_its_second_it_serves_nobody_else(tmp_path: Path) -> None:
    now = [0.0]
    with lan_hall(tmp_path / "hall") as hall:
        terminal, second = hall.join("terminal", "T1").token, hall.join("standby", "H2").token
        duty = ServesFirst(lambda: True, hall.served.log, lambda: now[0])
    with lan_hall(tmp_path / "hall", duty=duty) as hall:
        answer = hall.ask("GET", "/v1/terminal/summary", terminal)
        assert (answer.status_code, answer.json()["reason"]) == (503, "hearing_standby")
        health = hall.ask("GET", "/v1/health", terminal).json()
        assert (health["status"], health["reason"]) == ("not_ready", "hearing_standby")
        assert hall.ask("GET", "/v1/book?owes=2", second).status_code == 200
        assert hall.ask("GET", "/v1/terminal/summary", terminal).status_code == 503
        assert hall.ask("GET", "/v1/book", second).status_code == 200
        assert hall.ask("GET", "/v1/terminal/summary", terminal).status_code == 200
