"""The second node's question for the first one's book. It asks once; one object belongs to one thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

import requests
from urllib3.exceptions import HTTPError

from kiosk.hall.standby.page import BookPage
from kiosk.sync.client import Answer, SyncFailure, Unreached, content_of, failure_of, heard_in, model_of, usable
from kiosk.trust.pinned import pinned_session
from kiosk.trust.route import Route

WAIT_S = 1.0  # the first node answers after this although nothing happened
_OF_PATIENCE = 3  # so often is a node heard before it counts as silent
_LIMITS_S = (1.0, 3.0)  # to connect, between two pieces
_WHOLE_S = 10.0


class OtherBook:
    """The first node's book has no such event: it was put back, or made new."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`after` is the last number that is known of the first node's book, `known` the event there."""

    after: int
    known: str
    mark: str
    owes: int
    serving: bool


class BookClient:
    """`patience_s`: the first node counts as silent after so long."""

    def __init__(self, route: Route, token: str, patience_s: float) -> None:
        self._route = route
        self._wait_ms = int(1000 * min(WAIT_S, patience_s / _OF_PATIENCE))
        self._session = pinned_session(token, route.pins)

    def page(self, asked: Asked) -> BookPage | OtherBook | Unreached:
        address = self._route()
        if address is None:
            return Unreached(SyncFailure.NO_CONNECTION)
        answer = self._answered(f"{address}/v1/book", asked)
        self._route.heard(address, heard_in(answer))
        if not isinstance(answer, Answer):
            return answer
        return model_of(BookPage, answer) if answer.status == 200 else OtherBook()

    def _answered(self, url: str, asked: Asked) -> Answer | Unreached:
        params: dict[str, str | int] = {
            "after": asked.after,
            "known": asked.known,
            "mark": asked.mark,
            "owes": asked.owes,
            "serving": str(asked.serving).lower(),
            "wait_ms": self._wait_ms,
        }
        try:
            with self._session.get(
                url, params=params, timeout=_LIMITS_S, allow_redirects=False, stream=True
            ) as response:
                content = content_of(response, time.monotonic() + _WHOLE_S)
                return content if isinstance(content, Unreached) else usable(response, content)
        except (requests.RequestException, HTTPError) as error:
            return Unreached(failure_of(error))

    def close(self) -> None:
        self._session.close()
