"""From a port as the configuration writes it to what OpenCV can open now.

That a UVC interface's folder holds `video4linux/video9`, and its `index` which of the device's nodes that is, is the
kernel's (drivers/media/v4l2-core/v4l2-dev.c) [A]. That the first one carries the pictures is uvcvideo's way [B].
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from drivers.serial_link import LinkFault
from kiosk.operation.configuration.device_tables import PLACE
from kiosk.ports.devices.camera import Lens

STREAMS = ("http://", "https://", "rtsp://")
LINKED = "http:"  # begins what a virtual camera's link names: host and port, without slashes


def source_of(
    port: str, lens: Lens = Lens.DOCUMENT, sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")
) -> str | LinkFault:
    """A device's path or a stream's URL. A virtual camera's link names its stream; `lens` matters to that one only."""
    if port.startswith(STREAMS):
        return port
    if port.startswith(PLACE):
        return _at_place(port.removeprefix(PLACE), sys_root, dev_root)
    return _at_path(Path(port), lens) if port.startswith("/") else LinkFault.BAD_URL


def _at_place(place: str, sys_root: Path, dev_root: Path) -> str | LinkFault:
    """The first video node of the interface: the others are for its metadata. `index` is the kernel's count of them."""
    interface = sys_root / "bus" / "usb" / "devices" / place
    if not interface.is_dir():
        return LinkFault.NO_SUCH_PORT
    nodes = sorted(interface.glob("video4linux/video*"), key=_index)
    return str(dev_root / nodes[0].name) if nodes else LinkFault.NOT_A_PORT


def _index(node: Path) -> int:
    try:
        return int((node / "index").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 1 << 16


def _at_path(path: Path, lens: Lens) -> str | LinkFault:
    try:
        if path.is_symlink() and (named := str(path.readlink())).startswith(LINKED):
            return f"http://{named.removeprefix(LINKED)}/{lens}"
        if not stat.S_ISCHR(path.stat().st_mode):
            return LinkFault.NOT_A_PORT
    except PermissionError:
        return LinkFault.NOT_ALLOWED
    except OSError:
        return LinkFault.NO_SUCH_PORT
    return str(path) if os.access(path, os.R_OK | os.W_OK) else LinkFault.NOT_ALLOWED
