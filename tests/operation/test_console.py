"""A console that nobody reads any more (a stopped terminal, a sleeping reader of a pipe) must not stop the hall."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.operation.console import Console
from kiosk.operation.log import EventLog


@dataclass
class Pipe:
    reader: int

    def read(self) -> list[str]:
        return os.read(self.reader, 1_000_000).decode().splitlines()


@contextmanager
def a_pipe() -> Iterator[Pipe]:
    """Standard error is a pipe."""
    reader, writer = os.pipe()
    with suppress(BrokenPipeError), os.fdopen(writer, "w", buffering=1) as end, redirect_stderr(end):
        pipe = Pipe(reader)
        yield pipe
        os.close(pipe.reader)


def test_a_log_goes_on_when_its_console_is_full_and_nothing_is_lost_in_the_file(tmp_path: Path) -> None:
    log = EventLog(tmp_path, "launcher")

    def work() -> None:
        for number in range(3000):
            log.event("child_ready", name="hall", ms=number)

    with a_pipe() as pipe:
        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        worker.join(60)
        assert not worker.is_alive(), "the log waits for its console"
        assert len(log.path.read_text().splitlines()) == 3000
        shown = len(pipe.read())
        assert 0 < shown < 3000
        log.event("child_ready", name="city", ms=1)
        told, last = pipe.read()
    assert f"{3000 - shown} lines were not shown" in told
    assert "city is ready" in last


def test_a_console_that_went_away_is_no_reason_to_stop() -> None:
    console = Console()
    with a_pipe() as pipe:
        console.say("one")
        os.close(pipe.reader)
        for _ in range(3):
            console.say("another")
        pipe.reader = os.open(os.devnull, os.O_RDONLY)


def test_a_console_without_a_descriptor_is_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    Console().say("请到 3 号窗口")
    assert capsys.readouterr().err == "请到 3 号窗口\n"
