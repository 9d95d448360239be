"""What a role's devices say of themselves, in a file beside its ready file, for the technician's window.

The window is another process, and may look while the role is away or hangs: so each sheet says when it was written, on
the monotonic clock, which is one for all processes of a machine. It is written at every change and anew every few
seconds, and whoever reads an old one knows nothing. No disk is ever waited for by whoever watches the devices.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.ports.devices import DeviceStatus

ANEW_S = 5.0
FRESH_MS = 15_000  # three sheets missed: the role is gone, or whoever writes it
TOGETHER_S = 0.2  # what changes within it is written once
MOST_BYTES = 100_000
LAST_S = 0.2


@dataclass(frozen=True, slots=True)
class Told:
    """One device as its sheet has it: a DeviceStatus's fields as words; `since_ms` monotonic, 0 when never told."""

    fields: Mapping[str, str]
    since_ms: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A device that a machine could have, by its name in logs and on sheets. `kind`: its class. `port` empty: the
    configuration has none. `probe`: what `main.py probe` is given to try it."""

    name: str
    kind: str
    port: str = ""
    probe: tuple[str, ...] = ()


class DeviceSheet:
    """Begins at once. `turn` may be called from any thread and waits for nothing; `close` takes the sheet away."""

    def __init__(self, file: Path, statuses: Callable[[], Mapping[str, DeviceStatus]], anew_s: float = ANEW_S) -> None:
        self._file, self._statuses, self._anew_s = file, statuses, anew_s
        self._turned, self._closed = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="device-sheet", daemon=True)
        self._thread.start()

    def turn(self) -> None:
        """Something changed."""
        self._turned.set()

    def close(self) -> None:
        self._closed.set()
        self._turned.set()
        self._thread.join(LAST_S)

    def _run(self) -> None:
        while not self._closed.is_set():
            self._turned.clear()
            _write(self._file, self._statuses())
            self._turned.wait(self._anew_s)
            self._closed.wait(TOGETHER_S)
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def _write(file: Path, statuses: Mapping[str, DeviceStatus]) -> None:
    """A disk that refuses leaves the old sheet, which is then soon too old to be believed."""
    told = {name: {"since_ms": one.since_ms, "fields": one.fields()} for name, one in statuses.items()}
    fresh = file.with_name(f"{file.name}.new")
    with suppress(OSError):
        fresh.write_text(json.dumps({"written_ms": _now_ms(), "devices": told}), encoding="utf-8")
        fresh.replace(file)


def read_sheet(file: Path, now_ms: int | None = None) -> Mapping[str, Told] | None:
    """Device by device; None when there is no sheet, or it is too old or no sheet: then nothing is known."""
    try:
        with file.open(encoding="utf-8") as source:
            found = json.loads(source.read(MOST_BYTES))
        age = (_now_ms() if now_ms is None else now_ms) - int(found["written_ms"])
        devices = {str(name): _told(one) for name, one in found["devices"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return devices if 0 <= age <= FRESH_MS else None


def _told(found: Mapping[str, object]) -> Told:
    fields = found["fields"]
    if not isinstance(fields, dict):
        raise TypeError("a device's fields are pairs of words")
    return Told({str(word): str(value) for word, value in fields.items()}, int(str(found["since_ms"])))


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
