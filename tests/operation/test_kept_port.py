"""A port that is written down is none that the system would give to somebody's outgoing connection meanwhile."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from kiosk.operation.kept_port import kept_port

GIVEN_AWAY = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_no_outgoing_connection_ever_gets_a_kept_port() -> None:
    lowest = int(GIVEN_AWAY.read_text().split()[0])
    for seed in range(50):
        assert 1024 < kept_port(random.Random(seed)) < lowest


def test_a_port_that_somebody_listens_on_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", kept_port(random.Random(3)))) as taken:
        assert kept_port(random.Random(3)) != taken.getsockname()[1]


def test_it_is_free_and_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", kept_port())) as listening:
        assert listening.fileno() > 0
