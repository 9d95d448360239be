"""Touches and photographs a window of another process, through its stage's socket (see docs/journey.md)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.operation.bench_control import BenchUnreachableError, Control


class StageError(RuntimeError):
    """The window did not do what a person would have seen it do; the message says what was there instead."""


class StageClient:
    """One window. Every wait has a limit in seconds; a wait that ends says which names were on the page."""

    def __init__(self, role: str, path: Path, limit_s: float = 20.0) -> None:
        self.role = role
        self._line = Control(path, limit_s)  # kept: each new one would cost the window's process a kilobyte for ever
        self._limit_s = limit_s

    def close(self) -> None:
        """Once nobody looks any more; a look after it connects anew."""
        self._line.close()

    def names(self) -> list[str]:
        return list(self._ask({"do": "names"})["names"])

    def texts(self) -> list[str]:
        return list(self._ask({"do": "texts"})["texts"])

    def tap(self, name: str) -> int:
        """Waits until the item can be touched, then touches it once; when the finger came, monotonic nanoseconds."""
        return self._once("tap", name)

    def press(self, name: str) -> int:
        """The same with a pointer in place of a finger."""
        return self._once("press", name)

    def _once(self, what: str, name: str) -> int:
        done: dict[str, Any] = {}

        def act() -> bool:
            done.update(self._ask({"do": what, "name": name}))
            return bool(done["ok"])

        self._until(act, f"touch «{name}»")
        return int(done["at_ns"])

    def see(self, name: str, limit_s: float | None = None) -> None:
        self._until(lambda: name in self.names(), f"show «{name}»", limit_s)

    def read(self, text: str, limit_s: float | None = None) -> None:
        """Waits until some text on the page contains this one."""
        self._until(lambda: any(text in shown for shown in self.texts()), f"say «{text}»", limit_s)

    def gone(self, name: str, limit_s: float | None = None) -> None:
        self._until(lambda: name not in self.names(), f"leave «{name}»", limit_s)

    def watch(self, name: str) -> None:
        """From now on, the first frame that shows this item is kept for `seen_at`."""
        self._ask({"do": "watch", "name": name})

    def seen_at(self, limit_s: float | None = None) -> int:
        """When the watched item was first on the glass, monotonic nanoseconds; waits for it."""
        self._until(lambda: self._ask({"do": "seen"})["ok"], "show what was watched for", limit_s)
        return int(self._ask({"do": "seen"})["at_ns"])

    def key(self, key: str) -> None:
        if not self._ask({"do": "key", "key": key})["ok"]:
            raise StageError(f"{self.role}: no key «{key}»")

    def grab(self, path: Path) -> None:
        if not self._ask({"do": "grab", "path": str(path)})["ok"]:
            raise StageError(f"{self.role}: no picture could be taken")

    def _until(self, happened: Callable[[], bool], what: str, limit_s: float | None = None) -> None:
        end = time.monotonic() + (limit_s or self._limit_s)
        while not happened():
            if time.monotonic() > end:
                there = f"{', '.join(self.names())} | {' / '.join(self.texts())}"
                raise StageError(f"{self.role}: the window did not {what}; on the page: {there}")
            time.sleep(0.03)

    def _ask(self, wish: dict[str, Any]) -> dict[str, Any]:
        end = time.monotonic() + self._limit_s
        while True:
            try:
                return self._line.do(**wish)
            except BenchUnreachableError as gone:
                if time.monotonic() > end:
                    raise StageError(f"{self.role}: its window cannot be reached") from gone
                time.sleep(0.05)
