"""What happened on the journey, told on the terminal as it happens and kept for `journey.json` (docs/journey.md)."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

SCHEMA = 1


class Record:
    """Steps with their time; `facts` are the other top-level keys of the file."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._began = time.monotonic()
        self._started = datetime.now(UTC)
        self._steps: list[dict[str, Any]] = []
        self._checks: list[dict[str, Any]] = []
        self.facts: dict[str, Any] = {}

    def step(self, who: str, what: str, **details: Any) -> None:
        """One thing that a person did or saw. `who`: citizen, clerk, board, evaluator, bench, hall, city, journey."""
        seconds = round(time.monotonic() - self._began, 3)
        self._steps.append({"seconds": seconds, "who": who, "what": what, **details})
        print(f"{seconds:7.2f} s  {who:<9}  {what}", file=self._out, flush=True)

    def check(self, what: str, held: bool, found: Any = None) -> bool:
        """One claim about the whole chain, with what was found instead when it did not hold."""
        self._checks.append({"claim": what, "held": held, **({} if held else {"found": found})})
        print(f"           {'✓' if held else '✗'} {what}" + ("" if held else f"  (found: {found})"), file=self._out)
        return held

    @property
    def held(self) -> bool:
        return bool(self._checks) and all(check["held"] for check in self._checks)

    def write(self, path: Path, failure: str = "") -> None:
        content = {
            "schema": SCHEMA,
            "started": self._started.isoformat(timespec="milliseconds"),
            "seconds": round(time.monotonic() - self._began, 3),
            "held": self.held and not failure,
            "failure": failure,
            "steps": self._steps,
            "checks": self._checks,
            **self.facts,
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
