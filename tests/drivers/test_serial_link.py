"""A port's failures as values, on real pseudo-terminals and on pyserial's own loop."""

from __future__ import annotations

import os
import threading
import time
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.serial_link import LinkFault, SerialLink, open_link
from kiosk.ports.devices import DeviceState


@dataclass
class Wire:
    master: int
    slave: int

    @property
    def port(self) -> str:
        return os.ttyname(self.slave)

    def pull(self) -> None:
        for end in (self.master, self.slave):
            if end >= 0:
                os.close(end)
        self.master = self.slave = -1


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire(*os.openpty())
    tty.setraw(wire.slave)
    yield wire
    wire.pull()


def opened(port: str) -> SerialLink:
    link = open_link(port, write_limit_s=0.2)
    assert isinstance(link, SerialLink)
    return link


def test_bytes_go_both_ways(wire: Wire) -> None:
    link = opened(wire.port)
    assert link.write(b"\x00\x0a\x11\x13\xff") is None
    assert os.read(wire.master, 100) == b"\x00\x0a\x11\x13\xff"
    os.write(wire.master, b"\x00\x0d\x11\x13\xff")
    assert link.read(5) == b"\x00\x0d\x11\x13\xff"
    link.close()


def test_silence_is_empty_and_takes_its_limit(wire: Wire) -> None:
    link = opened(wire.port)
    begun = time.monotonic()
    assert link.read(0.1) == b""
    assert 0.1 <= time.monotonic() - begun < 5
    link.close()


def test_what_was_not_read_is_cleared(wire: Wire) -> None:
    link = opened(wire.port)
    os.write(wire.master, b"old")
    time.sleep(0.05)
    assert link.clear() is None
    assert link.read(0.05) == b""
    link.close()


def test_a_pulled_plug_is_gone_to_every_call(wire: Wire) -> None:
    link = opened(wire.port)
    wire.pull()
    assert (link.read(1), link.write(b"x"), link.clear()) == (LinkFault.GONE,) * 3
    link.close()
    link.close()


def test_a_port_that_takes_no_more_bytes_is_stuck_and_does_not_hang(wire: Wire) -> None:
    link = opened(wire.port)
    begun = time.monotonic()
    assert any(link.write(bytes(8192)) is LinkFault.STUCK for _ in range(40))
    assert time.monotonic() - begun < 20
    link.close()


def test_a_waiting_read_can_be_interrupted_from_another_thread(wire: Wire) -> None:
    link = opened(wire.port)
    threading.Timer(0.1, link.interrupt).start()
    begun = time.monotonic()
    assert link.read(30) is LinkFault.INTERRUPTED
    assert time.monotonic() - begun < 10
    assert link.write(b"x") is LinkFault.INTERRUPTED
    link.close()


def test_nobody_else_opens_a_port_in_use(wire: Wire) -> None:
    link = opened(wire.port)
    assert open_link(wire.port) is LinkFault.IN_USE
    link.close()


def test_any_url_of_pyserial_is_a_port() -> None:
    link = opened("loop://")
    assert link.write(b"round") is None
    assert link.read(1)[:1] == b"r"
    link.close()


def test_each_wrong_port_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wrong = {
        "/dev/no-such-port": LinkFault.NO_SUCH_PORT,
        str(tmp_path / "file"): LinkFault.NOT_A_PORT,
        str(tmp_path): LinkFault.NOT_A_PORT,
        str(tmp_path / "file" / "deeper"): LinkFault.NO_SUCH_PORT,
        "no-such-scheme://x": LinkFault.BAD_URL,
        "socket://nowhere": LinkFault.BAD_URL,
        "socket://127.0.0.1:port": LinkFault.BAD_URL,
        "socket://[::1": LinkFault.BAD_URL,
        "loop://?logging=nonsense": LinkFault.BAD_URL,
        "socket://127.0.0.1:1": LinkFault.UNREACHABLE,
        "\0": LinkFault.BAD_URL,
    }
    assert {port: open_link(port) for port in wrong} == wrong


def test_a_port_that_is_not_there_is_no_device_and_one_that_is_stuck_is_offline() -> None:
    assert LinkFault.NO_SUCH_PORT.state is DeviceState.NO_DEVICE
    assert LinkFault.IN_USE.state is DeviceState.NO_DEVICE
    assert LinkFault.STUCK.state is DeviceState.OFFLINE
