"""A node's requests to its upstream, through `requests`: every wait limited, every failure a value.

It sends once. When to send again is the business of `uplink` and `downlink`. One object belongs to one thread.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import requests
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from kiosk.sync.contract import PAGE_LIMIT, BatchAnswer, ChangePage, GapAnswer, Trouble
from kiosk.sync.heartbeat import PATH, BeatsOnWire
from kiosk.sync.patience import retry_after
from kiosk.trust.pinned import AnotherMachine, pinned_session
from kiosk.trust.route import Address, Heard, route_of

__all__ = ["Address", "Answer", "Limits", "SyncClient", "SyncFailure", "Unreached"]

Model = TypeVar("Model", bound=BaseModel)

_PIECE = 1 << 16
ANSWER_LIMIT = 32 << 20  # bytes; a page of 500 catalogues is far below


class SyncFailure(StrEnum):
    """Why an upstream gave no usable answer."""

    NO_CONNECTION = "no_connection"
    TIMED_OUT = "timed_out"
    NOT_ALLOWED = "not_allowed"  # 401, 403
    REVOKED = "revoked"  # 401: this node was sent away
    ANOTHER_MACHINE = "another_machine"  # somebody with another key answers under the upstream's address
    STANDS_BY = "stands_by"  # the second node of a hall, while the first serves
    SLOW_DOWN = "slow_down"  # 429
    OUT_OF_SERVICE = "out_of_service"  # 500 and above
    TOO_LARGE = "too_large"  # 413
    NOT_UNDERSTOOD = "not_understood"  # 400, 422: this upstream is of another version
    BROKEN_ANSWER = "broken_answer"  # a page of some other server, a cut body, a redirect


@dataclass(frozen=True, slots=True)
class Unreached:
    """No answer. `retry_after_s`: the upstream asked not to be asked before; 0 when it said nothing."""

    failure: SyncFailure
    status: int = 0
    retry_after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: to connect, between two pieces of an answer, and for a whole answer."""

    connect: float = 2.0
    read: float = 5.0
    whole: float = 20.0


class SyncClient:
    """`close` it when its thread ends."""

    def __init__(self, address: Address, token: str, limits: Limits | None = None) -> None:
        self._route = route_of(address)
        self._limits = limits or Limits()
        self._session = pinned_session(token, self._route.pins)

    def send(self, batch: bytes) -> BatchAnswer | GapAnswer | Unreached:
        """A batch, written as JSON (see `kiosk.sync.batches`)."""
        answer = self._ask("POST", "/v1/sync/events", batch)
        if isinstance(answer, Unreached):
            return answer
        return model_of(BatchAnswer, answer) if answer.status == 200 else model_of(GapAnswer, answer)

    def changes(self, after: int, feed: str, limit: int = PAGE_LIMIT) -> ChangePage | Unreached:
        asked = {"after": str(after), "feed": feed, "limit": str(limit)}
        answer = self._ask("GET", "/v1/sync/changes", params=asked)
        if isinstance(answer, Unreached):
            return answer
        return model_of(ChangePage, answer) if answer.status == 200 else _broken(answer.status)

    def beat(self, beats: BeatsOnWire) -> Unreached | None:
        """None: the upstream has heard how this node is."""
        answer = self._ask("POST", PATH, beats.model_dump_json().encode())
        return answer if isinstance(answer, Unreached) else None

    def where(self) -> str:
        """The upstream's address now; empty while nobody knows it."""
        return self._route() or ""

    def close(self) -> None:
        self._session.close()

    def _ask(
        self, method: str, path: str, body: bytes | None = None, params: Mapping[str, str] | None = None
    ) -> Answer | Unreached:
        address = self._route()
        if address is None:
            return Unreached(SyncFailure.NO_CONNECTION)
        try:
            answer = self._exchange(method, address + path, body, params)
        except (requests.RequestException, HTTPError) as error:
            answer = Unreached(failure_of(error))
        self._route.heard(address, heard_in(answer))
        return answer

    def _exchange(
        self, method: str, url: str, body: bytes | None, params: Mapping[str, str] | None
    ) -> Answer | Unreached:
        deadline = time.monotonic() + self._limits.whole
        with self._session.request(
            method,
            url,
            data=body,
            params=params,
            headers={"Content-Type": "application/json"} if body else None,
            timeout=(self._limits.connect, self._limits.read),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = content_of(response, deadline)
            return content if isinstance(content, Unreached) else usable(response, content)


_HEARD = {
    SyncFailure.NO_CONNECTION: Heard.UNREACHED,
    SyncFailure.TIMED_OUT: Heard.UNREACHED,
    SyncFailure.ANOTHER_MACHINE: Heard.ANOTHER_MACHINE,
    SyncFailure.STANDS_BY: Heard.STANDS_BY,
    SyncFailure.REVOKED: Heard.REVOKED,
}


def heard_in(answer: object) -> Heard:
    """What an exchange says about the node that was asked."""
    return _HEARD.get(answer.failure, Heard.ANSWERED) if isinstance(answer, Unreached) else Heard.ANSWERED


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 200 or 409, whole."""

    status: int
    body: bytes


def content_of(response: requests.Response, deadline: float) -> bytes | Unreached:
    """`read1` gives what is here; `iter_content` waits for a whole piece, on a dripping line for ever."""
    body = bytearray()
    while piece := response.raw.read1(_PIECE, decode_content=True):
        body += piece
        if len(body) > ANSWER_LIMIT:
            return _broken(response.status_code)
        if time.monotonic() > deadline:
            return Unreached(SyncFailure.TIMED_OUT)
    return bytes(body)


_BY_STATUS = {
    400: SyncFailure.NOT_UNDERSTOOD,
    401: SyncFailure.NOT_ALLOWED,
    403: SyncFailure.NOT_ALLOWED,
    413: SyncFailure.TOO_LARGE,
    422: SyncFailure.NOT_UNDERSTOOD,
    429: SyncFailure.SLOW_DOWN,
}


_BY_REASON = {"revoked": SyncFailure.REVOKED, "stands_by": SyncFailure.STANDS_BY}


def usable(response: requests.Response, content: bytes) -> Answer | Unreached:
    status = response.status_code
    if status in (200, 409):
        return Answer(status, content)
    failure = SyncFailure.OUT_OF_SERVICE if status >= 500 else _BY_STATUS.get(status, SyncFailure.BROKEN_ANSWER)
    if status in (401, 503):
        failure = _BY_REASON.get(_reason(content), failure)
    return Unreached(failure, status, retry_after(response.headers.get("Retry-After"), time.time()))


def model_of(model: type[Model], answer: Answer) -> Model | Unreached:
    try:
        return model.model_validate_json(answer.body)
    except ValidationError:
        return _broken(answer.status)


def _reason(content: bytes) -> str:
    try:
        return Trouble.model_validate_json(content).reason
    except ValidationError:
        return ""


def _broken(status: int) -> Unreached:
    return Unreached(SyncFailure.BROKEN_ANSWER, status)


def failure_of(error: requests.RequestException | HTTPError) -> SyncFailure:
    """`requests` speaks for the head of an answer, `urllib3` for its body."""
    if isinstance(error, AnotherMachine):
        return SyncFailure.ANOTHER_MACHINE
    if isinstance(error, requests.Timeout | ReadTimeoutError):
        return SyncFailure.TIMED_OUT
    if isinstance(error, requests.ConnectionError):
        return SyncFailure.NO_CONNECTION
    return SyncFailure.BROKEN_ANSWER
