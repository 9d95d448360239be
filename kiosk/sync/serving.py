"""A web application on a port until somebody asks it to stop; a hall and a city are served the same way.

The server runs in a thread of its own, so that the caller's thread stays free for signals.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from enum import StrEnum

from fastapi import FastAPI

from kiosk.serving.door import listen_at
from kiosk.serving.server import Crowd, Server, configured

_START_S = 10.0
_BEAT_S = 0.1
_CROWD = Crowd(most=8000, of_one=8000)  # a thousand terminals hold a feed each, many of them behind one address
_STRANGERS = 512  # connections of one address on a network, where anybody may come
_LAST_ANSWERS_S = 2  # how long open requests may still take when the server stops


class ServeFailure(StrEnum):
    """Why nothing is served."""

    BROKE_OFF = "broke_off"  # the server ended although nobody asked it to


def serve_app(
    app: FastAPI, host: str, port: int, stop: threading.Event, ready: Callable[[int], None]
) -> ServeFailure | None:
    """Serves until `stop` is set. `port` 0 takes a free one; `ready` hears which when requests are answered.

    Raises DoorError."""
    with listen_at(host, port) as listening:
        return serve_on(app, listening, stop, ready)


def serve_on(
    app: FastAPI,
    listening: socket.socket,
    stop: threading.Event,
    ready: Callable[[int], None],
    ending: Callable[[], None] = lambda: None,
    context: ssl.SSLContext | None = None,
) -> ServeFailure | None:
    """As `serve_app`, on a socket that listens already, over TLS with a context. `ending` is called first of all, to
    end held answers."""
    of_one = _STRANGERS if context else _CROWD.of_one
    server = Server(configured(app, context, _LAST_ANSWERS_S, _CROWD.most, lives=True), of_one=of_one)
    thread = threading.Thread(target=server.run, args=([listening],), name="web", daemon=True)
    thread.start()
    if not _started(server, thread, stop):
        return ServeFailure.BROKE_OFF
    ready(int(listening.getsockname()[1]))
    while not stop.wait(_BEAT_S) and thread.is_alive():
        pass
    asked = stop.is_set()
    ending()
    server.should_exit = True
    thread.join(_LAST_ANSWERS_S + _START_S)
    return None if asked else ServeFailure.BROKE_OFF


def _started(server: Server, thread: threading.Thread, stop: threading.Event) -> bool:
    end = time.monotonic() + _START_S
    while not server.started and thread.is_alive() and time.monotonic() < end:
        stop.wait(0.005)
    return server.started
