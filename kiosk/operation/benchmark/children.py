"""The processes that a measure needs: this program's roles and small helpers, each ended by its own number.

They die with the benchmark however it ends. What a role says on standard error lies in its state folder.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import kiosk
from kiosk.operation.process import read_ready
from kiosk.operation.protection import PARENT
from kiosk.operation.state_folder import StateFolder

READY_S = 40.0
STOP_S = 10.0
_HOME = Path(kiosk.__file__).resolve().parents[1]


class NotMeasuredError(RuntimeError):
    """Something did not start or did not answer, so there is no figure; the sentence says what."""


class House:
    """Roles of this program on one state folder. A context manager: at its end none of them is left."""

    def __init__(self, program: Path, state: StateFolder, environment: dict[str, str] | None = None) -> None:
        self.state = state.make()
        self._program = program
        self._environment = environment or {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def launch(self, role: str, **environment: str) -> int:
        """Starts a role without waiting for it; its process number."""
        command = (sys.executable, str(self._program), "--state", str(self.state.root), role)
        wanted = {**os.environ, **self._environment, **environment, PARENT: str(os.getpid())}
        self.state.ready(role).unlink(missing_ok=True)
        with self._said(role).open("ab") as said:
            child = subprocess.Popen(
                command, env=wanted, stdin=subprocess.DEVNULL, stdout=said, stderr=said, process_group=0
            )  # a group of its own: Ctrl-C reaches the benchmark only, which ends them in order
        self._children[role] = child
        return child.pid

    def start(self, *roles: str) -> None:
        """Starts roles and waits until each is ready. Raises NotMeasuredError."""
        for role in roles:
            self.launch(role)
        for role in roles:
            self.wait(role)

    def wait(self, role: str) -> dict[str, Any]:
        """What the role told when it became ready."""
        end = time.monotonic() + READY_S
        while (facts := read_ready(self.state.ready(role))) is None:
            if self._children[role].poll() is not None or time.monotonic() > end:
                raise NotMeasuredError(f"{role} did not become ready: {self._last_words(role)}")
            time.sleep(0.005)
        return dict(facts)

    def pid(self, role: str) -> int:
        return self._children[role].pid

    def end(self, role: str) -> None:
        ended(self._children.pop(role))

    def __enter__(self) -> House:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for role in reversed(tuple(self._children)):
            self.end(role)

    def _said(self, role: str) -> Path:
        return self.state.run / f"{role}.said"

    def _last_words(self, role: str) -> str:
        lines = self._said(role).read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else "it said nothing"


class Helper:
    """A module of ours as a process: it gets one JSON object on standard input, and ends when that is closed."""

    def __init__(self, module: str, told: dict[str, object] | None = None) -> None:
        environment = {**os.environ, "PYTHONPATH": str(_HOME), PARENT: str(os.getpid())}
        self._child = subprocess.Popen(
            (sys.executable, "-m", module),
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0,
        )  # fmt: skip
        if told is not None:
            self._input.write(json.dumps(told).encode() + b"\n")

    def line(self) -> str:
        """Its next line. Raises NotMeasuredError when it ended, or said nothing for READY_S seconds."""
        if not select.select([self._output], [], [], READY_S)[0]:
            raise NotMeasuredError("a helper process said nothing")
        line = self._output.readline().decode().strip()
        if not line:
            raise NotMeasuredError("a helper process ended too early")
        return line

    def __enter__(self) -> Helper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._input.close()
        ended(self._child, ask=False)
        self._output.close()

    @property
    def _input(self) -> IO[bytes]:
        assert self._child.stdin is not None  # noqa: S101  opened as a pipe
        return self._child.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._child.stdout is not None  # noqa: S101  opened as a pipe
        return self._child.stdout


def ended(child: subprocess.Popen[bytes], ask: bool = True) -> None:
    """Asks it to stop, waits, and kills what does not go."""
    if ask:
        child.terminate()
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(STOP_S)
