"""A child that sees, as the terminal holds it: started, asked, and killed without asking."""

from __future__ import annotations

import mmap
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from drivers.camera.messages import Inbox, Message, SpoiltError, wire_of
from drivers.camera.orders import Orders, Tell
from drivers.camera.ring import SIZE, Reader, made
from drivers.children import end, kill

CHUNK = 1 << 18
HOUSE = Path(__file__).resolve().parents[2]


class Eye:
    """Used by one thread, except `kill`. `ended`: why it ended by itself; empty while it may live."""

    def __init__(self, orders: Orders) -> None:
        self._memory = _mapped(orders)
        self._child, self.reader = self._memory[1], Reader(self._memory[0])
        self._inbox = Inbox()
        self.born_s = time.monotonic()
        self.ended = ""

    def hear(self, limit_s: float) -> list[Message]:
        """What came within `limit_s` seconds; returns with the first."""
        out = self._child.stdout
        if self.ended or out is None or not select.select([out], [], [], limit_s)[0]:
            return []
        data = os.read(out.fileno(), CHUNK)
        try:
            messages = self._inbox.feed(data)
        except SpoiltError:
            self.ended = "garbled"
            return []
        if not data:
            self.ended = "died"
        return [message for message in messages if not self._is_last(message)]

    def _is_last(self, message: Message) -> bool:
        if message.word != Tell.ENDED:
            return False
        self.ended = message.text("reason") or "died"
        return True

    def ask(self, word: str, **facts: int) -> None:
        """A child that takes no questions is noticed by its silence."""
        if self._child.stdin is not None:
            with suppress(OSError):
                os.write(self._child.stdin.fileno(), wire_of(word, b"", **facts))

    def kill(self) -> None:
        """From any thread; waits end."""
        kill(self._child)

    def close(self) -> None:
        end(self._child)


def _mapped(orders: Orders) -> tuple[mmap.mmap, subprocess.Popen[bytes]]:
    number = made()
    try:
        return mmap.mmap(number, SIZE, prot=mmap.PROT_READ), _started(number, orders)
    finally:
        os.close(number)


def _started(number: int, orders: Orders) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "drivers.camera.child", str(number), orders.words()]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=HOUSE, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0, pass_fds=(number,)
    )


Opening = Callable[[Orders], Eye]
