"""One HTTP conversation with the hall as terminals and screens hold it: every wait limited, every failure a value.

Safe from any thread: each thread has a connection of its own. The hall may come back on another port after a restart,
or its other node may serve, so the way there is asked for anew each time. Beyond this machine it is TLS, to a key that
is known, or nothing.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

import requests
from pydantic import TypeAdapter, ValidationError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from kiosk.domain.ticket import HallUnreachable
from kiosk.trust.pinned import AnotherMachine, pinned_session
from kiosk.trust.route import Address, Heard, route_of

__all__ = ["Address", "Answer", "Connection", "Limits", "parsed"]

T = TypeVar("T")

NODE_HEADER = "Hall-Node"  # which of the hall's nodes it is; sent back with numbers of its book
EVENT_HEADER = "Hall-Event"  # the last event that was seen, by the identity that it has in both books
_PIECE = 1 << 16
_TRIES = 2  # a lost connection is tried once more: every request of ours may be repeated without a second effect
_SAID = {401: Heard.REVOKED, 503: Heard.STANDS_BY}  # reasons that concern the way itself
_HEARD = {
    HallUnreachable.NO_CONNECTION: Heard.UNREACHED,
    HallUnreachable.TIMED_OUT: Heard.UNREACHED,
    HallUnreachable.ANOTHER_MACHINE: Heard.ANOTHER_MACHINE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `answer` is the longest wait for one answer, `silence` for anything at all on the feed."""

    connect: float = 1.0
    answer: float = 3.0
    silence: float = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`node`: which of the hall's nodes it was."""

    status: int
    body: bytes = field(repr=False)
    node: str = ""

    def reason(self) -> str:
        found = self._said("reason")
        return found if isinstance(found, str) else ""

    def figure(self, name: str) -> int:
        """A whole number that a refusal carries; 0 when it does not, as an older hall's."""
        found = self._said(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else 0

    def _said(self, name: str) -> Any:
        try:
            return TypeAdapter(dict[str, Any]).validate_json(self.body).get(name)
        except ValidationError:
            return None


class Connection:
    """Requests to one hall with one token."""

    def __init__(self, address: Address, token: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._route = route_of(address)
        self._token = token
        self._of_thread = threading.local()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer | HallUnreachable:
        """The hall's answer below status 500 with a token it knows, else why there is none."""
        address = self.address()
        if address is None:
            return HallUnreachable.NO_CONNECTION
        response = self._answered(method, address + path, body)
        self._heard(address, response)
        return response if isinstance(response, HallUnreachable) else _judged(response)

    def stream(self, path: str, headers: dict[str, str]) -> requests.Response | HallUnreachable:
        """An open feed; the caller closes it."""
        address = self.address()
        if address is None:
            return HallUnreachable.NO_CONNECTION
        response = self._opened(address + path, headers)
        self._heard(address, response)
        if not isinstance(response, Answer):
            return response
        why = _judged(response)
        return why if isinstance(why, HallUnreachable) else HallUnreachable.BROKEN_ANSWER

    def address(self) -> str | None:
        return self._route()

    def _answered(self, method: str, url: str, body: dict[str, Any] | None) -> Answer | HallUnreachable:
        for _ in range(_TRIES):
            try:
                return self._request(method, url, body)
            except AnotherMachine:
                return HallUnreachable.ANOTHER_MACHINE
            except (requests.Timeout, ReadTimeoutError):
                return HallUnreachable.TIMED_OUT
            except requests.ConnectionError:
                continue
            except (requests.RequestException, HTTPError):
                return HallUnreachable.BROKEN_ANSWER
        return HallUnreachable.NO_CONNECTION

    def _opened(self, url: str, headers: dict[str, str]) -> requests.Response | Answer | HallUnreachable:
        """The feed, or what was answered instead of it."""
        waits = (self.limits.connect, self.limits.silence)
        try:
            response = self._session().get(url, headers=headers, stream=True, timeout=waits, allow_redirects=False)
            if response.status_code == requests.codes.ok:
                return response
            return _whole(response, time.monotonic() + self.limits.answer)
        except AnotherMachine:
            return HallUnreachable.ANOTHER_MACHINE
        except (requests.RequestException, HTTPError):
            return HallUnreachable.NO_CONNECTION

    def _heard(self, address: str, response: requests.Response | Answer | HallUnreachable) -> None:
        if isinstance(response, HallUnreachable):
            self._route.heard(address, _HEARD.get(response, Heard.ANSWERED))
            return
        known = _SAID.get(response.status) if isinstance(response, Answer) else None
        said = known if known and isinstance(response, Answer) and response.reason() == known else Heard.ANSWERED
        self._route.heard(address, said)

    def _request(self, method: str, url: str, body: dict[str, Any] | None) -> Answer:
        end = time.monotonic() + self.limits.answer
        waits = (self.limits.connect, self.limits.answer)
        response = self._session().request(method, url, json=body, timeout=waits, allow_redirects=False, stream=True)
        return _whole(response, end)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = pinned_session(self._token, self._route.pins)
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


def _whole(response: requests.Response, end: float) -> Answer:
    """All of an answer. requests.Timeout when it is not here at `end` (monotonic), however often a piece of it comes:
    the library's own limit is for each piece."""
    body = bytearray()
    with response:
        while piece := response.raw.read1(_PIECE, decode_content=True):
            body += piece
            if time.monotonic() > end:
                raise requests.Timeout
    return Answer(response.status_code, bytes(body), response.headers.get(NODE_HEADER, ""))


def _judged(answer: Answer) -> Answer | HallUnreachable:
    if answer.status in (401, 403):
        return HallUnreachable.REVOKED if answer.reason() == HallUnreachable.REVOKED else HallUnreachable.NOT_ALLOWED
    if answer.status in (429, 503):
        return HallUnreachable.OUT_OF_SERVICE
    return HallUnreachable.BROKEN_ANSWER if answer.status >= 500 else answer


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
