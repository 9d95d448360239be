"""A room's "no" as a value, and how it becomes an answer: one status and one English sentence for every reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Response

from kiosk.ports.ledger import LedgerFailure
from kiosk.sync import wire
from kiosk.sync.answers import Forbidden, NotNow, Overloaded, Unavailable
from kiosk.sync.contract import Trouble

# Written out: as a model the framework would build one anew for every route and status, at every start.
_TROUBLE: dict[str, Any] = {
    "description": "Why not: a reason and a sentence.",
    "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{Trouble.__name__}"}}},
}
Told = Mapping[StrEnum, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed. `more` is added to the sentence: a place in what was sent, never its content."""

    reason: StrEnum
    more: str = ""


def refusal(why: Refused | NotNow, told: Told) -> Response:
    if not isinstance(why, Refused):
        return wire.not_now(why)
    status, sentence = told[why.reason]
    return wire.trouble(status, why.reason.value, f"{sentence} {why.more}".strip())


def is_no(result: object) -> bool:
    return isinstance(result, Refused | LedgerFailure | Overloaded | Forbidden | Unavailable)


def documented(*more: int) -> dict[int | str, dict[str, Any]]:
    """The typed errors of a guarded route, for the OpenAPI page."""
    return dict.fromkeys(sorted({401, 403, 408, 413, 422, 429, 503, *more}), _TROUBLE)
