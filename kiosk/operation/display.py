"""Whether a window can be shown here: Qt would end the process with words of its own and a signal."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from argparse import Namespace
from pathlib import Path

from kiosk.operation.exit_codes import ExitCode

WINDOWS = ("terminal", "caller", "evaluator", "board", "maintenance")
NO_DISPLAY = "no display: set DISPLAY (or WAYLAND_DISPLAY), or run without a role for the journey"
DEAD_DISPLAY = (
    "no display answers at {where}: start it, set {name} to one that runs, or unset it and run without a role for the "
    "journey"
)
_OF_A_DISPLAY = ("xcb", "wayland")  # Qt's platforms that need a display; offscreen, eglfs, linuxfb and others do not
_ANSWER_S = 2.0


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_show_windows() -> bool:
    return has_display() or _does_without()


def refused_by_display(role: str, given: Namespace) -> ExitCode | None:
    """Says so on standard error when the role shows windows and there is nowhere to show them.

    A display that is set and silent may come back, so the launcher tries again; one that is not set never does.
    """
    wanted = role in WINDOWS or (role == "virtual-devices" and given.window)
    if wanted and not can_show_windows():
        print(NO_DISPLAY, file=sys.stderr)
        return ExitCode.WRONG_ARGUMENTS
    silent = _silent() if wanted or (role == "everything" and has_display()) else ""
    if silent:
        print(DEAD_DISPLAY.format(name=silent, where=f"{silent}={os.environ[silent]}"), file=sys.stderr)
        return ExitCode.FAILED
    return None


def _does_without() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(platform) and not platform.startswith(_OF_A_DISPLAY)


def _silent() -> str:
    """The name of the variable whose display does not answer; empty when one of those that are set does."""
    looks = {"DISPLAY": _x_answers, "WAYLAND_DISPLAY": _wayland_answers}
    named = [name for name in looks if os.environ.get(name)]
    if not named or _does_without() or any(looks[name]() for name in named):
        return ""
    return named[0]


def _x_answers() -> bool:
    """Asked through the library that Qt asks through, which takes some 4 ms. Without it nobody can
    tell, and Qt says what is missing."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    line = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(line)
    xcb.xcb_disconnect(line)
    return not refused


def _wayland_answers() -> bool:
    place = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), os.environ["WAYLAND_DISPLAY"])
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(_ANSWER_S)
        try:
            line.connect(str(place))
        except OSError:
            return False
    return True
