"""A machine at the other end of a TLS line that notes every byte it was told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.trust.node_key import NodeKey, ensure_node_key

WAIT_S = 10.0


def a_key(folder: Path, name: str = "hall") -> NodeKey:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ensure_node_key(folder, name)
    assert isinstance(key, NodeKey), key
    return key


@dataclass
class Listener:
    url: str
    heard: bytearray = field(default_factory=bytearray)
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def listener(context: ssl.SSLContext, answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n") -> Iterator[Listener]:
    """One connection is shaken hands with, heard until it pauses, answered and closed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(WAIT_S)
        found = Listener(f"https://127.0.0.1:{listening.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(listening, context, answer, found), daemon=True)
        thread.start()
        yield found
        thread.join(WAIT_S)
        assert not thread.is_alive()


def _serve(listening: socket.socket, context: ssl.SSLContext, answer: bytes, found: Listener) -> None:
    with suppress(OSError):
        sock, _ = listening.accept()
        sock.settimeout(WAIT_S)
        with context.wrap_socket(sock, server_side=True) as secured:
            while b"\r\n\r\n" not in found.heard:
                piece = secured.recv(4096)
                if not piece:
                    break
                found.heard += piece
            secured.sendall(answer)
    found.ended.set()
