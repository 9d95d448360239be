"""Every operation of an interface's own description, by every token, with what fits its schema and what does not."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests.adapters import HTTPAdapter
from schemathesis import Case
from urllib3.exceptions import InsecureRequestWarning

from tests.proof.fuzz.hostile import BODIES, with_a_person
from tests.proof.fuzz.judging import faults

_CALM = settings(
    database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=False
)


@dataclass(frozen=True, slots=True)
class Target:
    """A running interface. `tokens`: by whom they are held; `fitting`: path parameters that belong to a token, so
    that its requests come past the door; `held`: paths whose answer has no end; `ready` is called before each
    operation, which may have signed its holder out; over `https` its key is believed as it is."""

    name: str
    url: str
    description: Mapping[str, Any]
    tokens: Mapping[str, str]
    fitting: Mapping[str, Mapping[str, str]]
    held: frozenset[str]
    ready: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Found:
    """`failures` name the operation, what was wrong and which seed shows it."""

    answers: Counter[int] = field(default_factory=Counter)
    operations: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def attacked(target: Target, examples: int, first_seed: int) -> Found:
    """`examples` generated requests for each operation and token, and every hostile body once."""
    found = Found()
    warnings.simplefilter("ignore", InsecureRequestWarning)
    with requests.Session() as session:
        session.verify, session.trust_env = False, False
        session.mount(target.url, HTTPAdapter(max_retries=1))  # a refused body ends its connection
        _attacked(target, examples, first_seed, session, found)
    return found


def _attacked(target: Target, examples: int, first_seed: int, session: requests.Session, found: Found) -> None:
    schema: Any = schemathesis.openapi.from_dict(dict(target.description))
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in target.held:
            continue
        found.operations += 1
        target.ready()
        attack = Attack(target, operation, found, first_seed, session)
        for holder in target.tokens:
            attack.with_what_fits(holder, examples)
        if operation.method in ("post", "put", "patch"):
            attack.with_what_does_not()


class Attack:
    """One operation."""

    def __init__(
        self, target: Target, operation: Any, found: Found, first_seed: int, session: requests.Session
    ) -> None:
        self._target = target
        self._operation = operation
        self._found = found
        self._seed = first_seed
        self._session = session
        self._documented = tuple(operation.definition.raw.get("responses", {}))

    def with_what_fits(self, holder: str, examples: int) -> None:
        chance = Random(f"{self._seed} {holder} {self._operation.label}")

        @seed(self._seed)
        @settings(_CALM, max_examples=examples)
        @given(case=self._operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            self._fit(case, holder, chance)
            began = time.monotonic()
            how: dict[str, Any] = {"timeout": 30, "verify": False, "session": self._session}
            answer = case.call(base_url=self._target.url, headers=self._headers(holder), **how)
            self._judge(answer, time.monotonic() - began, f"seed {self._seed}, {holder}, {case.body!r:.300}")

        ask()

    def with_what_does_not(self) -> None:
        for holder in self._target.tokens:
            path = self._operation.path
            for key, value in self._target.fitting.get(holder, {}).items():
                path = path.replace(f"{{{key}}}", value)
            path = path.replace("{", "").replace("}", "")
            for words, body in BODIES.items():
                began = time.monotonic()
                headers = self._headers(holder) | {"content-type": "application/json"}
                url = self._target.url + path
                answer = self._session.request(self._operation.method, url, data=body, headers=headers, timeout=30)
                self._judge(answer, time.monotonic() - began, f"{holder}, body: {words}")

    def _fit(self, case: Case[Any], holder: str, chance: Random) -> None:
        own = self._target.fitting.get(holder, {})
        for key in case.path_parameters or {}:
            if key in own and chance.random() < 0.8:
                case.path_parameters[key] = own[key]
        if isinstance(case.body, dict | list):
            case.body = with_a_person(case.body, chance)

    def _headers(self, holder: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._target.tokens[holder]}"}

    def _judge(self, answer: Any, seconds: float, words: str) -> None:
        self._found.answers[answer.status_code] += 1
        self._found.slowest = max(self._found.slowest, seconds)
        body: Any = None
        with suppress(ValueError):
            body = answer.json()
        for fault in faults(answer, seconds, self._documented, body):
            self._found.failures.append(f"{self._target.name} {self._operation.label}: {fault} ({words})")
