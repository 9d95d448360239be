"""Writes a picture of every page: `python -m tests.screens.gallery build/gallery [word …]`.

Only scenes whose file name contains every given word are drawn, e.g. `home zh portrait`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.domain.calendar import CHINA
from kiosk.journeys.pages import View
from screens.citizen.settings import ScreenSettings
from screens.citizen.window import CitizenWindow
from tests.screens.citizen.scenes import Clothes, dressed, scenes

PORTRAIT = ScreenSettings(machine="3", voice=False, reduced_motion=True, lower_edge_mm=890)
LANDSCAPE = ScreenSettings(1920, 1080, 1080 / 268, machine="3", reduced_motion=True)
LAYOUTS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}
CLOTHES: dict[str, Clothes] = {
    "zh": {},
    "en": {"language": "en"},
    "zh-elder": {"elder": True},
    "en-elder": {"language": "en", "elder": True},
    "zh-contrast": {"contrast": True},
    "zh-low": {"low": True},
}


def fixed_clock() -> datetime:
    return datetime(2026, 11, 23, 9, 42, 10, tzinfo=CHINA)


def pictures() -> Iterator[tuple[str, str, View]]:
    """File name, layout and view of each."""
    for layout in LAYOUTS:
        for clothes, choices in CLOTHES.items():
            for name, view in scenes().items():
                yield f"{name}.{clothes}.{layout}", layout, dressed(view, **choices)


def main(folder: Path, words: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for layout, settings in LAYOUTS.items():
        window = CitizenWindow(settings, print, now=fixed_clock)
        window.open()
        for name, of_layout, view in pictures():
            parts = set(name.split(".")) | set(name.split(".")[0].split("-"))
            if of_layout == layout and all(word in parts for word in words):
                window.show_at_once(view)
                window.grab(folder / f"{name}.png")
        for complaint in window.complaints:
            print(complaint, file=sys.stderr)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
