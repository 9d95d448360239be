"""The hall and the other machines of its house: who joined does their work, nobody else gets in."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.domain.ticket import HallUnreachable, Reserved
from kiosk.hall.client import BoardHall, Feed, TerminalHall
from kiosk.hall.core.answers import BoardView
from kiosk.trust.enrolling import TOKEN_BYTES
from kiosk.trust.joining import JoinFailure, join
from kiosk.trust.node_key import NodeKey, prepare_next
from kiosk.trust.pinned import pinned_session
from kiosk.trust.route import Route
from tests.hall.a_lan import LanHall, lan_hall
from tests.hall.a_server import LIMITS, WAIT_S, eventually
from tests.hall.memory import MemoryLedger
from tests.hall.steps import wish
from tests.trust.a_listener import a_key


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LanHall]:
    with lan_hall(tmp_path) as found:
        yield found


def test_a_machine_that_joined_by_a_code_does_its_work_over_the_network(hall: LanHall) -> None:
    heard: list[Any] = []
    board = hall.board("B7")
    feed = Feed(board.connection, heard.append, lambda why: None)
    feed.start()
    reserved = hall.terminal("T7").reserve(wish("t-1"))
    assert isinstance(reserved, Reserved)
    eventually(lambda: heard, "word of who waits")
    assert isinstance(board.snapshot(), BoardView)
    feed.close()


def test_the_tokens_of_the_halls_own_machine_are_good_on_that_machine_only(hall: LanHall) -> None:
    assert hall.served.ask("GET", "/v1/terminal/summary").status_code == 200
    assert hall.ask("GET", "/v1/terminal/summary", "token-T1").status_code == 401


def test_who_was_sent_away_is_refused_at_once_and_its_feed_ends(hall: LanHall) -> None:
    links: list[HallUnreachable | None] = []
    board = hall.board("B7")
    feed = Feed(board.connection, lambda message: None, links.append)
    feed.start()
    eventually(lambda: links == [None], "the feed")
    hall.send_away("board", "B7")
    eventually(lambda: links[-1] is HallUnreachable.REVOKED, "the end of the feed")
    feed.close()
    assert board.snapshot() is HallUnreachable.REVOKED
    answer = hall.ask("GET", "/v1/board", hall.joined["board", "B7"].token)
    assert (answer.status_code, answer.json()["reason"]) == (401, "revoked")


def test_a_token_that_nobody_has_is_unknown_and_not_revoked(hall: LanHall) -> None:
    hall.join("board", "B7")
    answer = hall.ask("GET", "/v1/board", "x" * TOKEN_BYTES)
    assert (answer.status_code, answer.json()["reason"]) == (401, "unknown_token")


def test_who_joined_is_known_after_the_hall_was_started_again_and_who_was_sent_away_stays_away(tmp_path: Path) -> None:
    with lan_hall(tmp_path) as before:
        stays, goes = before.join("board", "B1"), before.join("board", "B2")
        before.send_away("board", "B2")
    with lan_hall(tmp_path) as after:
        assert after.ask("GET", "/v1/board", stays.token).status_code == 200
        assert after.ask("GET", "/v1/board", goes.token).json()["reason"] == "revoked"


def test_when_each_machine_was_seen_last_is_remembered(tmp_path: Path) -> None:
    with lan_hall(tmp_path) as before:
        board = before.join("board", "B1")
        before.join("board", "B2")
        before.ask("GET", "/v1/board", board.token)
    with lan_hall(tmp_path) as after:
        seen = after.lan.last_seen.read()
    assert list(getattr(seen, "at_ms", {})) == ["board B1"]


@contextmanager
def stranger_between(hall: LanHall, key: NodeKey) -> Iterator[tuple[str, list[str]]]:
    """A machine with a key of its own under another address, which passes everything on to the hall and back."""
    passed: list[str] = []

    class Relay(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            passed.append(self.path)
            with pinned_session("", lambda: frozenset(hall.lan.key.pins)) as session:
                answer = session.post(
                    hall.url + self.path, data=body, timeout=WAIT_S, headers={"content-type": "application/json"}
                )
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    server.socket = key.server_context().wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}", passed
    server.shutdown()
    server.server_close()
    thread.join(WAIT_S)


def test_a_stranger_between_machine_and_hall_gains_nothing_however_well_it_relays(
    hall: LanHall, tmp_path: Path
) -> None:
    code = hall.code("terminal", "T7")
    with stranger_between(hall, a_key(tmp_path / "stranger")) as (address, passed):
        assert join(address, code) is JoinFailure.NOT_PROVEN
    assert passed == ["/v1/enrolment/hello"], "the machine's own proof must not be sent"
    assert not getattr(hall.lan.register.read(), "devices", ())


def test_a_stranger_who_takes_the_halls_place_later_gets_no_token(hall: LanHall, tmp_path: Path) -> None:
    joined = hall.join("terminal", "T7")
    with stranger_between(hall, a_key(tmp_path / "stranger")) as (address, passed):
        terminal = TerminalHall(Route(address, joined.pins()), joined.token, LIMITS)
        assert terminal.summary() is HallUnreachable.ANOTHER_MACHINE
        assert terminal.reserve(wish("t-1")) is HallUnreachable.ANOTHER_MACHINE
    assert passed == []


def test_joining_needs_an_encrypted_line_and_a_code_of_this_hall(hall: LanHall) -> None:
    code = hall.code("terminal", "T7")
    assert join(hall.served.url, code) is JoinFailure.NO_HTTPS
    hello = {"version": 1, "plate": code.plate, "sid": "00" * 16, "share": "09" + "00" * 31}
    plain = requests.post(f"{hall.served.url}/v1/enrolment/hello", json=hello, timeout=WAIT_S)
    assert (plain.status_code, plain.json()["reason"]) == (403, "needs_tls")
    assert join(hall.url, type(code)(code.plate, "00000000")) is JoinFailure.NOT_PROVEN


def test_wrong_codes_are_counted_over_the_network_too(hall: LanHall) -> None:
    code = hall.code("terminal", "T7")
    wrong = type(code)(code.plate, f"{(int(code.secret) + 1) % 10**8:08d}")
    assert [join(hall.url, wrong) for _ in range(6)] == [JoinFailure.NOT_PROVEN] * 5 + [JoinFailure.TOO_MANY_TRIES]
    assert join(hall.url, code) is JoinFailure.TOO_MANY_TRIES
    assert code.secret not in str(hall.served.log.events)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 2, "plate": "1"}', b"\xff"])
def test_nonsense_at_the_door_is_refused_with_a_reason(hall: LanHall, body: bytes) -> None:
    for path in ("/v1/enrolment/hello", "/v1/enrolment/finish"):
        answer = hall.ask("POST", path, "", data=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422), answer.text
        assert answer.json()["reason"] == "malformed"


def test_a_machine_that_asks_without_end_is_slowed_down_and_nobody_else(hall: LanHall) -> None:
    wild, calm = hall.join("board", "B8"), hall.join("board", "B9")
    with pinned_session(wild.token, wild.pins) as session:
        answers = [session.get(f"{hall.url}/v1/health", timeout=WAIT_S) for _ in range(900)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused, "nobody was slowed down"
    assert refused[0].json()["reason"] == "too_often"
    assert int(refused[0].headers["retry-after"]) >= 1
    assert hall.ask("GET", "/v1/board", calm.token).status_code == 200
    own = [hall.served.ask("GET", "/v1/health") for _ in range(500)]
    assert {answer.status_code for answer in own} == {200}


def test_the_halls_nodes_are_told_with_their_keys_and_the_next_key_as_soon_as_there_is_one(hall: LanHall) -> None:
    board = hall.join("board", "B1")
    assert [(node.name, node.url, node.pins) for node in board.nodes] == [("hall-1", hall.url, hall.lan.key.pins)]
    announced = prepare_next(hall.lan.key.path.parent, "hall")
    assert isinstance(announced, NodeKey)
    told = hall.ask("GET", "/v1/nodes", board.token).json()["nodes"]
    assert told == [{"name": "hall-1", "url": hall.url, "pins": list(announced.pins), "standby": False}]


def test_a_terminals_events_come_up_over_the_network_under_its_own_name_only(hall: LanHall) -> None:
    terminal = hall.join("terminal", "T7")
    batch = {"version": 1, "node_id": "T7", "stream_epoch": "e", "first_seq": 1, "events": []}
    assert hall.ask("POST", "/v1/sync/events", terminal.token, json=batch).status_code == 200
    other = {**batch, "node_id": "T1"}
    assert hall.ask("POST", "/v1/sync/events", terminal.token, json=other).status_code == 403


def test_an_older_tls_gets_no_answer(hall: LanHall) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    adapter = requests.adapters.HTTPAdapter()
    adapter.init_poolmanager(1, 1, ssl_context=context)
    with requests.Session() as session:
        session.mount("https://", adapter)
        session.verify = False
        with pytest.raises(requests.exceptions.SSLError):
            session.get(f"{hall.url}/v1/health", timeout=WAIT_S)


def test_several_halls_in_one_process_do_not_share_who_joined(tmp_path: Path) -> None:
    with lan_hall(tmp_path / "one", ledger=MemoryLedger()) as one, lan_hall(tmp_path / "two") as two:
        board = one.join("board", "B1")
        mine = BoardHall(Route(two.url, frozenset(two.lan.key.pins)), board.token, LIMITS)
        assert mine.snapshot() is HallUnreachable.NOT_ALLOWED
