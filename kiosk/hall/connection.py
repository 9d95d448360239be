"""One HTTP conversation with the hall as terminals and screens hold it: every wait limited, every failure a value.

Safe from any thread: each thread has a connection of its own. The hall may come back on another port after a restart,
so its address is asked for anew each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

import requests
from pydantic import TypeAdapter, ValidationError

from kiosk.domain.ticket import HallUnreachable

Address = str | Callable[[], str | None]  # http://127.0.0.1:PORT; None while nobody knows
T = TypeVar("T")

_TRIES = 2  # a lost connection is tried once more: every request of ours may be repeated without a second effect


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `answer` is the longest wait for one answer, `silence` for anything at all on the feed."""

    connect: float = 1.0
    answer: float = 3.0
    silence: float = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = field(repr=False)

    def reason(self) -> str:
        return _ask_reason(self.body)


class Connection:
    """Requests to one hall with one token."""

    def __init__(self, address: Address, token: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._address = address
        self._token = token
        self._of_thread = threading.local()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer | HallUnreachable:
        """The hall's answer below status 500 with a token it knows, else why there is none."""
        address = self.address()
        if address is None:
            return HallUnreachable.NO_CONNECTION
        failure = HallUnreachable.NO_CONNECTION
        for _ in range(_TRIES):
            try:
                return _judged(self._request(method, address + path, body))
            except requests.Timeout:
                return HallUnreachable.TIMED_OUT
            except requests.ConnectionError:
                failure = HallUnreachable.NO_CONNECTION
            except requests.RequestException:
                return HallUnreachable.BROKEN_ANSWER
        return failure

    def stream(self, path: str, headers: dict[str, str]) -> requests.Response | HallUnreachable:
        """An open feed; the caller closes it."""
        address = self.address()
        if address is None:
            return HallUnreachable.NO_CONNECTION
        waits = (self.limits.connect, self.limits.silence)
        try:
            response = self._session().get(address + path, headers=headers, stream=True, timeout=waits)
        except requests.RequestException:
            return HallUnreachable.NO_CONNECTION
        if response.status_code == requests.codes.ok:
            return response
        response.close()
        refused = response.status_code in (401, 403)
        return HallUnreachable.NOT_ALLOWED if refused else HallUnreachable.OUT_OF_SERVICE

    def address(self) -> str | None:
        return self._address if isinstance(self._address, str) else self._address()

    def _request(self, method: str, url: str, body: dict[str, Any] | None) -> requests.Response:
        waits = (self.limits.connect, self.limits.answer)
        return self._session().request(method, url, json=body, timeout=waits, allow_redirects=False)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # no proxy and no .netrc between a terminal and its hall
            session.headers["Authorization"] = f"Bearer {self._token}"
            self._of_thread.session = session
        return session


def parsed(kind: type[T], body: bytes) -> T | HallUnreachable:
    """The body as a value of `kind`, or BROKEN_ANSWER."""
    try:
        adapter: TypeAdapter[T] = _adapter(cast(Any, kind))
        value = adapter.validate_json(body)
    except ValidationError:
        return HallUnreachable.BROKEN_ANSWER
    return value


def _judged(response: requests.Response) -> Answer | HallUnreachable:
    if response.status_code in (401, 403):
        return HallUnreachable.NOT_ALLOWED
    if response.status_code in (429, 503):
        return HallUnreachable.OUT_OF_SERVICE
    if response.status_code >= 500:
        return HallUnreachable.BROKEN_ANSWER
    return Answer(response.status_code, response.content)


def _ask_reason(body: bytes) -> str:
    try:
        found = TypeAdapter(dict[str, Any]).validate_json(body).get("reason")
    except ValidationError:
        return ""
    return found if isinstance(found, str) else ""


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
