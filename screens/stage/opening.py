"""Puts a window on a stage when somebody outside asks for it. In a hall nobody does, and nothing of it is loaded."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtQuick import QQuickWindow


def on_stage(run: Path, role: str, window: QQuickWindow) -> object | None:
    """A stage in the folder `run` for the journey, a note of the first frame for the benchmark. Keep it as long as the
    window. Raises OSError when the stage's socket cannot be opened."""
    if file := os.environ.get("HALL_KIOSK_FIRST_FRAME"):
        from screens.stage.frames import FirstFrame

        return FirstFrame(window, Path(file))
    if not os.environ.get("HALL_KIOSK_STAGE"):
        return None
    from screens.stage.stage import Stage

    return Stage(window, run / f"{role}.stage")
