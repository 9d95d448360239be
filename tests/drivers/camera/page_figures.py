"""How well pages are found, over many drawn ones: `python -m tests.drivers.camera.page_figures [COUNT]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from drivers.camera.seeing.deskew import crookedness
from drivers.camera.seeing.image import Points
from drivers.camera.seeing.page_finding import find_page
from tests.drivers.camera.drawn import Lie, chance, laid, page

FOUND = 4.0  # dots: farther off is another thing than the page


@dataclass(frozen=True, slots=True)
class Figures:
    """`mean_error` in dots, of the corners of pages that were found; `median_ms` for one picture."""

    found: int
    of: int
    mean_error: float
    median_ms: float


def apart(found: Points, drawn: Points) -> float:
    """Mean distance of the corners, whichever is called the first."""
    return min(float(np.linalg.norm(np.roll(found, at, axis=0) - drawn, axis=1).mean()) for at in range(4))


def figures(seeds: Iterable[int]) -> Figures:
    errors, times, count = [], [], 0
    for seed in seeds:
        seen, count = laid(chance(seed)), count + 1
        began = time.perf_counter()
        found = find_page(seen.image)
        times.append(time.perf_counter() - began)
        errors += [apart(found.corners, seen.corners)] if found is not None else []
    near = [error for error in errors if error < FOUND]
    return Figures(len(near), count, float(np.mean(near)), float(np.median(times)) * 1000)


def _deskew(seeds: Iterable[int]) -> tuple[float, float]:
    """Mean error in degrees, median milliseconds."""
    errors, times = [], []
    for seed in seeds:
        turn = float(np.random.default_rng(seed).uniform(-4, 4))
        sheet = page(Lie(seed, ink_turn=turn))
        began = time.perf_counter()
        measured = crookedness(sheet)
        times.append(time.perf_counter() - began)
        errors.append(abs(measured - turn))
    return float(np.mean(errors)), float(np.median(times)) * 1000


def main(count: int) -> None:
    reached, deskewed = figures(range(count)), _deskew(range(count // 4))
    print(
        f"found {reached.found} of {reached.of}, corners {reached.mean_error:.2f} dots off, {reached.median_ms:.0f} ms"
    )
    print(f"lines {deskewed[0]:.3f} degrees off, {deskewed[1]:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
