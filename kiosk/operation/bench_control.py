"""Talks to the virtual devices' control socket: for the device bench's window, the journey runner and the tests;
and for a technician: `python -m kiosk.operation.bench_control STATE/virtual-devices/control.sock hang device=id-card`.

One JSON object a line, one reply a line. Lives here because screens may not know drivers.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kiosk.operation.socket_address import socket_address

LONGEST_LINE = 4_000_000


class BenchUnreachableError(Exception):
    """Nobody serves the socket, or it stopped in the middle of an answer."""


class Control:
    """One connection, made at the first use and again after a failure. Not for two threads at once."""

    def __init__(self, path: Path, limit_s: float = 5.0) -> None:
        self._path = path
        self._limit_s = limit_s
        self._socket: socket.socket | None = None
        self._received = b""

    def do(self, **command: object) -> dict[str, Any]:
        """`do(do="lay_card", card="elderly")` gives the reply: `ok`, and `reason` and `sentence` when it is false.

        Raises BenchUnreachableError after `limit_s` seconds without an answer.
        """
        try:
            self._connected().sendall(json.dumps(command).encode() + b"\n")
            return self._read_line()
        except OSError as error:
            self.close()
            raise BenchUnreachableError(f"{self._path}: {error.strerror or error}") from error

    def watch(self) -> Iterator[dict[str, Any]]:
        """State first, then each change, `{"event": ..., "state": ...}`; an event `beat` at least every 5 s.

        Takes the whole connection; ends with BenchUnreachableError when the devices go, or when `close` is called.
        """
        try:
            own = self._connected()
            own.settimeout(max(self._limit_s, 15.0))
            own.sendall(b'{"do": "watch"}\n')
            while True:
                yield self._read_line()
        except OSError as error:
            raise BenchUnreachableError(f"{self._path}: {error.strerror or error}") from error
        finally:
            self.close()

    def close(self) -> None:
        own, self._socket, self._received = self._socket, None, b""
        if own is not None:
            with contextlib.suppress(OSError):
                own.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits in `watch`
            own.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            fresh = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            fresh.settimeout(self._limit_s)
            try:
                with socket_address(self._path) as address:
                    fresh.connect(address)
            except OSError:
                fresh.close()
                raise
            self._socket = fresh
        return self._socket

    def _read_line(self) -> dict[str, Any]:
        while b"\n" not in self._received:
            chunk = self._connected().recv(65536)
            if not chunk or len(self._received) > LONGEST_LINE:
                raise OSError("the connection ended in the middle of an answer")
            self._received += chunk
        line, _, self._received = self._received.partition(b"\n")
        reply = json.loads(line)
        if not isinstance(reply, dict):
            raise OSError("the answer is not an object")
        return reply


def _argument(word: str) -> tuple[str, object]:
    """`name=text`, or `name:=` and a value of JSON. Raises ValueError for anything else."""
    name, given, text = word.partition("=")
    if not name or not given:
        raise ValueError(word)
    return (name[:-1], json.loads(text)) if name.endswith(":") else (name, text)


def tell(words: Sequence[str]) -> int:
    """`SOCKET hang device=id-card on:=false`: prints the reply; 0 done, 1 not done, 2 no command."""
    try:
        given = dict(map(_argument, words[2:])) if len(words) >= 2 else None
    except ValueError:
        given = None
    if given is None:
        print("SOCKET COMMAND [ARGUMENT=TEXT ARGUMENT:=NUMBER ARGUMENT:=true ...]", file=sys.stderr)
        return 2
    control = Control(Path(words[0]))
    try:
        reply = control.do(**given, do=words[1])
    except BenchUnreachableError as error:
        reply = {"ok": False, "reason": "unreachable", "sentence": str(error)}
    finally:
        control.close()
    print(json.dumps(reply, ensure_ascii=False))
    return 0 if reply.get("ok") is True else 1


if __name__ == "__main__":
    sys.exit(tell(sys.argv[1:]))
