"""Connections that dawdle, never end, or come in crowds do not take a node from the others."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from kiosk.serving import guarded_protocol, server
from tests.serving.a_web_server import WAIT_S, said, web_server
from tests.trust.a_listener import a_key

SHORT_S = 0.4
Where = tuple[str, int]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits in tenths of a second, so that nobody has to wait for them."""
    monkeypatch.setattr(guarded_protocol, "HEAD_S", SHORT_S)
    monkeypatch.setattr(guarded_protocol, "CLOSE_S", SHORT_S)
    monkeypatch.setattr(server, "HANDSHAKE_S", SHORT_S)


@pytest.fixture
def where(quick: None) -> Iterator[Where]:
    with web_server() as address:
        yield address


def line_to(where: Where) -> socket.socket:
    return socket.create_connection(where, timeout=WAIT_S)


def answered(line: socket.socket) -> bytes:
    """One whole answer, sent in chunks; they may come apart."""
    answer = b""
    while not answer.endswith(b"0\r\n\r\n"):
        more = line.recv(4096)
        assert more, "cut off in the middle of an answer"
        answer += more
    return answer


def test_who_says_nothing_is_hung_up_on(where: Where) -> None:
    with line_to(where) as line:
        assert said(line) == b""


def test_a_head_that_comes_a_byte_at_a_time_is_hung_up_on_and_others_are_answered_meanwhile(where: Where) -> None:
    lines = [line_to(where) for _ in range(100)]
    for line in lines:
        line.sendall(b"GET / HT")
    assert requests.get(f"http://{where[0]}:{where[1]}/", timeout=WAIT_S).text == "0"
    with pytest.raises(OSError, match=r"reset|pipe|abort"):
        for letter in b"TP/1.1\r\nx: " + b"a" * 1000:
            lines[0].send(bytes([letter]))
            time.sleep(0.02)
    for line in lines:
        assert said(line) == b""
        line.close()


def test_empty_lines_do_not_keep_a_connection(where: Where) -> None:
    """The parser skips them, and the pause between two requests would begin anew with each."""
    with line_to(where) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert answered(line).startswith(b"HTTP/1.1 200")
        line.sendall(b"\r\n")
        assert b"HTTP" not in said(line)


def test_a_connection_rests_longer_between_requests_than_a_head_may_take(where: Where) -> None:
    with line_to(where) as line:
        for _ in range(2):
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert answered(line).startswith(b"HTTP/1.1 200")
            time.sleep(SHORT_S * 1.5)


@pytest.mark.parametrize("head", [b"x: " + b"a" * 20_000, b"".join(b"x%d: a\r\n" % n for n in range(3000))])
def test_a_head_that_is_too_large_is_refused(where: Where, head: bytes) -> None:
    with line_to(where) as line:
        line.sendall(b"GET / HTTP/1.1\r\n" + head)
        assert said(line).startswith(b"HTTP/1.1 431")


def test_a_large_body_is_no_large_head(where: Where) -> None:
    answer = requests.post(f"http://{where[0]}:{where[1]}/", data=b"a" * 300_000, timeout=WAIT_S)
    assert answer.text == "300000"


def test_a_second_head_that_never_ends_behind_a_good_request_is_hung_up_on_too(where: Where) -> None:
    with line_to(where) as line:
        line.sendall(b"POST / HTTP/1.1\r\ncontent-length: 1\r\n\r\naGET / HTTP/1.1\r\nx: " + b"a" * 4000)
        assert said(line).startswith(b"HTTP/1.1 200")


@pytest.fixture
def for_three(monkeypatch: pytest.MonkeyPatch) -> Iterator[Where]:
    """A server that takes nobody for its own machine, and three connections from each."""
    monkeypatch.setattr(guarded_protocol, "is_loopback", lambda host: False)
    with web_server(of_one=3) as address:
        yield address


def test_one_machine_has_so_many_connections_and_no_more(for_three: Where) -> None:
    where = for_three
    lines = []
    for _ in range(3):
        lines.append(line_to(where))
        lines[-1].sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert lines[-1].recv(4096).startswith(b"HTTP/1.1 200")
    with line_to(where) as fourth:
        assert said(fourth) == b""
    lines.pop().close()
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        with line_to(where) as again:
            try:
                again.sendall(b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n")
                if said(again).startswith(b"HTTP/1.1 200"):
                    break
            except OSError:
                continue
    else:
        pytest.fail("the place of a closed connection was not given to another")
    for line in lines:
        line.close()


def test_a_handshake_that_never_ends_is_hung_up_on(quick: None, tmp_path: Path) -> None:
    with web_server(a_key(tmp_path).server_context()) as where, line_to(where) as line:
        assert said(line) == b""
