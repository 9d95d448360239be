"""The short form of `make fuzz`: no request, however odd, gets a bug, a hang or a person's data for an answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
import requests

from tests.proof.fuzz.attacking import Target, attacked
from tests.proof.fuzz.hostile import NAME, NUMBER, person_in
from tests.proof.fuzz.judging import faults
from tests.proof.fuzz.targets import a_city, a_city_on_a_network, a_hall, a_hall_on_a_network

# The node beside it draws its waits from the process's chance; Hypothesis sees that and thinks that a strategy did.
_ANOTHER_DRAWS = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")


@_ANOTHER_DRAWS
@pytest.mark.timeout(120)
def test_a_hall_answers_everything_with_a_typed_answer_in_time_and_repeats_nobody() -> None:
    with a_hall() as hall:
        found = attacked(hall, examples=8, first_seed=1)
    assert found.failures == []
    assert found.operations >= 20
    assert {200, 409, 422} <= set(found.answers)


@_ANOTHER_DRAWS
@pytest.mark.timeout(120)
def test_a_city_answers_everything_with_a_typed_answer_in_time_and_repeats_nobody() -> None:
    with a_city() as city:
        some = {who: city.tokens[who] for who in ("city_administrator", "channel")}
        found = attacked(replace(city, tokens=some), examples=2, first_seed=1)
    assert found.failures == []
    assert found.operations >= 50
    assert {200, 403, 404, 422} <= set(found.answers)


@_ANOTHER_DRAWS
@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
@pytest.mark.parametrize(("target", "operations"), [(a_hall_on_a_network, 4), (a_city_on_a_network, 3)])
def test_what_only_a_network_reaches_answers_as_well(
    target: Callable[[], AbstractContextManager[Target]], operations: int
) -> None:
    with target() as running:
        one = dict([next(iter(running.tokens.items()))])
        found = attacked(replace(running, tokens=one), examples=2, first_seed=1)
    assert found.failures == []
    assert found.operations == operations
    assert 422 in found.answers


@pytest.mark.parametrize(
    ("status", "text", "fault"),
    [
        (500, '{"reason": "bug", "sentence": "A mistake."}', "answered 500"),
        (418, '{"reason": "tea", "sentence": "No."}', "description does not name"),
        (422, "Internal error", "without a reason"),
        (422, f'{{"reason": "malformed", "sentence": "not {NAME}"}}', "repeats"),
        (503, '{"reason": "busy", "sentence": "Later."}', "without Retry-After"),
    ],
)
def test_a_wrong_answer_is_seen(status: int, text: str, fault: str) -> None:
    answer = requests.Response()
    answer.status_code = status
    answer._content = text.encode()
    body = answer.json() if text.startswith("{") else None
    assert any(fault in one for one in faults(answer, 0.1, ("200", "422"), body))


def test_a_person_is_found_in_every_spelling() -> None:
    assert list(person_in(NAME.encode("gb18030"))) == [NAME]
    assert list(person_in(rb'{"x": "\u6155\u5bb9\u5999\u7384"}')) == [NAME]
    assert list(person_in(f"id={NUMBER}".encode())) == [NUMBER]
    assert list(person_in(b'{"reason": "malformed"}')) == []
