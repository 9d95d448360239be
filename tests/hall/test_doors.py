"""The doors of the hall's interface: who may do what, and what nobody should send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.hall.core.answers import (
    CommandRefusal,
)
from kiosk.hall.core.telling import Role
from tests.hall.a_server import Published, Served, served
from tests.hall.one_hall import SOCIAL
from tests.hall.steps import refused


@pytest.fixture(scope="module")
def hall() -> Iterator[Served]:
    """One for all these tests: none of them changes anything."""
    with served() as running:
        yield running


# the doors

PATHS = [
    ("POST", "/v1/tickets", {Role.TERMINAL}),
    ("GET", "/v1/tickets/t-1", {Role.TERMINAL}),
    ("POST", "/v1/tickets/t-1/restore", {Role.TERMINAL, Role.CALLER}),
    ("GET", "/v1/terminal/summary", {Role.TERMINAL}),
    ("POST", "/v1/sync/events", {Role.TERMINAL}),
    ("GET", "/v1/sync/changes", {Role.TERMINAL}),
    *((("POST", f"/v1/counters/3/{key}", {Role.CALLER})) for key in
      ("sign-out", "call", "start", "recall", "pass", "finish", "pause", "resume", "sign-in")),
    ("POST", "/v1/counters/3/notices/n-1/take", {Role.CALLER}),
    ("GET", "/v1/counters/3", {Role.CALLER}),
    ("GET", "/v1/counters/3/evaluation", {Role.EVALUATOR}),
    ("POST", "/v1/evaluations", {Role.EVALUATOR}),
    ("GET", "/v1/evaluation-reasons", {Role.EVALUATOR}),
    ("GET", "/v1/board", {Role.BOARD}),
]  # fmt: skip
EVERYBODYS = [("GET", "/v1/health"), ("GET", "/v1/feed"), ("GET", "/v1/openapi.json")]
BODY = {"request_id": "p-1", "clerk": "0305", "pin": "1", "ticket_id": "t-1", "item": SOCIAL, "outcome": "declined"}


def test_every_endpoint_is_shut_to_whoever_has_no_token_or_a_wrong_one(hall: Served) -> None:
    for method, path in [*((method, path) for method, path, _ in PATHS), *EVERYBODYS, ("GET", "/nowhere")]:
        for whose in (None, "stranger", ""):
            answer = hall.ask(method, path, whose, json=BODY)
            assert answer.status_code == 401, (method, path)
            assert set(answer.json()) == {"reason", "sentence"}


def test_every_endpoint_is_shut_to_the_wrong_role(hall: Served) -> None:
    holders = {Role.TERMINAL: "T1", Role.CALLER: "caller-3", Role.EVALUATOR: "evaluator-3", Role.BOARD: "B1"}
    for method, path, roles in PATHS:
        for role, whose in holders.items():
            answer = hall.ask(method, path, whose, json=BODY)
            assert (answer.status_code == 403) is (role not in roles), (method, path, role, answer.text)


def test_a_counters_token_opens_that_counter_only(hall: Served) -> None:
    for method, path, roles in PATHS:
        other = "caller-5" if Role.CALLER in roles else "evaluator-5"
        if "/counters/3" in path:
            assert hall.ask(method, path, other, json=BODY).status_code == 403, path


def test_the_interfaces_description_names_every_endpoint(hall: Served) -> None:
    paths = hall.ask("GET", "/v1/openapi.json").json()["paths"]
    listed = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    for method, path in [*((method, path) for method, path, _ in PATHS), *EVERYBODYS[:2]]:
        known = path.replace("t-1", "{ticket_id}").replace("counters/3", "counters/{number}").replace("n-1", "{notice}")
        assert (method, known) in listed
    reserve = paths["/v1/tickets"]["post"]
    assert "requestBody" in reserve
    assert {"200", "401", "403", "409", "422", "429", "503"} <= set(reserve["responses"])


# what nobody should send


GARBAGE = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000, b'{"ticket_id": 1}', b"NaN"]
POSTS = [path for method, path, _ in PATHS if method == "POST" and "restore" not in path]
WHO = {"/v1/tickets": "T1", "/v1/sync/events": "T1", "/v1/evaluations": "evaluator-3"}


@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_gets_a_typed_answer_from_every_endpoint(hall: Served, body: bytes) -> None:
    for path in POSTS:
        answer = hall.ask("POST", path, WHO.get(path, "caller-3"), data=body)
        assert answer.status_code in (400, 422), (path, answer.text)
        assert {"reason", "sentence"} <= set(answer.json())


@pytest.mark.parametrize(
    "field",
    [
        {"ticket_id": "x" * 65},
        {"ticket_id": "a b"},
        {"ticket_id": None},
        {"item": ["RS-002"]},
        {"holder": {"hash": "11010119900307851X"}},
        {"holder": {"name": "x" * 31}},
        {"holder": {"name": "a\x00b"}},
        {"holder": {"group": "vip"}},
        {"holder": {"key_version": True}},
        {"holder": {"tail": "123456789"}},
        {"holder": "me"},
    ],
)
def test_a_reservation_of_another_form_is_refused_and_not_repeated_in_the_answer(
    hall: Served, field: dict[str, object]
) -> None:
    answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-1", "item": SOCIAL} | field)
    assert (answer.status_code, answer.json()["reason"]) == (422, "malformed")
    assert "11010119900307851X" not in answer.text


def test_a_wrong_form_elsewhere_is_not_repeated_either(hall: Served) -> None:
    number = "110101199003078515"
    body = {"request_id": "p", "ticket_id": "t-1", "outcome": "graded", "grade": 5, "text": [number], number: 1}
    answer = hall.ask("POST", "/v1/evaluations", "evaluator-3", json=body)
    assert answer.status_code == 422
    assert number not in answer.text


def test_a_big_body_is_turned_away_with_and_without_its_length(hall: Served) -> None:
    big = b'{"ticket_id": "' + b"x" * 40_000 + b'"}'
    for path in POSTS:
        if path == "/v1/sync/events":
            continue  # a batch may be bigger, up to its own limit
        whose = WHO.get(path, "caller-3")
        assert hall.ask("POST", path, whose, data=big).status_code == 413, path
        pieces = (big[at : at + 4000] for at in range(0, len(big), 4000))
        assert hall.ask("POST", path, whose, data=pieces).status_code == 413, path
    assert hall.ask("POST", "/v1/sync/events", data=b"x" * (2 << 20)).status_code == 413


def test_unknown_paths_and_methods_have_typed_answers_too(hall: Served) -> None:
    assert hall.ask("GET", "/v1/nothing").json()["reason"] == "unknown_path"
    answer = hall.ask("DELETE", "/v1/tickets")
    assert (answer.status_code, answer.json()["reason"]) == (405, "method_not_allowed")


def test_a_counter_the_city_did_not_publish_is_unknown() -> None:
    cache = Published()
    body = dict(cache.changes[0].body or {})
    body["counters"] = [one for one in body["counters"] if one["number"] != "1"]
    cache.changes[0] = type(cache.changes[0])(1, "hall_settings", "", "1", body)
    with served(cache=cache) as hall:
        assert refused(hall.counter("1").view()) is CommandRefusal.UNKNOWN_COUNTER
