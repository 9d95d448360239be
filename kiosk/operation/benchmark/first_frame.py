"""From the start of the terminal's process to the first picture on its panel."""

from __future__ import annotations

import time
from pathlib import Path

from kiosk.operation.benchmark.children import House, NotMeasuredError
from kiosk.operation.state_folder import StateFolder

LIMIT_S = 20.0


def first_frames(program: Path, folder: Path, runs: int, environment: dict[str, str]) -> list[float]:
    """Seconds of each run, each on a fresh state folder; nothing else of the house runs meanwhile."""
    return [_one(program, folder / f"first-frame-{run}", environment) for run in range(runs)]


def _one(program: Path, folder: Path, environment: dict[str, str]) -> float:
    file = folder / "first-frame"
    with House(program, StateFolder(folder), environment) as house:
        begun = time.monotonic_ns()
        house.launch("terminal", HALL_KIOSK_FIRST_FRAME=str(file))
        while not file.exists():
            if time.monotonic_ns() > begun + LIMIT_S * 1e9:
                raise NotMeasuredError(f"the terminal drew nothing within {LIMIT_S:.0f} s")
            time.sleep(0.005)
        seen = int(file.read_text(encoding="utf-8"))
        house.wait("terminal")
    return (seen - begun) / 1e9
