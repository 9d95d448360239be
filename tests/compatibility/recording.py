"""Records what a version's clients and servers say to each other, and how its servers describe themselves.

`python -m tests.compatibility.recording FOLDER` writes `hall.json`, `city.json` (the exchanges) and
`hall.openapi.json`, `city.openapi.json`. Tokens are names of tests; everybody in it is invented.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import requests

from tests.city.bookings.acts import opened
from tests.city.house import House
from tests.compatibility.days import day_at_a_city, day_at_a_hall
from tests.hall.a_server import served

Exchange = dict[str, Any]
_WORDS = ("description", "examples", "title", "summary", "tags", "operationId")


@contextmanager
def recorded() -> Iterator[list[Exchange]]:
    """Every request of this process and its whole answer, in their order."""
    found: list[Exchange] = []
    inner: Callable[..., requests.Response] = requests.Session.send

    def send(session: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        answer = inner(session, request, **more)
        body = answer.raw.read(decode_content=True) if more.get("stream") else answer.content
        found.append(_exchange(request, answer, body))
        answer.raw = _Again(body)
        return answer

    with mock.patch.object(requests.Session, "send", send):
        yield found


class _Again:
    """A body that was read, to be read by whoever asked."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read1(self, amount: int = -1, decode_content: bool = True) -> bytes:
        body, self._body = self._body, b""
        return body

    def read(self, amount: int = -1, decode_content: bool = True) -> bytes:
        return self.read1()

    def close(self) -> None:
        return

    def release_conn(self) -> None:
        return


def _exchange(request: requests.PreparedRequest, answer: requests.Response, body: bytes) -> Exchange:
    parts = urlsplit(request.url or "")
    sent = request.body.encode() if isinstance(request.body, str) else request.body
    return {
        "method": request.method,
        "path": str(parts.path) + (f"?{parts.query}" if parts.query else ""),
        "token": str(request.headers.get("Authorization", "")).removeprefix("Bearer "),
        "sent": json.loads(sent) if sent else None,
        "status": answer.status_code,
        "told": _short(json.loads(body)) if body else None,
    }


def _short(told: Any) -> Any:
    """A page of changes with three items of the catalogue, which all look alike."""
    for change in told.get("changes", ()) if isinstance(told, dict) else ():
        if change["kind"] == "catalogue":
            change["body"]["items"] = change["body"]["items"][:3]
    return told


def at_a_hall() -> tuple[list[Exchange], Any]:
    with served() as hall:
        with recorded() as found:
            day_at_a_hall(hall.url)
        return found, hall.ask("GET", "/v1/openapi.json").json()


def at_a_city() -> tuple[list[Exchange], Any]:
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "city.sqlite") as house:
        channel = opened(house)
        with recorded() as found:
            day_at_a_city(f"http://127.0.0.1:{house.port}", channel)
        return found, house.call("GET", "/openapi.json").json()


def bare(value: Any, named: bool = False) -> Any:
    """Without the words for people; `named`: the keys are names of fields, which may be such words too."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    inside = ("properties", "schemas", "paths", "responses")
    return {key: bare(one, key in inside) for key, one in value.items() if named or key not in _WORDS}


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    for name, (exchanges, described) in {"hall": at_a_hall(), "city": at_a_city()}.items():
        _write(to / f"{name}.json", exchanges)
        _write(to / f"{name}.openapi.json", bare(described))
        print(f"{name}: {len(exchanges)} exchanges")
