"""The citizen's window as the configuration wants it."""

from __future__ import annotations

from kiosk.operation.start import Start
from screens.citizen.settings import ScreenSettings

_PANEL_SHORT_MM = 268  # of a 21.5 inch panel, 16:9


def screen_settings(start: Start, *, voice: bool) -> ScreenSettings:
    """`voice`: there is one, so that a citizen is offered to hear."""
    screen, terminal = start.configuration.screen, start.configuration.terminal
    short = round(_PANEL_SHORT_MM * screen.px_per_mm)
    long = short * 16 // 9
    width, height = (short, long) if screen.layout == "portrait" else (long, short)
    return ScreenSettings(
        width=width,
        height=height,
        px_per_mm=screen.px_per_mm,
        lower_edge_mm=screen.lower_edge_mm,
        reduced_motion=screen.reduced_motion,
        full_screen=start.full_screen,
        voice=voice,
        place=terminal.place,
        place_en=terminal.place_en,
        machine=terminal.machine_name,
    )
