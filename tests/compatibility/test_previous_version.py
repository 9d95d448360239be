"""A terminal or hall of the previous version works with a hall or city of this one, and the other way round.

`previous/` holds what the previous version's clients and servers said to each other, and how its servers described
themselves.
"""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import requests

from kiosk.ports.ledger import Change
from kiosk.sync.contract import ChangePage, Envelope
from offline_cache.cache import Cache
from tests.city.bookings.acts import opened
from tests.city.house import House
from tests.compatibility.days import day_at_a_city, day_at_a_hall
from tests.compatibility.descriptions import broken_promises
from tests.compatibility.recording import Exchange, bare
from tests.hall.a_server import served
from tests.sync.upstream import file_at

PREVIOUS = Path(__file__).with_name("previous")


def previous(name: str) -> Any:
    return json.loads((PREVIOUS / f"{name}.json").read_text(encoding="utf-8"))


@contextmanager
def todays(name: str, house: House) -> Iterator[str]:
    """The address of a hall or a city of this version."""
    if name == "city":
        opened(house)
        yield f"http://127.0.0.1:{house.port}"
        return
    with served() as hall:
        yield hall.url


def described(name: str, house: House) -> Any:
    with served() as hall:
        told = hall.ask("GET", "/v1/openapi.json") if name == "hall" else house.call("GET", "/openapi.json")
    return told.json()


@pytest.mark.parametrize("name", ["hall", "city"])
def test_what_the_previous_version_asks_is_answered_so_that_it_understands(name: str, house: House) -> None:
    known = previous(f"{name}.openapi")
    with todays(name, house) as address, requests.Session() as session:
        session.trust_env = False
        for one in previous(name):
            answer = session.request(one["method"], address + one["path"], json=one["sent"], timeout=10,
                                     headers={"Authorization": f"Bearer {one['token']}"})  # fmt: skip
            where = f"{one['method']} {one['path']}"
            assert answer.status_code == one["status"], (where, answer.text)
            _understood(where, known, one, answer.json() if answer.content else None)


@pytest.mark.parametrize("name", ["hall", "city"])
def test_nothing_that_the_previous_version_was_promised_is_gone(name: str, house: House) -> None:
    assert broken_promises(previous(f"{name}.openapi"), bare(described(name, house))) == []


def test_a_field_that_is_gone_or_newly_demanded_is_noticed() -> None:
    before, now = previous("hall.openapi"), previous("hall.openapi")
    schemas = now["components"]["schemas"]
    del schemas["CounterView"]["properties"]["waiting_total"]
    schemas["SignInPress"]["required"].append("badge")
    del now["paths"]["/v1/board"]
    problems = " ".join(broken_promises(before, now))
    assert "waiting_total: told no more" in problems and "badge: demanded now" in problems and "board: gone" in problems


def test_a_terminal_and_a_caller_of_today_understand_the_previous_versions_hall() -> None:
    with recorded_server(previous("hall")) as (address, sent):
        day_at_a_hall(address)
    _say_as_much(previous("hall"), sent)


def test_a_hall_and_a_channel_of_today_understand_the_previous_versions_city() -> None:
    with recorded_server(previous("city")) as (address, sent):
        day_at_a_city(address, "c-city-app")
    _say_as_much(previous("city"), sent)


def test_fields_that_nobody_knows_yet_are_ignored_in_both_directions() -> None:
    batch = next(one["sent"] for one in previous("hall") if one["path"] == "/v1/sync/events")
    newer = {**batch, "colour": "blue", "events": [{**one, "mood": "fine"} for one in batch["events"]]}
    assert len(Envelope.model_validate(newer).events) == len(batch["events"])
    page = next(one["told"] for one in previous("city") if one["path"].startswith("/v1/sync/changes"))
    assert ChangePage.model_validate({**page, "colour": "blue"}).cursor == page["cursor"]


def test_a_kind_of_publication_that_nobody_knows_yet_is_kept_for_whoever_does(tmp_path: Path) -> None:
    file = file_at(tmp_path / "hall.sqlite")
    cache, newer = Cache(file), Change(1, "weather", "city", "1", {"sky": "blue"})
    assert cache.apply([newer], 1, "feed") is None
    assert list(cache.after(0, 10)) == [newer]
    file.close()


def _understood(where: str, known: Any, one: Exchange, told: Any) -> None:
    """By the schema that the previous version's client was built for."""
    schema = _answer_schema(known, one)
    if schema is not None and told is not None:
        whole = {**schema, "components": known["components"]}
        problems = [error.message for error in jsonschema_rs.validator_for(whole).iter_errors(told)]
        assert problems == [], (where, problems[:3])
    assert told is None or set(one["told"]) <= set(told), where


def _answer_schema(known: Any, one: Exchange) -> Any:
    path = one["path"].partition("?")[0]
    for template, methods in known["paths"].items():
        if re.fullmatch(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(template)), path):
            operation = methods.get(one["method"].lower(), {})
            content = operation.get("responses", {}).get(str(one["status"]), {}).get("content", {})
            return content.get("application/json", {}).get("schema")
    raise AssertionError(f"{path} was not described")


@contextmanager
def recorded_server(exchanges: list[Exchange]) -> Iterator[tuple[str, list[Exchange]]]:
    """Answers what the previous version's server had answered, and notes what it was sent."""
    waiting: dict[tuple[str, str], deque[Exchange]] = defaultdict(deque)
    for one in exchanges:
        waiting[one["method"], one["path"].partition("?")[0]].append(one)
    sent: list[Exchange] = []

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # as the base class wants it
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def log_message(self, *words: object) -> None:
            return

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            path = self.path.partition("?")[0]
            sent.append({"method": method, "path": path, "sent": json.loads(body) if body else None})
            one = waiting[method, path].popleft()
            told = json.dumps(one["told"]).encode() if one["told"] is not None else b""
            self.send_response(one["status"])
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _say_as_much(before: list[Exchange], sent: list[Exchange]) -> None:
    """Today's clients ask the same and leave out nothing that was said."""
    assert [(one["method"], one["path"].partition("?")[0]) for one in before] == [
        (one["method"], one["path"]) for one in sent
    ]
    for old, new in zip(before, sent, strict=True):
        assert _names(old["sent"]) <= _names(new["sent"]), old["path"]


def _names(value: Any, at: str = "") -> set[str]:
    if isinstance(value, list):
        return {name for one in value for name in _names(one, f"{at}[]")}
    if not isinstance(value, dict):
        return {f"{at}: {type(value).__name__}"}
    return {name for key, one in value.items() for name in _names(one, f"{at}.{key}")}
