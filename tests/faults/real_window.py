"""The terminal as a hall runs it: `main.py terminal` with its window, off-screen, touched through its stage."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.operation.journey.stage_client import StageClient
from kiosk.operation.process import read_ready
from tests.journeys.whole_hall import ROOT, WholeHall, until

QUICK = """
[speaker]
engine = "silent"
[limits]
database_busy_ms = 300
"""
STAGE = {"HALL_KIOSK_STAGE": "1", "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


class RealWindow:
    """A running terminal; `window` is its stage."""

    def __init__(self, hall: WholeHall) -> None:
        state = hall.state
        settings = state.root / "terminal.toml"
        settings.write_text(QUICK, "utf-8")
        caches = {"XDG_CACHE_HOME": str(hall.temporary), "XDG_CONFIG_HOME": str(hall.temporary)}
        command = (sys.executable, str(ROOT / "main.py"), "--config", str(settings), "--state", str(state.root))
        self._log, self._ready = state.logs / "terminal.log", state.ready("terminal")
        self._before = len(self._lines())
        self.process = subprocess.Popen(
            (*command, "terminal"), cwd=ROOT, env=hall.surroundings() | STAGE | caches, stderr=subprocess.DEVNULL
        )
        self.window = StageClient("terminal", state.run / "terminal.stage", 30.0)

    def wait_ready(self) -> None:
        until(lambda: read_ready(self._ready), "the terminal is ready", 40)
        self.window.see("hero")
        self.window.see("item-RS-002")

    def type_in(self, number: str) -> None:
        """From the card's page to 核对."""
        self.window.tap("card-type")
        for key in number:
            self.window.tap(f"digit-{key}")
        self.window.tap("number-submit")
        self.window.see("take")

    def has_logged(self, event: str, **fields: object) -> dict[str, Any]:
        def found() -> list[dict[str, Any]]:
            lines = [json.loads(line) for line in self._lines()[self._before :]]
            return [line for line in lines if line["event"] == event and fields.items() <= line.items()]

        return until(found, f"a log line {event} {fields}")[0]

    def _lines(self) -> list[str]:
        return self._log.read_text("utf-8").splitlines() if self._log.exists() else []

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)


@contextmanager
def real_window(hall: WholeHall) -> Iterator[RealWindow]:
    terminal = RealWindow(hall)
    try:
        yield terminal
    finally:
        terminal.window.close()
        terminal.process.terminate()
        terminal.process.wait(20)


def overwrite(path: Path, first: int = 0, length: int = 4096) -> None:
    """As a dying disk does: other bytes where ours were."""
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"\xa5" * length)
