"""What the router says to requests that are wrong: a typed reason, and nothing half done."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
import requests

from kiosk.ports.ledger import Owed
from kiosk.sync.batches import written
from kiosk.sync.contract import BATCH_LIMIT, BODY_LIMIT, Batch
from tests.sync.memory import event
from tests.sync.upstream import TOKEN, Upstream

GOOD = Owed("epoch-1", 1, (event(1), event(2)))


def posted(upstream: Upstream, body: bytes | str, token: str = TOKEN) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.post(f"{upstream.address}/v1/sync/events", data=body, headers=headers, timeout=10)


def batch(**other: Any) -> str:
    fields = json.loads(written("terminal-1", GOOD).body)
    return json.dumps({**fields, **other})


def test_what_a_node_writes_is_what_the_contract_says(upstream: Upstream) -> None:
    body = written("terminal-1", GOOD).body
    read = Batch.model_validate_json(body)
    assert [one.event() for one in read.events] == list(GOOD.events)
    answer = posted(upstream, body)
    assert (answer.status_code, answer.json()["acknowledged"]) == (200, 2)


@pytest.mark.parametrize("token", ["", "of somebody else", "令牌".encode().decode("latin-1")])
def test_without_a_known_token_nothing_is_taken(upstream: Upstream, token: str) -> None:
    answer = posted(upstream, batch(), token)
    assert (answer.status_code, answer.json()["reason"]) == (401, "unknown_token")
    changes = requests.get(f"{upstream.address}/v1/sync/changes", timeout=10)
    assert changes.status_code == 401
    assert upstream.batches == []


def test_a_boards_token_is_no_nodes(upstream: Upstream) -> None:
    assert posted(upstream, batch(), "board").status_code == 403
    asked = {"Authorization": "Bearer board"}
    assert requests.get(f"{upstream.address}/v1/sync/changes", headers=asked, timeout=10).status_code == 403


def test_a_node_cannot_write_in_another_nodes_stream(upstream: Upstream) -> None:
    answer = posted(upstream, batch(node_id="terminal-2"))
    assert (answer.status_code, answer.json()["reason"]) == (403, "other_node")
    assert upstream.batches == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version":1}',
        batch(version=2),
        batch(first_seq=0),
        batch(first_seq=1 << 60),
        batch(first_seq="one"),
        batch(node_id=""),
        batch(node_id="x" * 65),
        batch(stream_epoch="a b"),
        batch(events={}),
        batch(events=[1]),
        batch(events=[{}] * (BATCH_LIMIT + 1)),
        b"\xff\xfe",
        b'{"version":1,"node_id":"\xed\xa0\x80"}',
    ],
)
def test_what_is_no_batch_is_refused_with_the_place_of_its_fault(upstream: Upstream, body: bytes | str) -> None:
    answer = posted(upstream, body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "malformed")
    assert "version 1" in answer.json()["sentence"]
    assert upstream.batches == []


def test_an_error_never_repeats_what_was_sent(upstream: Upstream) -> None:
    answer = posted(upstream, batch(first_seq="320106199003072217"))
    assert answer.status_code == 422
    assert "3201061990" not in answer.text


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"data": {"n": float("nan")}},
        {"data": {"n": "a\0b"}},
        {"data": {"n": {"deep": 1}}},
        {"data": {str(n): n for n in range(65)}},
        {"data": {"long": "x" * 20_000}},
        {"at": {"wall_ms": -1, "mono_ms": 0, "boot_id": "b", "trusted": True}},
        {"at": {"wall_ms": 1 << 53, "mono_ms": 0, "boot_id": "b", "trusted": True}},
        {"at": {"wall_ms": 0, "mono_ms": 1 << 53, "boot_id": "b", "trusted": True}},
        {"day": "2026-13"},
        {"kind": "Danced"},
        {"kind": "danced"},
        {"ticket_id": "\0"},
        {"node": ""},
    ],
)
def test_one_spoilt_event_is_refused_and_the_others_are_taken(upstream: Upstream, spoilt: dict[str, Any]) -> None:
    fields = json.loads(batch())
    first, second = fields["events"]
    middle = {**first, "event_id": "e-spoilt", **spoilt} if spoilt else {}
    answer = posted(upstream, batch(events=[first, middle, second]))
    assert answer.status_code == 200, answer.text
    assert [v["verdict"] for v in answer.json()["verdicts"]] == ["applied", "rejected", "applied"]
    assert upstream.applied() == ["e-1", "e-2"]
    again = posted(upstream, batch(events=[first, middle, second]))
    assert [v["verdict"] for v in again.json()["verdicts"]] == ["duplicate", "rejected", "duplicate"]


def test_a_body_beyond_the_limit_is_not_read(upstream: Upstream) -> None:
    answer = posted(upstream, b" " * (BODY_LIMIT + 1))
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


def test_a_body_that_breaks_off_takes_nothing_and_the_next_request_is_answered(upstream: Upstream) -> None:
    with socket.create_connection(("127.0.0.1", upstream.port), 10) as half:
        head = (
            f"POST /v1/sync/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 500\r\n\r\n"
        )
        half.sendall(head.encode() + batch().encode()[:100])
    assert posted(upstream, batch()).status_code == 200
    assert len(upstream.batches) == 1


def test_a_gap_says_where_to_go_on(upstream: Upstream) -> None:
    answer = posted(upstream, batch(first_seq=7))
    assert (answer.status_code, answer.json()) == (409, {"version": 1, "reason": "gap", "expected": 1})


def test_other_content_is_told_from_a_gap(upstream: Upstream) -> None:
    posted(upstream, batch())
    answer = posted(upstream, written("terminal-1", Owed("epoch-1", 2, (event(9),))).body)
    assert (answer.status_code, answer.json()) == (409, {"version": 1, "reason": "other_content", "expected": 3})


def test_a_full_disk_is_said_so_that_the_node_waits(upstream: Upstream) -> None:
    upstream.file.write(lambda db: db.execute("pragma query_only = on"))
    answer = posted(upstream, batch())
    assert (answer.status_code, answer.json()["reason"], answer.headers["retry-after"]) == (503, "read_only", "2")


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=501", "after=99999999999999999999"])
def test_a_page_that_cannot_be_is_refused(upstream: Upstream, query: str) -> None:
    asked = {"Authorization": f"Bearer {TOKEN}"}
    answer = requests.get(f"{upstream.address}/v1/sync/changes?{query}", headers=asked, timeout=10)
    assert answer.status_code == 422
