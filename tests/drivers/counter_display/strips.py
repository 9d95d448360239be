"""The strips of counters 3 and 4 on the stage, their waits made short."""

from __future__ import annotations

from drivers.counter_display.device import Care
from drivers.counter_display.displays import NAME, DisplaySettings, LedStrips, open_displays
from tests.drivers.stage import Stage

COUNTERS = {"3": 1, "4": 2}
SETTINGS = DisplaySettings(115200, 0.05, debounce_s=0.3, care=Care(answer_s=0.15))


def strips_on(stage: Stage, settings: DisplaySettings = SETTINGS) -> LedStrips:
    return open_displays(stage.port(NAME), stage.supervisor, COUNTERS, settings)


def texts(stage: Stage) -> dict[str, str]:
    """By address."""
    found: dict[str, str] = stage.do("state")["state"][NAME]["texts"]
    return found
