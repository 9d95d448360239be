"""A TCP port for a server that keeps it: written down once, and listened on again after each restart."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from pathlib import Path

_GIVEN_AWAY = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST, _HIGHEST = 20_000, 32_767
_TRIES = 200


def kept_port(choice: random.Random | None = None) -> int:
    """A port of loopback that nobody listens on now, outside the range that the system gives to outgoing connections
    (ip(7), `ip_local_port_range`): out of that, any connection of any program could hold it when the server comes back.

    OSError when none is free.
    """
    choice, below = choice or random.SystemRandom(), _first_given_away()
    for _ in range(_TRIES):
        port = choice.randrange(min(_LOWEST, below - 2_000), min(_HIGHEST + 1, below))
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError(f"no port of 127.0.0.1 below {below} is free")


def _first_given_away() -> int:
    with suppress(OSError, ValueError):
        return max(int(_GIVEN_AWAY.read_text().split()[0]), 3_100)
    return _HIGHEST + 1
