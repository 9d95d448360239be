"""`main.py enrol`: what a wrong address is told."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from drivers.device_classes import schema
from kiosk.operation.command_line import parse
from kiosk.operation.enrol import enrol
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.start import Start, prepare_start
from kiosk.serving.door import listen_at
from kiosk.trust.code import code_of

CODE = code_of(27_182_818, 314).shown()


def enrolled(state: Path, url: str) -> int:
    start = prepare_start(parse(["--state", str(state), "enrol", "--hall", url, "--code", CODE], ()), schema())
    assert isinstance(start, Start)
    return enrol(start, lambda role: None)


def test_an_address_without_https_is_a_wrong_argument(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert enrolled(tmp_path, "http://127.0.0.1:1") == ExitCode.WRONG_ARGUMENTS
    assert "must begin with https://" in capsys.readouterr().err


def test_a_plain_port_is_told_apart_from_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer_plainly(door: socket.socket) -> None:
        guest, _ = door.accept()
        with guest:
            guest.recv(1000)
            guest.sendall(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")

    with listen_at("127.0.0.1", 0) as door:
        thread = threading.Thread(target=answer_plainly, args=(door,))
        thread.start()
        assert enrolled(tmp_path, f"https://127.0.0.1:{door.getsockname()[1]}") == ExitCode.FAILED
        thread.join(10)
    assert "no TLS there" in capsys.readouterr().err
    assert enrolled(tmp_path, f"https://127.0.0.1:{_free()}") == ExitCode.FAILED
    assert "Nobody answers" in capsys.readouterr().err


def _free() -> int:
    with listen_at("127.0.0.1", 0) as door:
        return int(door.getsockname()[1])
