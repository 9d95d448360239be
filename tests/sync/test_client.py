"""What a bad line or a wrong server does to one exchange: always a value, within its limits."""

from __future__ import annotations

import socket

import pytest

from kiosk.ports.ledger import Judgement
from kiosk.sync.client import Limits, SyncClient, SyncFailure, Unreached
from kiosk.sync.contract import BatchAnswer, ChangePage, GapAnswer
from tests.sync.odd_server import Dripped, Held, OddServer, http
from tests.sync.upstream import TOKEN, Upstream

LIMITS = Limits(connect=10.0, read=10.0, whole=20.0)
HURRIED = Limits(connect=10.0, read=0.3, whole=20.0)
GOOD = b'{"version":1,"acknowledged":1,"verdicts":[{"event_id":"e-1","verdict":"applied","reason":""}]}'
CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"


def sent_to(server: OddServer, limits: Limits = LIMITS) -> BatchAnswer | GapAnswer | Unreached:
    client = SyncClient(server.address, "token-1", limits)
    answer = client.send(b'{"events":[]}')
    client.close()
    return answer


def test_a_good_answer_is_read_and_the_token_was_shown() -> None:
    with OddServer(http("200 OK", GOOD)) as server:
        answer = sent_to(server)
    assert isinstance(answer, BatchAnswer)
    assert (answer.acknowledged, answer.verdicts[0].verdict) == (1, Judgement.APPLIED)
    assert b"POST /v1/sync/events" in server.requests[0]
    assert b"authorization: bearer token-1" in server.requests[0].lower()


def test_a_gap_is_an_answer_too() -> None:
    with OddServer(http("409 Conflict", b'{"version":1,"reason":"gap","expected":7}')) as server:
        assert sent_to(server) == GapAnswer(reason="gap", expected=7)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (http("404 Not Found", b"<html>404</html>"), SyncFailure.BROKEN_ANSWER),
        (http("200 OK", b"<html>Please log in to the guest network</html>"), SyncFailure.BROKEN_ANSWER),
        (http("302 Found", b"", "Location: http://192.0.2.1/login\r\n"), SyncFailure.BROKEN_ANSWER),
        (http("200 OK", GOOD[:40], length=len(GOOD)), SyncFailure.BROKEN_ANSWER),
        (http("200 OK", GOOD[:40]), SyncFailure.BROKEN_ANSWER),
        ((CHUNKED + "40\r\n{").encode(), SyncFailure.BROKEN_ANSWER),
        (http("409 Conflict", b"not json"), SyncFailure.BROKEN_ANSWER),
        (b"", SyncFailure.NO_CONNECTION),
        (b"SSH-2.0-OpenSSH_9.2\r\n", SyncFailure.NO_CONNECTION),
        (http("401 Unauthorized", b"{}"), SyncFailure.NOT_ALLOWED),
        (http("403 Forbidden", b"{}"), SyncFailure.NOT_ALLOWED),
        (http("413 Too Large", b"{}"), SyncFailure.TOO_LARGE),
        (http("422 Unprocessable", b"{}"), SyncFailure.NOT_UNDERSTOOD),
        (http("500 Oops", b"trace"), SyncFailure.OUT_OF_SERVICE),
        (http("503 Unavailable", b"{}"), SyncFailure.OUT_OF_SERVICE),
        (None, SyncFailure.TIMED_OUT),
        (http("200 OK", b"{", length=500)[:-1], SyncFailure.BROKEN_ANSWER),
    ],
)
def test_everything_that_is_no_answer_has_its_name(answer: bytes | None, failure: SyncFailure) -> None:
    with OddServer(answer) as server:
        result = sent_to(server, HURRIED if answer is None else LIMITS)
    assert isinstance(result, Unreached)
    assert result.failure is failure


def test_a_server_that_falls_silent_in_the_middle_of_a_body_is_given_up() -> None:
    with OddServer(Held(http("200 OK", GOOD[:40], length=len(GOOD)))) as server:
        assert sent_to(server, HURRIED) == Unreached(SyncFailure.TIMED_OUT)


def test_a_line_on_which_an_answer_drips_in_is_given_up_as_a_whole() -> None:
    with OddServer(Dripped(http("200 OK", GOOD))) as server:
        assert sent_to(server, Limits(connect=10, read=10, whole=0.3)) == Unreached(SyncFailure.TIMED_OUT)


def test_one_connection_serves_many_exchanges(upstream: Upstream) -> None:
    client = SyncClient(upstream.address, TOKEN, LIMITS)
    for _ in range(5):
        assert isinstance(client.changes(0, ""), ChangePage)
    pools = client._session.get_adapter(upstream.address).poolmanager.pools  # type: ignore[attr-defined]
    assert [(pools[key].num_connections, pools[key].num_requests) for key in pools.keys()] == [(1, 5)]  # noqa: SIM118
    client.close()


def test_an_answer_in_chunks_is_read_whole() -> None:
    chunks = (b"%x\r\n%s\r\n" % (len(part), part) for part in (GOOD[:30], GOOD[30:], b""))
    with OddServer(CHUNKED.encode() + b"".join(chunks)) as server:
        assert isinstance(sent_to(server), BatchAnswer)


def test_nobody_at_home_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    client = SyncClient(f"http://127.0.0.1:{port}", "t", LIMITS)
    assert client.send(b"{}") == Unreached(SyncFailure.NO_CONNECTION)
    client.close()


def test_an_upstream_whose_port_nobody_knows_yet_is_no_connection() -> None:
    client = SyncClient(lambda: None, "t", LIMITS)
    assert client.changes(0, "") == Unreached(SyncFailure.NO_CONNECTION)
    client.close()


def test_an_upstream_that_asks_for_patience_is_given_it() -> None:
    with OddServer(http("429 Too Many", b"{}", "Retry-After: 7\r\n")) as server:
        assert sent_to(server) == Unreached(SyncFailure.SLOW_DOWN, 429, 7.0)


def test_a_page_is_asked_for_by_cursor_and_feed() -> None:
    page = b'{"version":1,"changes":[],"cursor":9,"more":false,"resync":false,"feed":"a+keys"}'
    with OddServer(http("200 OK", page)) as server:
        client = SyncClient(server.address, "t", LIMITS)
        assert client.changes(9, "a+keys", 50) == ChangePage(changes=[], cursor=9, more=False, feed="a+keys")
        client.close()
    assert b"GET /v1/sync/changes?after=9&feed=a%2Bkeys&limit=50" in server.requests[0]


def test_a_page_that_conflicts_is_no_page() -> None:
    with OddServer(http("409 Conflict", b'{"reason":"gap","expected":1}')) as server:
        client = SyncClient(server.address, "t", LIMITS)
        assert client.changes(0, "") == Unreached(SyncFailure.BROKEN_ANSWER, 409)
        client.close()
