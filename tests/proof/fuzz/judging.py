"""What an interface may answer to whatever it is sent: what its description names, in time, typed, nobody's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from tests.proof.fuzz.hostile import person_in

LONGEST_S = 12.0  # a request's own limit is ten
AT_THE_DOOR = frozenset({400, 401, 403, 404, 405, 408, 413, 422, 429, 503})  # what any path may answer


class Answer(Protocol):
    """An answer of `requests` or of the fuzzer."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, Any]: ...
    @property
    def content(self) -> bytes: ...


def faults(answer: Answer, seconds: float, documented: Sequence[str], body: Any) -> Iterator[str]:
    """Each thing that is wrong with an answer, in words; `body` is the answer's JSON, None when it has none."""
    status = answer.status_code
    if seconds > LONGEST_S:
        yield f"took {seconds:.0f} s"
    if status not in AT_THE_DOOR and str(status) not in documented:
        yield f"answered {status}, which its description does not name"
    if status >= 500 and status != 503:
        yield f"answered {status}"
    if status >= 400:
        yield from _not_typed(body)
        yield from (f"repeats {word} in an error" for word in person_in(answer.content))
    if status in (429, 503) and not _retry(answer.headers).isdigit():
        yield f"answered {status} without Retry-After"


def _not_typed(body: Any) -> Iterator[str]:
    if (
        not isinstance(body, dict)
        or not isinstance(body.get("reason"), str)
        or not isinstance(body.get("sentence"), str)
    ):
        yield "an error without a reason and a sentence"


def _retry(headers: Mapping[str, Any]) -> str:
    found = next((value for key, value in headers.items() if key.lower() == "retry-after"), "")
    return str(found[0] if isinstance(found, list) else found)
