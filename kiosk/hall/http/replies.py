"""How answers are written: JSON of typed values, and for everything that is wrong a reason and a sentence.

A sentence is for whoever connects a machine; it never repeats what was sent, which may be somebody's data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import Response
from pydantic import TypeAdapter

from kiosk.domain.ticket import TicketView
from kiosk.hall.core.answers import CounterView
from kiosk.hall.work import Unavailability, Unavailable

RETRY_AFTER_S = 2

MISTAKE = "The hall made a mistake; its log has the place."
_SENTENCES = {
    Unavailability.NOT_READY: "The hall has not got its settings from the city yet.",
    Unavailability.OVERLOADED: "Too much is waiting; ask again.",
    Unavailability.STANDS_BY: "This node stands by; the hall's other node serves.",
    Unavailability.HEARING_STANDBY: "The hall's first node listens to what the second did; ask again.",
    Unavailability.CLOSING: "The hall is being shut down.",
    Unavailability.BUG: MISTAKE,
}
_SCHEMA = "__pydantic_core_schema__"
_CANNOT_STORE = "The hall cannot store anything now; ask again."


# Written out: as a model the framework would build one anew for every endpoint and status, at every start.
_TROUBLE: dict[str, Any] = {
    "description": "Why not; every answer from status 400 on has these two.",
    "content": {
        "application/json": {
            "schema": {
                "title": "Trouble",
                "type": "object",
                "required": ["reason", "sentence"],
                "properties": {"reason": {"type": "string"}, "sentence": {"type": "string"}},
            }
        }
    },
}


def value(answer: Any, status: int = 200) -> Response:
    """A dataclass as JSON."""
    kind: Any = type(answer)
    return Response(_adapter(kind).dump_json(answer), status, media_type="application/json")


class Written(Response):
    """A body that is JSON already, with the two headers that it needs: for what is asked most."""

    def __init__(self, body: bytes) -> None:
        self.status_code, self.background, self.body = 200, None, body
        self.raw_headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]


def trouble(
    status: int,
    reason: str,
    sentence: str,
    headers: dict[str, str] | None = None,
    figures: Mapping[str, int] | None = None,
) -> Response:
    """`figures` that are 0 are left out."""
    said = {name: figure for name, figure in (figures or {}).items() if figure}
    body = json.dumps({"reason": reason, "sentence": sentence, **said}, ensure_ascii=False)
    return Response(body, status, headers, "application/json")


def unavailable(answer: Unavailable) -> Response:
    """429 when the hall works and too much is asked of it, else 503; both say when to ask again."""
    sentence = _SENTENCES.get(answer.reason, _CANNOT_STORE)
    status = 429 if answer.reason is Unavailability.OVERLOADED else 503
    return trouble(status, answer.reason.value, sentence, {"retry-after": str(RETRY_AFTER_S)})


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The other answers, for the OpenAPI page."""
    return dict.fromkeys((401, 403, 413, 422, 429, 503, *statuses), _TROUBLE)


@cache
def make_schemas_once() -> None:
    """The framework makes the schema of an answer anew for every route that gives it, which was most of a hall's start
    and a good part of its memory; one that stands at its class is taken as it is, as those of models are."""
    kinds: tuple[Any, ...] = (TicketView, CounterView)
    for kind in kinds:
        setattr(kind, _SCHEMA, _adapter(kind).core_schema)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
