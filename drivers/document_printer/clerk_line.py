"""The clerk as the terminal holds it: started, asked within a limit, and killed without asking."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from drivers.children import end, kill
from drivers.document_printer.errands import MOST_ANSWER, Answer, Errand, Fault, answer_in, question

CHUNK = 65_536
HOUSE = Path(__file__).resolve().parents[2]


class Clerk(Protocol):
    """Whoever asks the print server. `kill` may come from another thread; then and after it answers DIED."""

    def ask(self, errand: Errand, document: bytes = b"", **facts: object) -> Answer: ...

    def kill(self) -> None: ...

    def close(self) -> None: ...


class ClerkLine:
    """A Clerk in a process of its own. `answer_s`: how long the server may take; `start_s`: what the process may take
    beside, its start included."""

    def __init__(self, queue: str, user: str, answer_s: float = 5.0, start_s: float = 10.0) -> None:
        piped = subprocess.PIPE
        command = [sys.executable, "-m", "drivers.document_printer.clerk", queue, user, str(answer_s)]
        self._child = subprocess.Popen(
            command, cwd=HOUSE, stdin=piped, stdout=piped, stderr=subprocess.DEVNULL, bufsize=0
        )
        self._limit_s = answer_s + start_s
        self._dead = False
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)

    def ask(self, errand: Errand, document: bytes = b"", **facts: object) -> Answer:
        """An answer that does not come leaves the clerk dead: its next one could be taken for another's."""
        until_s = time.monotonic() + self._limit_s
        size = {"size": len(document)} if document else {}
        if self._dead or not self._said(question(errand, **facts, **size) + document, until_s):
            self._dead = True
            return Answer(Fault.DIED)
        line = self._heard(until_s)
        self._dead = line is None
        return Answer(Fault.DIED) if line is None else answer_in(line)

    def kill(self) -> None:
        kill(self._child)

    def close(self) -> None:
        end(self._child)

    def _said(self, words: bytes, until_s: float) -> bool:
        pipe, left = self._child.stdin, memoryview(words)
        if pipe is None:
            return False
        while left:
            _, ready, _ = select.select([], [pipe], [], max(0.0, until_s - time.monotonic()))
            if not ready:
                return False
            try:
                left = left[os.write(pipe.fileno(), left[:CHUNK]) :]
            except OSError:
                return False
        return True

    def _heard(self, until_s: float) -> bytes | None:
        pipe, heard = self._child.stdout, bytearray()
        while pipe is not None and len(heard) <= MOST_ANSWER:
            ready, _, _ = select.select([pipe], [], [], max(0.0, until_s - time.monotonic()))
            came = os.read(pipe.fileno(), CHUNK) if ready else b""
            if not came:
                return None
            heard += came
            if heard.endswith(b"\n"):
                return bytes(heard)
        return None


Opening = Callable[[], Clerk]
