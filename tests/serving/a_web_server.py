"""The guarded server with an application of one sentence, in a thread."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Receive, Scope, Send

from kiosk.serving.server import Server, configured

WAIT_S = 10.0


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the length of what it was sent."""
    length = 0
    while True:
        message = await receive()
        length += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"{length}".encode()})


@contextmanager
def web_server(context: ssl.SSLContext | None = None, of_one: int = 64) -> Iterator[tuple[str, int]]:
    started = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(configured(echo, context), started.set, of_one)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
        thread.start()
        assert started.wait(WAIT_S)
        yield listening.getsockname()[:2]
        server.should_exit = True
        thread.join(WAIT_S)
        assert not thread.is_alive()


def said(line: socket.socket) -> bytes:
    """Everything until the other side closes; raises TimeoutError when it does not."""
    heard = bytearray()
    try:
        while piece := line.recv(4096):
            heard += piece
    except ConnectionResetError:
        pass
    return bytes(heard)
