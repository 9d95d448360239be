"""Pictures of every staff page: `python -m tests.screens.staff_gallery [name…]` writes build/gallery/staff/."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


from screens.staff.standing import application
from tests.screens.bench.scenes import bench_scenes
from tests.screens.board.scenes import board_scenes
from tests.screens.caller.scenes import caller_scenes
from tests.screens.evaluator.scenes import evaluator_scenes
from tests.screens.looking import Shown, cut_words, overlapping_words, settle
from tests.screens.maintenance.scenes import maintenance_scenes

FOLDER = Path("build/gallery/staff")
Scene = tuple[str, Callable[[], Shown]]


def scenes() -> Iterator[Scene]:
    yield from caller_scenes()
    yield from board_scenes()
    yield from evaluator_scenes()
    yield from bench_scenes()
    yield from maintenance_scenes()


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in scenes():
        if wanted and not any(word in name for word in wanted):
            continue
        shown = make()
        settle()
        shown.view.grabWindow().save(str(FOLDER / f"{name}.png"))
        for fault in cut_words(shown.view) + overlapping_words(shown.view) + shown.warnings:
            print(f"{name}: {fault}")
        shown.close()
        settle()


if __name__ == "__main__":
    application()
    main(sys.argv[1:])
