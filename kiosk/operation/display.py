"""Whether a window can be shown here: Qt would end the process with words of its own and a signal."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

WINDOWS = ("terminal", "caller", "evaluator", "board")
NO_DISPLAY = "no display: set DISPLAY (or WAYLAND_DISPLAY), or run without a role for the journey"
_OF_A_DISPLAY = ("xcb", "wayland")  # Qt's platforms that need a display; offscreen, eglfs, linuxfb and others do not


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_show_windows() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return has_display() or (bool(platform) and not platform.startswith(_OF_A_DISPLAY))


def misses_display(role: str, given: Namespace) -> bool:
    """Says so on standard error when the role is a window and there is nowhere to show it."""
    wanted = role in WINDOWS or (role == "virtual-devices" and given.window)
    missing = wanted and not can_show_windows()
    if missing:
        print(NO_DISPLAY, file=sys.stderr)
    return missing
