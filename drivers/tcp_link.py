"""A device across the network as the wire a driver sees: raw bytes over TCP, as printers take them at port 9100 [A].

Written `tcp://192.0.2.7:9100` in the configuration. Every wait has a limit of its own, the connection's too; a pulled
cable is noticed by whoever asks the device, and by the kernel within seconds. When a write did not end well, what was
not delivered yet is dropped, so that it does not come out of a printer minutes later.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

from drivers.serial_link import SLICE_S, LinkFault, Opener

FORM = "tcp://"
USUAL_PORT = 9100
CONNECT_S = 2.0
LOST_AFTER_MS = 5000  # bytes that the far end's network did not take in that time: the connection is gone
SEND_BUFFER = 4096  # bytes; what the kernel holds back is what a printer has not taken
_MOST = 4096
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close drops what was not sent


class TcpLink:
    """A Link (drivers/serial_link.py). Used by one thread, except `interrupt`."""

    flow_control = True

    def __init__(self, connection: socket.socket, write_limit_s: float) -> None:
        self._socket = connection
        self._write_limit_s = write_limit_s
        self._interrupted = threading.Event()
        self._undelivered = False

    def read(self, limit_s: float) -> bytes | LinkFault:
        end = time.monotonic() + limit_s
        while not self._interrupted.is_set():
            came = self._receive(min(SLICE_S, max(end - time.monotonic(), 0.001)))
            if came is not None:
                return came
            if time.monotonic() >= end:
                return b""
        return LinkFault.INTERRUPTED

    def _receive(self, limit_s: float) -> bytes | LinkFault | None:
        """None when nothing came; an end of the stream is a printer that went."""
        try:
            self._socket.settimeout(limit_s)
            return self._socket.recv(_MOST) or LinkFault.GONE
        except (TimeoutError, BlockingIOError):
            return None
        except OSError:
            return LinkFault.GONE

    def write(self, data: bytes) -> LinkFault | None:
        fault = self._write(data)
        self._undelivered = self._undelivered or fault is not None
        return fault

    def _write(self, data: bytes) -> LinkFault | None:
        end, left = time.monotonic() + self._write_limit_s, memoryview(data)
        while left:
            if self._interrupted.is_set():
                return LinkFault.INTERRUPTED
            if time.monotonic() >= end:
                return LinkFault.STUCK
            try:
                self._socket.settimeout(SLICE_S)
                left = left[self._socket.send(left) :]
            except TimeoutError:
                continue
            except OSError:
                return LinkFault.GONE
        return None

    def clear(self) -> LinkFault | None:
        """Never more than a few hundred kilobytes."""
        for _ in range(64):
            came = self._receive(0.0)
            if isinstance(came, LinkFault):
                return came
            if came is None:
                break
        return None

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self._interrupted.set()
        with suppress(OSError):
            if self._undelivered:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self._socket.close()


def open_tcp(url: str, write_limit_s: float = 2.0, connect_s: float = CONNECT_S) -> TcpLink | LinkFault:
    """REFUSED when the host is there and takes no connection, UNREACHABLE when it is not; BAD_URL without a host."""
    address = _address(url)
    if address is None:
        return LinkFault.BAD_URL
    try:
        connection = socket.create_connection(address, connect_s)
        _prepare(connection)
    except ConnectionRefusedError:
        return LinkFault.REFUSED
    except (OSError, UnicodeError):
        return LinkFault.UNREACHABLE
    return TcpLink(connection, write_limit_s)


def tcp_opener(url: str, write_limit_s: float = 2.0) -> Opener:
    return lambda: open_tcp(url, write_limit_s)


def _address(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = USUAL_PORT if parts.port is None else parts.port
    except ValueError:
        return None
    return (parts.hostname, port) if parts.scheme == "tcp" and parts.hostname and port else None


def _prepare(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 5)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 2)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, LOST_AFTER_MS)
